import type { Tx } from '../../src/application/office.ts';
import type { Speaker, Turn } from '../../src/application/turn.ts';
import { attach } from '../../src/application/works/attach.ts';
import { correct } from '../../src/application/works/correct.ts';
import { filesOut, fill, gather } from '../../src/application/works/draft.ts';
import type { EntryFile } from '../../src/application/works/entries.ts';
import { receive } from '../../src/application/works/receive.ts';
import { receiveEach } from '../../src/application/works/receive-each.ts';
import { restore } from '../../src/application/works/restore.ts';
import { accept, reconsider, returnEntry } from '../../src/application/works/review.ts';
import { withdraw } from '../../src/application/works/withdraw.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import type { Dice } from '../support/dice.ts';
import { type Verdict, type Work, World } from './world.ts';

export const BYTES = ['a', 'b', 'c', 'd', 'e', 'f'];
const UNITS = ['yaodu', 'huozhou'] as const;
const TITLES = ['夜班', '晨光', '听涛', '炉火'];
const LINKS = ['', '', 'https://e.cn/1', 'https://e.cn/2'];
const CATEGORIES = ['photo', 'photo', 'photo', 'micro_film', 'thematic', 'event'];

const coordinator = (personId: number, unitId: string): Speaker => ({
  personId,
  name: '',
  units: [unitId],
  roles: [{ role: 'coordinator', unitId }],
});
const staff = (personId: number): Speaker => ({
  personId,
  name: '',
  units: [],
  roles: [{ role: 'staff', unitId: '' }],
});
/** Two people of one unit, one of another, and two of the city who also report on behalf of units. */
const PEOPLE: Record<(typeof UNITS)[number], Speaker[]> = {
  yaodu: [coordinator(1, 'yaodu'), coordinator(2, 'yaodu'), staff(8)],
  huozhou: [coordinator(3, 'huozhou'), staff(9)],
};
const STAFF = [staff(8), staff(9)];

export const fileOf = (sha256: string): EntryFile => ({
  name: `${sha256}.png`,
  sha256,
  size: 1,
  extension: 'png',
  mime: 'image/png',
  measured: {},
});

const MOVES = {
  send: 5,
  gather: 3,
  split: 2,
  resend: 3,
  merge: 2,
  replace: 2,
  recategorise: 1,
  withdraw: 2,
  restore: 2,
  accept: 2,
  return: 2,
  reconsider: 2,
} as const;

