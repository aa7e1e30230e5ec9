import type { Office, ReceivedFile } from './context.ts';
import type { IncomingFile, Message } from './message.ts';
import { fileName } from './normalise.ts';
import { FileEmpty, FileTooLarge } from './ports.ts';

/** Fetches every file of a message into the store. What fails is said in the result, never thrown. */
export async function fetchFiles(office: Office, message: Message): Promise<ReceivedFile[]> {
  const wanted = [
    ...message.files.map((file) => ({ file, quoted: false })),
    ...(message.quote?.files ?? []).map((file) => ({ file, quoted: true })),
  ];
  const received: ReceivedFile[] = [];
  const known = wanted.length > 0 && !message.masked && (await isKnown(office, message));
  for (const { file, quoted } of wanted)
    received.push(
      known
        ? await fetchOne(office, message.channel, file, quoted)
        : { name: fileName(file.name), quoted, failure: 'unavailable' },
    );
  return received;
}

/** Nothing is kept of a stranger's files: they are told how to join, whatever they send. */
async function isKnown({ prisma }: Office, { channel, sender }: Message): Promise<boolean> {
  return (await prisma.account.count({ where: { channel, senderId: sender.id } })) > 0;
}

async function fetchOne(office: Office, channel: string, file: IncomingFile, quoted: boolean): Promise<ReceivedFile> {
  const name = fileName(file.name);
  if (file.size !== undefined && file.size > office.fileLimit) return { name, quoted, failure: 'too-large' };
  try {
    const from = office.channels.get(channel);
    if (!from) throw new Error(`channel ${channel} is off`);
    const stored = await office.store.put(await from.open(file), office.fileLimit);
    await office.prisma.blob.upsert({
      where: { sha256: stored.sha256 },
      update: {},
      create: {
        sha256: stored.sha256,
        size: stored.size,
        extension: stored.extension,
        mime: stored.mime,
        durationMs: stored.durationMs ?? null,
        storedAt: office.clock.now(),
      },
    });
    return { name: name || `file.${stored.extension || 'bin'}`, quoted, ...stored };
  } catch (error) {
    if (error instanceof FileTooLarge) return { name, quoted, failure: 'too-large' };
    if (error instanceof FileEmpty) return { name, quoted, failure: 'empty' };
    office.log.warn({ channel, error: (error as Error).name }, 'file could not be fetched');
    return { name, quoted, failure: 'unavailable' };
  }
}
