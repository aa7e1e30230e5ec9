import { createRequire } from 'node:module';
import type { AddressInfo, Server, Socket } from 'node:net';

const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => Hoodiecrow;

interface Hoodiecrow {
  server: Server;
  listen(port: number, host: string, done: () => void): void;
  close(done: () => void): void;
  getMailbox(path: string): Folder;
  appendMessage(folder: Folder, flags: string[], date: string, raw: string, ignore: null): unknown;
}

interface Folder {
  uidvalidity: number;
  messages: { uid: number; flags: string[]; raw: string }[];
}

const USER = 'lfgh';
const PASSWORD = 'a code of the service';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As servers write when a mail arrived, of Beijing: 10-Sep-2020 15:02:00 +0800. */
function internalDate(at: Date): string {
  const [year, month, day] = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).split('-');
  const time = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 19);
  return `${day}-${MONTHS[Number(month) - 1]}-${year} ${time} +0800`;
}

/** An IMAP server in this process, with one mailbox. */
export async function imapServer({ secure = false, uidValidity = 1 } = {}) {
  const box = hoodiecrow({
    secureConnection: secure,
    plugins: ['ID', 'IDLE', 'UNSELECT', 'LITERALPLUS', 'SASL-IR', 'ENABLE', 'NAMESPACE', 'AUTH-PLAIN'],
    users: { [USER]: { password: PASSWORD } },
    storage: { INBOX: { uidvalidity: uidValidity, messages: [] }, '': { folders: { 报送: {} } } },
  });
  const sockets = new Set<Socket>();
  box.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => box.listen(0, '127.0.0.1', resolve));
  const { port } = box.server.address() as AddressInfo;
  const folder = () => box.getMailbox('INBOX');
  return {
    port,
    settings: { host: '127.0.0.1', port, user: USER, password: PASSWORD, folder: 'INBOX', plain: !secure },
    url: `imap${secure ? 's' : ''}://${USER}@127.0.0.1:${port}/INBOX`,
    password: PASSWORD,
    sockets,
    put(raw: Buffer, at: Date): number {
      box.appendMessage(folder(), [], internalDate(at), raw.toString('binary'), null);
      return folder().messages.at(-1)?.uid ?? 0;
    },
    /** Another mailbox from here on: its numbers begin anew. */
    empty(): void {
      const box = folder();
      box.messages.length = 0;
      box.uidvalidity += 1;
    },
    /** How the mails stand there: their numbers with their flags. */
    standing: () =>
      folder().messages.map(({ uid, flags }) => `${uid}${flags.filter((one) => one !== '\\Recent').join('')}`),
    raws: () => folder().messages.map(({ raw }) => raw),
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => box.close(resolve));
    },
  };
}
export type ImapServer = Awaited<ReturnType<typeof imapServer>>;
