import type { Tx } from '../../src/application/office.ts';
import { levelsNow } from '../../src/application/screening/children.ts';
import { mergeCandidates, pass, sendBack } from '../../src/application/screening/decide.ts';
import { mend, sendIn, takeBack } from '../../src/application/screening/send-in.ts';
import { NOBODY, type Speaker, type Turn } from '../../src/application/turn.ts';
import { accept, returnEntry } from '../../src/application/works/review.ts';
import { withdraw } from '../../src/application/works/withdraw.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import type { Dice } from '../support/dice.ts';
import { BYTES, fileOf } from './play.ts';
import { type Handed, ScreenedWorld } from './screened-world.ts';

const UNITS = ['yaodu', 'huozhou'] as const;
const TITLES = ['夜班', '晨光', '炉火'];
const LINKS = ['', 'https://e.cn/1', 'https://e.cn/2'];
const AUTHORS = ['李建国', '王丽'];

const coordinatorOf = (unitId: string): Speaker => ({
  ...{ personId: unitId === 'yaodu' ? 1 : 2, name: '', units: [unitId] },
  roles: [{ role: 'coordinator', unitId }],
});
const STAFF: Speaker = { personId: 8, name: '', units: [], roles: [{ role: 'staff', unitId: '' }] };

const MOVES = { sendIn: 6, mend: 2, takeBack: 1, pass: 5, sendBack: 2, merge: 2, withdraw: 2, return: 1, accept: 1 };

