import path from 'node:path';
import { openFiles } from '../../src/adapters/files/open.ts';
import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { operate } from '../support/operate.ts';
import type { TestServer } from '../support/postgres.ts';
import { readBooks, type Violation } from './audit/books.ts';
import { auditFiles } from './audit/files.ts';
import { describe, rowsByMessage } from './audit/messages.ts';
import { auditRecords } from './audit/records.ts';
import type { Crowd } from './crowd.ts';
import type { ChaosPerson } from './people.ts';
import type { Platform } from './platform.ts';
import type { SaidMessage } from './said.ts';

export interface RestoredCounts {
  messages: number;
  entries: number;
  files: number;
}

const TRIES = 5;

/** `npm run backup` in the middle of everything, and `npm run restore` of it in another place. */
export class Backup {
  readonly #server: TestServer;
  readonly #env: Record<string, string>;
  readonly #folder: string;
  #running: Promise<string | undefined> | undefined;
  #before: SaidMessage[] = [];
  #problems: string[] = [];

  constructor(server: TestServer, { FOLDER = '', ...env }: Record<string, string>) {
    this.#server = server;
    this.#env = env;
    this.#folder = FOLDER;
  }

  begin(said: readonly SaidMessage[]): void {
    this.#running = this.#write(said);
  }

  /** A backup that a fault interrupts fails in words, and is made again. */
  async #write(said: readonly SaidMessage[]): Promise<string | undefined> {
    for (let tried = 0; tried < TRIES; tried++) {
      this.#before = said.filter(({ outcome, way }) => outcome === 'acknowledged' && way.acknowledges);
      const file = path.join(this.#folder, `backup-${tried}.tar.gz`);
      const { code, said: words } = await operate(['backup', file], this.#env);
      if (code === 0) return file;
      this.#problems.push(words);
    }
    return undefined;
  }

  /** What was acknowledged before the backup began is in it, and its books agree with the model as the run's do. */
  async audit(
    people: ChaosPerson[],
    { said, torn }: Crowd,
    platforms: Platform[],
  ): Promise<{ violations: Violation[]; counts: RestoredCounts | undefined }> {
    if (!this.#running) return { violations: [], counts: undefined };
    const file = await this.#running;
    if (file === undefined)
      return { violations: [{ rule: 'no backup', what: this.#problems.join(' | ') }], counts: undefined };
    const dataDir = path.join(this.#folder, 'restored');
    const databaseUrl = await this.#server.newDatabase();
    const env = { ...this.#env, DATA_DIR: dataDir, DATABASE_URL: databaseUrl };
    const { code, said: words } = await operate(['restore', file], env);
    if (code !== 0) return { violations: [{ rule: 'not restored', what: words }], counts: undefined };
    const { prisma, close } = await openDatabase({ dataDir, databaseUrl });
    const books = await readBooks(prisma);
    await close();
    const rows = rowsByMessage(books);
    const missing = this.#before.filter(({ person, messageId }) => !rows.has(`${person.channel}/${messageId}`));
    const records = auditRecords(said, books, people, torn);
    const earlier = platforms.map((platform) => ({ ...platform, shown: [] }) as unknown as Platform);
    const files = await auditFiles(said, books, earlier, await openFiles({ dataDir }), torn);
    const violations = [
      ...missing.map((message) => ({ rule: 'not in the backup', what: describe(message) })),
      ...[...records.violations, ...files.violations].map(({ rule, what }) => ({
        rule: `in the backup: ${rule}`,
        what,
      })),
    ];
    return {
      violations,
      counts: { messages: books.inbound.length, entries: books.entries.length, files: files.counts.files },
    };
  }
}