/** Plays one sequence on the deeds and on the model at once. Returns what went differently, with the moves that led there. */
export async function play(tx: Tx, base: Omit<Turn, 'tx' | 'actor' | 'origin'>, dice: Dice): Promise<string[]> {
  const world = new World();
  const moves: string[] = [];
  const wrong: string[] = [];
  const sent: Said[] = [];
  const as = (actor: Speaker): Turn => ({ ...base, tx, actor, origin: { entrance: 'page' } });
  const some = (): string[] => Array.from({ length: dice.whole(1, 3) }, () => dice.pick(BYTES));
  const any = (): [number, Work] | undefined => (world.works.size === 0 ? undefined : dice.pick([...world.works]));

  interface Said {
    unit: (typeof UNITS)[number];
    category: string;
    title: string;
    link: string;
    files: string[];
    another: boolean;
  }

  const expect = (what: string, expected: unknown, found: unknown) => {
    if (JSON.stringify(expected) === JSON.stringify(found)) return;
    wrong.push(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}\n${moves.join('\n')}`);
  };
  const attempt = async <Facts>(act: () => Promise<Facts>): Promise<Facts | 'refused'> => {
    await tx.$executeRaw`SAVEPOINT move`;
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT move`;
      return 'refused';
    }
  };

  function newSaid(): Said {
    const category = dice.pick(CATEGORIES);
    const link = category === 'thematic' ? dice.pick(LINKS) : '';
    const files = category === 'event' && dice.chance(0.5) ? [] : category === 'thematic' && link !== '' ? [] : some();
    return { unit: dice.pick(UNITS), category, title: dice.pick(TITLES), link, files, another: dice.chance(0.4) };
  }

  async function send(said: Said): Promise<void> {
    const { unit, category, title, link, another } = said;
    const verdict = world.judge(said);
    const fields = {
      ...(link !== '' && { link }),
      ...(category === 'event' && { date: '2020-09-03', company: '瑞丰钢厂', attendance: '60' }),
    };
    const facts = await attempt(() =>
      receive(as(dice.pick(PEOPLE[unit])), {
        ...{ unitId: unit, categoryId: category, title, fields, files: said.files.map(fileOf) },
        ...(another && { another }),
      }),
    );
    expect(`send ${JSON.stringify(said)}`, verdict, facts === 'refused' ? 'refused' : facts.outcome);
    if (facts !== 'refused' && facts.outcome === 'received') world.receive(facts.entry.number, said);
  }

  /** Files first, in one message or two, then what they are; a question in between is answered. */
  async function gatherThenSay(said: Said): Promise<void> {
    const actor = PEOPLE[said.unit][0] as Speaker;
    const { unit, category, title } = said;
    const { number } = (await gather(as(actor), { files: said.files.slice(0, 1).map(fileOf), unitId: unit })).entry;
    await fill(as(actor), { number, files: said.files.map(fileOf) });
    await fill(as(actor), { number, categoryId: category, title });
    const verdict = world.judge({ ...said, another: false });
    const first = await receive(as(actor), { draft: number });
    expect(`gather ${JSON.stringify(said)}`, verdict, first.outcome);
    const asked = first.outcome === 'again' && said.another;
    const last = asked ? await receive(as(actor), { draft: number, another: true }) : first;
    expect('the same after it was said to be another', asked ? 'received' : verdict, last.outcome);
    if (last.outcome === 'received') world.receive(last.entry.number, said);
  }

  async function split(unit: (typeof UNITS)[number]): Promise<void> {
    const actor = PEOPLE[unit][0] as Speaker;
    const files = [...some(), ...some()];
    const { entry } = await gather(as(actor), { files: files.map(fileOf), unitId: unit });
    await fill(as(actor), { number: entry.number, categoryId: 'photo', asOne: false });
    const held = world.held(unit);
    const fresh = [...new Set(files)].filter((file) => !held.has(file));
    const titles = entry.files.map(({ sha256 }) => ({ title: `图 ${sha256}`, given: false }));
    const facts = await receiveEach(as(actor), { draft: entry.number, titles });
    expect(`split ${files}`, fresh.length === 0 ? 'repeated' : 'received', facts.outcome);
    if (facts.outcome !== 'received') return;
    expect(
      'works of a split',
      fresh,
      facts.entries.map(({ files: [file] }) => file?.sha256),
    );
    for (const [index, made] of facts.entries.entries())
      world.receive(made.number, { unit, category: 'photo', title: made.title, link: '', files: [fresh[index] ?? ''] });
  }

  const open = ({ state }: Work) => state === 'received' || state === 'returned';
  const handInAgain = (work: Work) => {
    work.state = 'received';
    work.decided = undefined;
  };

  async function merge([number, work]: [number, Work]): Promise<void> {
    const files = some();
    const fresh = [...new Set(files)].filter((file) => !world.held(work.unit).has(file));
    const actor = PEOPLE[work.unit as (typeof UNITS)[number]][0] as Speaker;
    const facts = await attempt(async () => {
      const { entry } = await gather(as(actor), { files: files.map(fileOf), unitId: work.unit });
      return attach(as(actor), { number, files: await filesOut(as(actor), entry.number) });
    });
    const verdict = !open(work) ? 'refused' : fresh.length === 0 ? 'repeated' : 'attached';
    expect(`merge ${files} into ${number}`, verdict, facts === 'refused' ? facts : facts.outcome);
    if (verdict !== 'attached') return;
    for (const file of fresh) work.files.add(file);
    handInAgain(work);
  }

  async function replace([number, work]: [number, Work]): Promise<void> {
    const files = some();
    const elsewhere = world.held(work.unit, number);
    const actor = dice.pick(PEOPLE[work.unit as (typeof UNITS)[number]]);
    const facts = await attempt(() => correct(as(actor), { number, files: files.map(fileOf) }));
    const verdict = !open(work) ? 'refused' : files.some((file) => elsewhere.has(file)) ? 'repeated' : 'corrected';
    expect(`replace files of ${number} by ${files}`, verdict, facts === 'refused' ? facts : facts.outcome);
    if (verdict !== 'corrected') return;
    work.files = new Set(files);
    handInAgain(work);
  }

  async function recategorise([number, work]: [number, Work]): Promise<void> {
    const to = dice.pick(['photo', 'micro_film', 'thematic']);
    const actor = dice.pick(PEOPLE[work.unit as (typeof UNITS)[number]]);
    const facts = await attempt(() => correct(as(actor), { number, categoryId: to }));
    const verdict = open(work) && work.category !== 'event' ? 'corrected' : 'refused';
    expect(`category of ${number} to ${to}`, verdict, facts === 'refused' ? facts : facts.outcome);
    if (verdict !== 'corrected') return;
    work.category = to;
    handInAgain(work);
  }

  async function takeBack([number, work]: [number, Work]): Promise<void> {
    const actor = dice.pick(PEOPLE[work.unit as (typeof UNITS)[number]]);
    const other = dice.chance(0.4);
    const facts = await attempt(() => restore(as(actor), { number, ...(other && { another: true }) }));
    const verdict = world.judgeRestored(number, work, other);
    expect(`restore ${number}`, verdict, facts === 'refused' ? facts : facts.outcome);
    if (verdict === 'restored') work.state = work.before ?? 'received';
  }

  async function decide(
    move: 'withdraw' | 'accept' | 'return' | 'reconsider',
    [number, work]: [number, Work],
  ): Promise<void> {
    const actor = move === 'withdraw' ? dice.pick(PEOPLE[work.unit as (typeof UNITS)[number]]) : dice.pick(STAFF);
    const { state, decided } = work;
    const by = String(actor.personId);
    const may: Record<typeof move, boolean> = {
      withdraw: open(work),
      accept: state === 'received',
      return: state === 'received' || state === 'accepted',
      reconsider: decided?.by === by,
    };
    const facts = await attempt<unknown>(() => {
      if (move === 'withdraw') return withdraw(as(actor), { number });
      if (move === 'accept') return accept(as(actor), { number });
      return move === 'return' ? returnEntry(as(actor), { number, reason: '太长' }) : reconsider(as(actor), { number });
    });
    const verdict: Verdict = may[move] ? 'done' : 'refused';
    expect(`${move} ${number}`, verdict, facts === 'refused' ? 'refused' : 'done');
    if (verdict === 'refused') return;
    if (move === 'withdraw') {
      work.before = state as 'received' | 'returned';
      work.state = 'withdrawn';
    } else if (move === 'reconsider') work.state = decided?.before ?? 'received';
    else work.state = move === 'accept' ? 'accepted' : 'returned';
    const undoable = move === 'accept' || move === 'return';
    work.decided = undoable ? { by, before: state as 'received' | 'accepted' } : undefined;
  }

  const length = dice.whole(3, 9);
  for (let step = 0; step < length && wrong.length === 0; step++) {
    const move = dice.weighted(MOVES);
    moves.push(move);
    const target = any();
    if (move === 'send' || move === 'gather') {
      const said = newSaid();
      const filed = said.files.length > 0 && said.category !== 'event' && said.category !== 'thematic';
      await (move === 'gather' && filed ? gatherThenSay(said) : send(said));
      sent.push(said);
    } else if (move === 'resend') await send(sent.length > 0 ? dice.pick(sent) : newSaid());
    else if (move === 'split') await split(dice.pick(UNITS));
    else if (!target) await send(newSaid());
    else if (move === 'merge') await merge(target);
    else if (move === 'replace') await replace(target);
    else if (move === 'recategorise') await recategorise(target);
    else if (move === 'restore') await takeBack(target);
    else await decide(move, target);
    moves[moves.length - 1] =
      `${move} → ${JSON.stringify([...world.works.values()].map(({ unit, state, category, files }) => [unit, category, state, ...files]))}`;
  }
  if (wrong.length === 0) await compare(tx, base.campaign, world, expect);
  return wrong;
}