/** Plays one sequence on the deeds and on the model at once. Returns what went differently, with the moves that led there. */
export async function playScreening(
  tx: Tx,
  base: Omit<Turn, 'tx' | 'actor' | 'origin'>,
  dice: Dice,
  name: string,
): Promise<string[]> {
  const world = new ScreenedWorld();
  const moves: string[] = [];
  const wrong: string[] = [];
  const as = (actor: Speaker): Turn => ({ ...base, tx, actor, origin: { entrance: 'page' } });
  const codes = new Map<number, string>();
  const some = () => [...new Set(Array.from({ length: dice.whole(1, 2) }, () => dice.pick(BYTES)))];

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
  const outcomeOf = (facts: { outcome: string } | 'refused') => (facts === 'refused' ? facts : facts.outcome);
  const done = (facts: unknown) => (facts === 'refused' ? 'refused' : 'done');

  /** What somebody writes, and the link that is kept of it: an address is taken only where it stands for the files. */
  const written = (category: string) => {
    const said = { title: dice.pick(TITLES), author: dice.pick(AUTHORS), workplace: '瑞丰钢厂', phone: '' };
    const link = dice.pick(LINKS);
    return { said: { ...said, link }, link: category === 'thematic' ? link : '' };
  };

  async function send(): Promise<void> {
    const unit = dice.pick(UNITS);
    const category = dice.pick(['photo', 'micro_film', 'thematic']);
    const { said, link } = written(category);
    const files = category === 'thematic' && dice.chance(0.5) ? [] : some();
    const codeHash = `${name}-${codes.size}-${moves.length}`;
    const facts = await attempt(() =>
      sendIn(as(NOBODY), { ...said, unitId: unit, categoryId: category, files: files.map(fileOf), codeHash }),
    );
    expect(`hand in ${files} ${link}`, world.judge({ unit, link, files }), outcomeOf(facts));
    if (facts === 'refused' || facts.outcome !== 'waiting') return;
    const { number } = facts.candidate;
    codes.set(number, codeHash);
    const { title, author } = said;
    world.handed.set(number, { unit, category, title, authors: [author], link, files, state: 'waiting' });
  }

  async function change(number: number, one: Handed): Promise<void> {
    const files = dice.chance(0.5) ? some() : undefined;
    const { said, link } = written(one.category);
    const input = { ...said, codeHash: codes.get(number) ?? '', ...(files && { files: files.map(fileOf) }) };
    const facts = await attempt(() => mend(as(NOBODY), input));
    const mended = { unit: one.unit, link, files: files ?? one.files };
    const verdict = world.canMend(one) ? world.judge(mended, number) : 'refused';
    expect(`mend ${number}`, verdict, outcomeOf(facts));
    if (verdict !== 'waiting') return;
    const state = one.state === 'returned' ? 'mended' : one.state;
    Object.assign(one, { title: said.title, authors: [said.author], link, files: mended.files, state });
  }

  async function letPass(number: number, one: Handed): Promise<void> {
    const [by, another] = [dice.chance(0.9) ? one.unit : dice.pick(UNITS), dice.chance(0.4)];
    const verdict = world.judgePass(one, by, another);
    const facts = await attempt(() => pass(as(coordinatorOf(by)), { number, ...(another && { another }) }));
    expect(`pass ${number} by ${by}${another ? ' as another' : ''}`, verdict, outcomeOf(facts));
    if (facts !== 'refused' && facts.outcome === 'passed') world.pass(one, facts.entry.number);
  }

  async function join(number: number, one: Handed): Promise<void> {
    const [other, second] = dice.pick([...world.handed]);
    const both = second.unit === one.unit && second.category === one.category && other !== number;
    const oneLink = one.link === '' || second.link === '' || one.link === second.link;
    const allowed = both && oneLink && world.canDecide(one, one.unit) && world.canDecide(second, one.unit);
    const facts = await attempt(() =>
      mergeCandidates(as(coordinatorOf(one.unit)), { numbers: [number, other], title: '组照' }),
    );
    expect(`merge ${number} ${other}`, allowed ? 'done' : 'refused', done(facts));
    if (allowed) world.merge([one, second], '组照');
  }

  async function ofTheCity(move: 'withdraw' | 'return' | 'accept'): Promise<void> {
    if (world.entries.size === 0) return;
    const [number, entry] = dice.pick([...world.entries]);
    const from = { withdraw: ['received', 'returned'], return: ['received', 'accepted'], accept: ['received'] }[move];
    const facts = await attempt(() =>
      move === 'withdraw'
        ? withdraw(as(coordinatorOf(entry.unit)), { number })
        : move === 'accept'
          ? accept(as(STAFF), { number })
          : returnEntry(as(STAFF), { number, reason: '不清楚' }),
    );
    const allowed = from.includes(entry.state);
    expect(`${move} #${number}`, allowed ? 'done' : 'refused', done(facts));
    if (allowed) entry.state = ({ withdraw: 'withdrawn', return: 'returned', accept: 'accepted' } as const)[move];
  }

  for (let step = dice.whole(6, 22); step > 0 && wrong.length === 0; step--) {
    const move = world.handed.size === 0 ? 'sendIn' : dice.weighted(MOVES);
    moves.push(move);
    const [number, one] = world.handed.size === 0 ? [0, undefined] : dice.pick([...world.handed]);
    if (move === 'sendIn' || !one) await send();
    else if (move === 'mend') await change(number, one);
    else if (move === 'pass') await letPass(number, one);
    else if (move === 'merge') await join(number, one);
    else if (move === 'sendBack') {
      const facts = await attempt(() => sendBack(as(coordinatorOf(one.unit)), { number, reason: '模糊' }));
      const allowed = world.canDecide(one, one.unit);
      expect(`send back ${number}`, allowed ? 'done' : 'refused', done(facts));
      if (allowed) one.state = 'returned';
    } else if (move === 'takeBack') {
      const facts = await attempt(() => takeBack(as(NOBODY), { codeHash: codes.get(number) ?? '' }));
      const allowed = world.canMend(one);
      expect(`take back ${number}`, allowed ? 'done' : 'refused', done(facts));
      if (allowed) one.state = 'withdrawn';
    } else await ofTheCity(move);
    moves[moves.length - 1] = `${move} → ${JSON.stringify([...world.handed.values()])}`;
  }
  if (wrong.length === 0) await compare();
  return wrong;

  async function compare(): Promise<void> {
    const tallies = await tx.tally.findMany({ where: { campaign: base.campaign.id } });
    const counted = Object.fromEntries(
      tallies.flatMap(({ unitId, categoryId, received, accepted }) =>
        received + accepted === 0 ? [] : [[`${unitId}/${categoryId}`, received + accepted]],
      ),
    );
    const sorted = (table: object) => Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
    expect('the city', sorted(world.city()), sorted(counted));
    const rows = await tx.candidate.findMany({ where: { campaign: base.campaign.id }, orderBy: { number: 'asc' } });
    expect(
      'what was handed in',
      [...world.handed].map(([number, { state, title, authors, link, entry }]) => [
        ...[number, state, title, authors.join('、'), link],
        entry ?? null,
      ]),
      rows.map(({ number, state, title, author, link, entryNumber }) => [
        ...[number, state, title, author, link],
        entryNumber,
      ]),
    );
    for (const unit of UNITS) {
      const own = [...world.handed.values()].filter((one) => one.unit === unit);
      const levels = await levelsNow({ ...base, tx }, [unit]);
      const total = (of: 'waiting' | 'returned' | 'counted') => levels.reduce((sum, row) => sum + row[of], 0);
      const waiting = own.filter(({ state }) => state === 'waiting' || state === 'mended').length;
      const returned = own.filter(({ state }) => state === 'returned').length;
      const city = Object.entries(world.city()).flatMap(([key, count]) => (key.startsWith(`${unit}/`) ? [count] : []));
      const reported = city.reduce((sum, count) => sum + count, 0);
      expect(
        `levels of ${unit}`,
        [waiting, returned, reported],
        [total('waiting'), total('returned'), total('counted')],
      );
    }
  }
}
