import { spell } from '../../src/adapters/pinyin.ts';
import { CHANNEL } from '../../src/adapters/practice/people.ts';
import { commands } from '../../src/application/conversation/commands/index.ts';
import type { Context } from '../../src/application/conversation/context.ts';
import { deeds } from '../../src/application/conversation/deeds.ts';
import { run } from '../../src/application/conversation/run.ts';
import type { Office } from '../../src/application/office.ts';
import { speakerOf } from '../../src/application/people/people.ts';
import { lexiconsOf } from '../../src/application/words/lexicons.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import { message } from './bots.ts';

/** The shipped campaign for so many units, each with the targets of its table's first row. */
export function bigCampaign(shipped: Campaign, count: number): Campaign {
  const campaign = structuredClone(shipped);
  const cells = campaign.table.rows[0]?.cells ?? [];
  campaign.id = 'big-city';
  campaign.units = Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    return { id: `u${number}`, name: `第${number}基层工会`, short: `基层${number}`, aliases: [] };
  });
  campaign.table.rows = campaign.units.map(({ id }) => ({ unit: id, cells: [...cells] }));
  return campaign;
}

/** Gives an office, in place, that campaign. */
export function enlarge(office: Office, count: number): void {
  office.campaign = bigCampaign(office.campaign, count);
  office.lexicons = lexiconsOf(office.campaign, spell);
}

/** So many entries, spread over units and categories, in the states that a campaign ends with; and their tallies. */
export async function fillEntries({ prisma, campaign }: Office, entries: number): Promise<void> {
  const units = campaign.units.map(({ id }) => id);
  const { columns } = campaign.table;
  await prisma.$executeRaw`
    INSERT INTO submission (campaign, unit_id, category_id, state, title, by_person, created_at, received_at, channel, chat_kind, chat_id)
    SELECT ${campaign.id}, (${units}::text[])[1 + n % ${units.length}::int],
      (${columns}::text[])[1 + (n / ${units.length}::int) % ${columns.length}::int],
      CASE WHEN n % 20 < 15 THEN 'received' WHEN n % 20 < 18 THEN 'accepted' WHEN n % 20 < 19 THEN 'returned' ELSE 'withdrawn' END,
      'entry ' || n, 1, now(), now(), 'practice', 'direct', 'nobody'
    FROM generate_series(0, ${entries - 1}::int) AS n`;
  await prisma.$executeRaw`
    INSERT INTO tally (campaign, unit_id, category_id, received, accepted, returned)
    SELECT campaign, unit_id, category_id, count(*) FILTER (WHERE state = 'received'),
      count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'returned')
    FROM submission WHERE campaign = ${campaign.id} GROUP BY campaign, unit_id, category_id`;
  await prisma.$executeRaw`ANALYZE`;
}

/** A coordinator for each unit, to whom the bot can write. */
export async function fillCoordinators({ prisma, campaign }: Office): Promise<void> {
  const units = campaign.units.map(({ id }) => id);
  await prisma.$executeRaw`
    WITH people AS (INSERT INTO person (name, created_at) SELECT '联络员' || n, now() FROM generate_series(1, ${units.length}::int) AS n
      RETURNING id),
      numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM people),
      members AS (INSERT INTO membership (person_id, role, unit_id, since)
        SELECT id, 'coordinator', (${units}::text[])[n::int], now() FROM numbered)
    INSERT INTO account (channel, sender_id, direct_chat_id, person_id) SELECT ${CHANNEL}, 'c' || n, 'c' || n, id FROM numbered`;
  await prisma.$executeRaw`ANALYZE`;
}

/** What staff read for /进度 in a direct chat: from the transaction's begin, as the bot does it, to the text. */
export function cityProgress({ prisma, ...office }: Office): Promise<string> {
  return prisma.$transaction(async (tx) => {
    const said = message('staff-1', '');
    const context: Context = {
      ...office,
      commands,
      origin: { entrance: 'message' },
      tx,
      now: office.clock.now(),
      message: said,
      actor: await speakerOf(tx, office.campaign, CHANNEL, 'staff-1'),
      inGroup: false,
      files: [],
      sheets: new Map(),
      documents: new Map(),
      made: new Map(),
      deeds,
    };
    const [answer] = await run(context, 'progress', '');
    return answer?.text ?? '';
  });
}

/** Milliseconds of each run. */
export async function timed(runs: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let done = 0; done < runs; done++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

/** Of sorted numbers. */
export const percentile = (sorted: number[], percent: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN;
