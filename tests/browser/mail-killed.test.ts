import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { random } from '../support/dice.ts';
import { video } from '../support/files.ts';
import { imapServer } from '../support/imap.ts';
import { inUtf8, mail } from '../support/mails.ts';
import { NODE_OPTIONS, testProgram } from '../support/programs.ts';
import { relayTo } from '../support/relay.ts';
import { placeDatabase } from '../support/template.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const MAILS = 24;
const KILLS = 4;

test('kill -9 in the middle: no mail is taken in twice, and none is lost', { timeout: 180_000 }, async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'baosong-mail-kill-'));
  const server = await imapServer();
  const relay = await relayTo(server.port);
  const dice = random(20200910);
  try {
    await placeDatabase(dataDir);
    for (let at = 1; at <= MAILS; at++)
      server.put(
        mail({
          subject: inUtf8(`古县歌曲《第${at}首》`),
          parts: [{ name: `${at}.mp4`, bytes: video('x.mp4', at).bytes }],
        }),
        new Date('2020-09-10T06:30:00Z'),
      );
    /** Runs it until so many bytes have come to it; without a number until it is done. */
    const run = (bytes?: number) =>
      new Promise<string>((resolve) => {
        const child = spawn(process.execPath, [
          ...NODE_OPTIONS,
          testProgram('mail-process'),
          dataDir,
          String(relay.port),
          ROOT,
        ]);
        let said = '';
        child.stdout.on('data', (text) => {
          said += text;
        });
        const from = relay.passed();
        relay.heed(() => bytes !== undefined && relay.passed() - from > bytes && child.kill('SIGKILL'));
        child.once('close', (_, signal) => resolve(signal ?? said.trim().split('\n').at(-1) ?? ''));
      });
    for (let kills = 0; kills < KILLS; kills++) expect(await run(20_000 + dice() * 60_000)).toBe('SIGKILL');
    const taken = JSON.parse(await run()) as { subject: string; state: string; problem: string }[];
    const wanted = Array.from({ length: MAILS }, (_, at) => `古县歌曲《第${at + 1}首》 waiting`);
    expect(taken.map(({ subject, state, problem }) => `${subject} ${state}${problem}`).sort()).toEqual(wanted.sort());
  } finally {
    await relay.close();
    await server.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
