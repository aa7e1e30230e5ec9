import { beijingDay, beijingDayAndTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { handOver as handOverDeed } from '../../people/hand-over.ts';
import { release as releaseDeed } from '../../people/leaving.ts';
import { coordinatorsOf, type Member, members } from '../../people/people.ts';
import { unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { readNumber } from '../../words/parse.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { begunInWords } from '../begun.ts';
import { type Context, command, spoken } from '../context.ts';
import { roleName } from '../role-name.ts';
import { speakerIn } from '../speaking.ts';
import { rolesInWords, tell } from '../tell.ts';

const MOST_NAMES = 40;
const BETWEEN = '、';

/** Who is bound, how they are reached, since when; without a unit everybody's names. */
export const people = command({
  id: 'people',
  action: 'read-people',
  args: { unit: { kind: 'unit', for: 'write' } },
  async handle(context, { unit }) {
    directOnly(context);
    return unit === undefined ? everybody(context) : ofUnit(context, unit);
  },
});

async function everybody(context: Context): Promise<string> {
  const { campaign, say } = context;
  const all = await members(context);
  const of = (unitId: string) => all.filter((one) => one.role === 'coordinator' && one.unitId === unitId);
  const office = all.filter(({ role }) => role !== 'coordinator');
  const silent = all.filter((one) => one.to === undefined);
  const named = campaign.units.flatMap(({ id, short }) =>
    of(id).length === 0 ? [] : [`${short} ${of(id).map(nameIn).join(BETWEEN)}`],
  );
  return say('people.list', {
    office: office.map((one) => `${one.name}（${roleName(context, one.role)}）`).join(BETWEEN),
    units: named.slice(0, MOST_NAMES).join('；'),
    without: campaign.units.flatMap(({ id, short }) => (of(id).length === 0 ? [short] : [])).join(BETWEEN),
    silent: [...new Set(silent.map(nameIn))].slice(0, MOST_NAMES).join(BETWEEN),
    more: campaign.units[0]?.short ?? '',
  });
}

const nameIn = ({ name }: Member): string => name;

async function ofUnit(context: Context, unitId: string): Promise<string> {
  const rows = (await coordinatorsOf(context, [unitId])).map((one) => ({
    name: one.name,
    how: howReached(context, one),
    since: beijingDay(one.since),
  }));
  return context.say('people.of-unit', { unit: unitOf(context, unitId).short, rows, none: rows.length === 0 });
}

function howReached({ say, vocabulary }: Context, { to, spoke, accounts }: Member): string {
  const names = accounts.map(({ channel }) => vocabulary.channels[channel] ?? channel);
  const channel = [...new Set(names)].join(BETWEEN);
  if (to) return say('people.reached', { channel: vocabulary.channels[to.channel] ?? to.channel });
  return say(spoke ? 'people.speaks-first' : 'people.never-spoke', { channel });
}

/** Ends what somebody may do, from this moment. */
export const release = command({
  id: 'release',
  action: 'release',
  args: { unit: { kind: 'unit', for: 'write' }, name: { kind: 'word', required: 'people.release-whom' } },
  async handle(context, { name, unit }) {
    directOnly(context);
    const personId = await personNamed(context, name, unit);
    return releasing.carryOut(context, { personId, ...(unit !== undefined && { unitId: unit }) });
  },
});

export const releasing = spoken(releaseDeed, async (context, facts): Promise<Answer[]> => {
  const told = await tell(context, 'release', facts);
  const { name, left, ended, drafts, invitations } = facts;
  const lost = ended.flatMap(({ role, unitId }) => (role === 'coordinator' ? [unitId] : []));
  const alone = await withoutCoordinator(context, lost);
  const text = context.say('people.released', {
    name,
    what: rolesInWords(context, ended),
    left,
    drafts: begunInWords(drafts),
    invitations: invitations || '',
    alone: alone.slice(0, 1).map((id) => unitOf(context, id).short)[0] ?? '',
  });
  return [{ text }, ...told.answers];
});

async function withoutCoordinator(context: Context, unitIds: string[]): Promise<string[]> {
  const left = await coordinatorsOf(context, unitIds);
  return unitIds.filter(
    (id) => context.campaign.units.some((unit) => unit.id === id) && !left.some((one) => one.unitId === id),
  );
}

/** Another coordinator for a unit, in one step. */
export const handOver = command({
  id: 'handOver',
  action: 'hand-over',
  args: {
    unit: { kind: 'unit', for: 'write' },
    from: { kind: 'word', required: 'people.hand-over-whom' },
    to: { kind: 'word', required: 'people.hand-over-whom' },
  },
  async handle(context, { unit, from, to }) {
    directOnly(context);
    if (unit === undefined) return misuse('people.hand-over-whom');
    const old = await personNamed(context, from, unit);
    const known = await knownAs(context, to);
    const facts = await handOverDeed(context, { unitId: unit, from: old, ...(known !== undefined && { to: known }) });
    return handedOver(context, facts, oneLine(to, 20));
  },
});

type HandedOver = Awaited<ReturnType<typeof handOverDeed>>;

async function handedOver(context: Context, facts: HandedOver, called: string): Promise<Answer[]> {
  const told = await tell(context, 'hand-over', facts);
  const text = context.say('people.handed-over', {
    unit: unitOf(context, facts.unitId).short,
    from: facts.from.name,
    to: facts.to?.name ?? called,
    code: facts.invited?.code ?? '',
    until: facts.invited ? beijingDayAndTime(facts.invited.expiresAt) : '',
    drafts: begunInWords(facts.drafts),
    returned: begunInWords(facts.returned),
    pages: facts.pages || '',
    unreached: told.facts.unreached,
  });
  return [{ text }, ...told.answers];
}

/** There are names in question and answer. */
function directOnly(context: Context): void {
  speakerIn(context);
  if (context.inGroup) refuse('people.in-direct');
}

/** The one person of a name, or of the number that a list of namesakes gave; of a unit, where one is named. */
async function personNamed(context: Context, word: string, unitId: string | undefined): Promise<number> {
  const found = await called(context, word, unitId);
  const [only, ...others] = found;
  const unit = unitId === undefined ? '' : unitOf(context, unitId).short;
  if (only === undefined) return refuse('people.no-such-person', { word, unit });
  return others.length === 0 ? only : namesakes(context, word, found);
}

/** Somebody who is known, or undefined: they have still to join. */
async function knownAs(context: Context, word: string): Promise<number | undefined> {
  const found = await called(context, word, undefined);
  return found.length > 1 ? namesakes(context, word, found) : found[0];
}

async function called(context: Context, word: string, unitId: string | undefined): Promise<number[]> {
  const personId = readNumber(word);
  const found = await members(context, personId === undefined ? { name: word } : { personId });
  return [...new Set(found.filter((one) => unitId === undefined || one.unitId === unitId).map((one) => one.personId))];
}

async function namesakes(context: Context, name: string, personIds: number[]): Promise<never> {
  const all = await members(context, { name });
  const rows = personIds.map((number) => ({
    number: `#${number}`,
    what: rolesInWords(
      context,
      all.filter((one) => one.personId === number),
    ),
  }));
  return refuse('people.which-person', { name, rows });
}
