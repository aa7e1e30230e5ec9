import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestServer } from '../support/postgres.ts';
import { type ChaosOptions, runChaos } from './chaos.ts';
import { shortPlan } from './plan.ts';
import { type Report, reportText } from './report.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server?.stop());

const SEED = 20200915;

function run(messages: number, planted?: ChaosOptions['planted']): Promise<Report> {
  return runChaos({
    seed: SEED,
    messages,
    // A planted bug needs no backup to be found.
    plan: { ...shortPlan(SEED, messages), ...(planted && { backupAt: Number.POSITIVE_INFINITY }) },
    processes: 2,
    mostWaiting: 60,
    hurry: true,
    server,
    ...(planted && { planted }),
  });
}

const rulesOf = ({ violations }: Report) => new Set(violations.map(({ rule }) => rule));

test('whatever fails, nothing acknowledged is lost, nothing is recorded or said twice, and a backup holds it all', {
  timeout: 1_800_000,
}, async () => {
  const report = await run(300);
  expect(report.violations, reportText(report)).toEqual([]);
  // It was no walk in the park.
  const { messages, records, posts, files, reminders } = report.counts;
  expect(messages.acknowledged).toBeGreaterThan(200);
  expect(messages.refused).toBeGreaterThan(0);
  expect(records.entries).toBeGreaterThan(50);
  expect(posts.shown).toBeGreaterThan(200);
  expect(files.files).toBeGreaterThan(5);
  expect(reminders.days).toBeGreaterThanOrEqual(1);
  expect(report.processes.killed).toBe(1);
  expect(report.restored?.messages).toBeGreaterThan(20);
  expect(new Set(report.suffered.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(13);
});

test('the audit finds a bot that acknowledges before it stores', { timeout: 1_800_000 }, async () => {
  const report = await run(120, 'acknowledge-first');
  expect(rulesOf(report)).toContain('acknowledged and lost');
});

test('the audit finds a bot that sends before it claims', { timeout: 1_800_000 }, async () => {
  const report = await run(80, 'send-first');
  expect(rulesOf(report)).toContain('shown more often than it was sent');
});
