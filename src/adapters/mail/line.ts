import { ImapFlow } from 'imapflow';
import type { MailSettings } from './settings.ts';

/** Of a mailbox that nobody else opens: what is read stays unread, nothing can be changed in it by mistake. */
const READ_ONLY = { readOnly: true };

/** Connects, signs in and opens the folder read-only. The certificate is always verified. Throws what the server or the line says. */
export async function openLine(settings: MailSettings, verify = true): Promise<ImapFlow> {
  const line = lineTo(settings);
  try {
    await line.connect();
    if (verify) await line.mailboxOpen(settings.folder, READ_ONLY);
    return line;
  } catch (error) {
    line.close();
    throw error;
  }
}

export function lineTo({ host, port, user, password, plain, proxy }: MailSettings): ImapFlow {
  const line = new ImapFlow({
    host,
    port,
    secure: !plain,
    ...(plain && { doSTARTTLS: false }),
    auth: { user, pass: password },
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    ...(proxy !== undefined && !plain && { proxy }),
    // It would write addresses and subjects.
    logger: false,
    // Some services let nobody in who does not say its name.
    clientInfo: { name: 'baosong-bot', vendor: 'baosong-bot' },
    connectionTimeout: 30_000,
    greetingTimeout: 30_000,
    socketTimeout: 120_000,
    // Services end a silent IDLE after half an hour, firewalls earlier.
    maxIdleTime: 4 * 60_000,
  });
  // What breaks is told to whoever waits for an answer; without a listener it would end the process.
  line.on('error', () => {});
  return line;
}
