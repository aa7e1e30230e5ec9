import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, readMigrations } from '../../src/adapters/prisma/migrate.ts';
import { startPostgres, type TestServer } from '../support/postgres.ts';

const SHIPPED = await readMigrations();
const MEASURED = '20261130160000_measured_and_origin';

let server: TestServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

/** What a database holds that was last opened before files had one value of measures and drafts had columns for what they wait for. */
const EARLIER = `
  INSERT INTO person (name, created_at) VALUES ('李建国', now());
  INSERT INTO submission (campaign, unit_id, category_id, state, title, fields, by_person, created_at, channel, chat_kind, chat_id)
  VALUES ('c', 'yaodu', '', 'draft', '', '{"gathered": "yes"}', 1, now(), 'practice', 'direct', 'd'),
    ('c', 'yaodu', 'photo', 'draft', '', '{"gathered": "yes", "asOne": "no", "author": "李建国"}', 1, now(), 'practice', 'direct', 'd'),
    ('c', 'yaodu', 'photo', 'received', '光影', '{"author": "李建国"}', 1, now(), 'practice', 'direct', 'd');
  INSERT INTO blob (sha256, size, duration_ms, stored_at) VALUES ('aa', 5, 178000, now()), ('bb', 6, NULL, now());
  INSERT INTO inbound (channel, message_id, sender_id, message, fetched, received_at) VALUES
    ('practice', '1', 's', '{}', '[{"name": "a.mp4", "quoted": false, "sha256": "aa", "durationMs": 178000}, {"name": "b", "quoted": true, "failure": "empty"}, {"name": "c.jpg", "quoted": false, "sha256": "bb"}]', now()),
    ('practice', '2', 's', '{}', NULL, now());
  INSERT INTO audit (at, person_id, action, subject) VALUES (now(), 1, 'submission.receive', 'submission:3'), (now(), NULL, 'draft.lapse', 'submission:1');
  INSERT INTO question (person_id, channel, chat_id, kind, payload, expires_at) VALUES
    (1, 'practice', 'd', 'confirm', '{"kind": "confirm", "command": "withdraw", "rest": "3"}', now()),
    (1, 'practice', 'e', 'category', '{"kind": "category", "number": 1, "options": []}', now());
  INSERT INTO request (campaign, unit_id, kind, asked, command, by_person, at, day) VALUES
    ('c', 'yaodu', 'extension', '延期到 2020-09-18（周五）', '延期 尧都区 到:2020-09-18', 1, now(), '2020-09-10');`;

test('what an earlier version kept is read by this one', async () => {
  const adapter = await new PrismaPg({ connectionString: await server.newDatabase() }).connect();
  const one = await adapter.underlyingDriver().connect();
  const rows = async (sql: string) => (await one.query(sql)).rows;
  try {
    await migrate(
      one,
      SHIPPED.filter(({ name }) => name < MEASURED),
    );
    await one.query(EARLIER);
    await migrate(one, SHIPPED);
    expect(await rows('SELECT number, gathered, as_one, fields FROM submission ORDER BY 1')).toEqual([
      { number: 1, gathered: true, as_one: null, fields: {} },
      { number: 2, gathered: true, as_one: false, fields: { author: '李建国' } },
      { number: 3, gathered: false, as_one: null, fields: { author: '李建国' } },
    ]);
    expect(await rows('SELECT sha256, measured FROM blob ORDER BY 1')).toEqual([
      { sha256: 'aa', measured: { durationMs: 178_000 } },
      { sha256: 'bb', measured: {} },
    ]);
    expect(await rows('SELECT fetched FROM inbound ORDER BY id')).toEqual([
      {
        fetched: [
          { name: 'a.mp4', quoted: false, sha256: 'aa', measured: { durationMs: 178_000 } },
          { name: 'b', quoted: true, failure: 'empty' },
          { name: 'c.jpg', quoted: false, sha256: 'bb', measured: {} },
        ],
      },
      { fetched: null },
    ]);
    expect(await rows('SELECT entrance, entrance_id FROM audit ORDER BY id')).toEqual([
      { entrance: 'message', entrance_id: null },
      { entrance: 'clock', entrance_id: null },
    ]);
    expect(await rows('SELECT kind FROM question')).toEqual([{ kind: 'category' }]);
    expect((await rows('SELECT asked FROM request')).map((row: { asked: string }) => JSON.parse(row.asked))).toEqual([
      { kind: 'earlier', id: 1, words: '延期到 2020-09-18（周五）', command: '延期 尧都区 到:2020-09-18' },
    ]);
  } finally {
    one.release();
    await adapter.dispose();
  }
});

const CAMPAIGNS = '20261201011819_campaigns';
/** Of the last version that knew one campaign only. */
const OF_ONE = `
  INSERT INTO person (name, created_at) VALUES ('李建国', now()), ('钱评委', now());
  INSERT INTO membership (person_id, role, unit_id, since) VALUES (1, 'coordinator', 'yaodu', now()), (2, 'judge', '', now());
  INSERT INTO invitation (code_hash, role, unit_id, issued_at) VALUES ('h1', 'coordinator', 'yaodu', now()), ('h2', 'judge', '', now());
  INSERT INTO chat_group (channel, chat_id, bound_at) VALUES ('practice', 'g', now());
  INSERT INTO submission (campaign, unit_id, category_id, state, title, by_person, created_at, channel, chat_kind, chat_id)
  VALUES ('c', 'yaodu', 'photo', 'received', '光影', 1, now(), 'practice', 'direct', 'd');
  INSERT INTO setting (key, value) VALUES ('reminders-since/c', '"2020-08-01T00:00:00Z"');
  INSERT INTO audit (at, person_id, action, subject) VALUES (now(), 1, 'submission.receive', 'submission:1'), (now(), 2, 'people.join', 'person:2');
  INSERT INTO question (person_id, channel, chat_id, kind, payload, expires_at) VALUES (1, 'practice', 'd', 'category', '{}', now());`;
const KEPT = `
  SELECT 'membership' AS of, role AS what, campaign FROM membership UNION ALL SELECT 'invitation', role, campaign FROM invitation
  UNION ALL SELECT 'group', chat_id, campaign FROM chat_group UNION ALL SELECT 'audit', action, campaign FROM audit
  UNION ALL SELECT 'question', kind, campaign FROM question ORDER BY 1, 2`;

test.each([
  ['one campaign alone', '', 'c'],
  [
    'a campaign after another',
    "INSERT INTO setting (key, value) VALUES ('reminders-since/b', '\"2019-08-01T00:00:00Z\"')",
    '',
  ],
])('data of %s opens as it is: what was shared is shared, what was of one campaign is of it', async (_, more, sole) => {
  const adapter = await new PrismaPg({ connectionString: await server.newDatabase() }).connect();
  const one = await adapter.underlyingDriver().connect();
  try {
    await migrate(
      one,
      SHIPPED.filter(({ name }) => name < CAMPAIGNS),
    );
    await one.query(`${OF_ONE}${more}`);
    await migrate(one, SHIPPED);
    expect((await one.query(KEPT)).rows.map((row: object) => Object.values(row).join(' '))).toEqual([
      `audit people.join ${sole}`,
      'audit submission.receive c',
      'group g ',
      'invitation coordinator ',
      `invitation judge ${sole}`,
      'membership coordinator ',
      `membership judge ${sole}`,
      `question category ${sole}`,
    ]);
  } finally {
    one.release();
    await adapter.dispose();
  }
});
