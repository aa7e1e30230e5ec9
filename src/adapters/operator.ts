import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { addressIn } from './prisma/lock.ts';

/** Writes its answer and ends. */
export type Operation = (answer: Writable) => Promise<void>;

/** What the running bot could not do. */
export class OperationFailed extends Error {}

const NAME = 'operator';

/**
 * Lets commands such as `npm run backup` reach the process that has the embedded database open: HTTP on a socket in the
 * data folder, which only this user of this computer can open.
 */
export async function answerOperator(
  dataDir: string,
  operations: Record<string, Operation>,
  log: Pick<Logger, 'error'>,
): Promise<{ close(): Promise<void> }> {
  const address = addressIn(dataDir, NAME);
  const server = createServer(async (asked, answer) => {
    const operation = operations[asked.url?.slice(1) ?? ''];
    if (!operation) return answer.writeHead(404).end();
    try {
      await operation(answer);
    } catch (error) {
      log.error({ operation: asked.url, error }, 'operation failed');
      // The answer has begun: it is cut off, so that nobody takes half a backup for a whole one.
      if (answer.headersSent) answer.destroy();
      else answer.writeHead(500).end((error as Error).message);
    }
  });
  // A socket file left by a killed process. The folder's lock is ours, so nobody uses it.
  if (process.platform !== 'win32') await rm(address, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  if (process.platform !== 'win32') await chmod(address, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The answer of the bot that has the folder open; undefined when none has. Throws `OperationFailed`. */
export function askOperator(dataDir: string, operation: string): Promise<IncomingMessage | undefined> {
  return new Promise((resolve, reject) => {
    let address: string;
    try {
      address = addressIn(dataDir, NAME);
    } catch {
      return resolve(undefined);
    }
    const asked = request({ socketPath: address, path: `/${operation}`, method: 'POST' }, async (answer) => {
      if (answer.statusCode === 200) return resolve(answer);
      reject(new OperationFailed((await answer.setEncoding('utf8').toArray()).join('')));
    });
    asked.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(error);
    });
    asked.end();
  });
}