/** The tally against the model and against a recount of the entries; no bytes counted twice in a unit. */
async function compare(
  tx: Tx,
  { id: campaign }: Campaign,
  world: World,
  expect: (what: string, expected: unknown, found: unknown) => void,
): Promise<void> {
  const sorted = (table: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
  const tallies = await tx.tally.findMany({ where: { campaign } });
  const kept = Object.fromEntries(
    tallies
      .filter(({ received, accepted, returned }) => received + accepted + returned !== 0)
      .map(({ unitId, categoryId, received, accepted, returned }) => [
        `${unitId}/${categoryId}`,
        { received, accepted, returned },
      ]),
  );
  expect('the tally', sorted(world.tally()), sorted(kept));
  const rows = await tx.submission.findMany({
    where: { campaign, state: { in: ['received', 'accepted', 'returned'] } },
    include: { files: { where: { retiredAt: null } } },
  });
  const recount: Record<string, { received: number; accepted: number; returned: number }> = {};
  for (const { unitId, categoryId, state } of rows) {
    const key = `${unitId}/${categoryId}`;
    const row = recount[key] ?? { received: 0, accepted: 0, returned: 0 };
    recount[key] = { ...row, [state]: row[state as 'received'] + 1 };
  }
  expect('a recount', sorted(world.tally()), sorted(recount));
  const bytes = rows.flatMap(({ unitId, files }) => files.map(({ sha256 }) => `${unitId}/${sha256}`));
  expect(
    'bytes that are counted twice',
    [],
    bytes.filter((one, index) => bytes.indexOf(one) !== index),
  );
}
