import type { Role } from '../../domain/permission.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Answer } from '../delivery/answer.ts';
import type { MailClaimed } from '../mailing/claim.ts';
import type { Choice } from '../message.ts';
import type { handOver } from '../people/hand-over.ts';
import type { Joined } from '../people/joining.ts';
import { coordinatorsOf, directChatTo, staffMembers } from '../people/people.ts';
import type { DigitsFound } from '../people/sign-in.ts';
import { countyText } from '../reminding/direct-reminder.ts';
import { groupNudge } from '../reminding/group-reminder.ts';
import type { NudgeDone } from '../reminding/nudge.ts';
import type { Passed } from '../screening/decide.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { labelOf } from '../words/vocabulary.ts';
import type { Entry } from '../works/entries.ts';
import type { HandedIn } from '../works/hand-in.ts';
import type { Elsewhere } from '../works/repeats.ts';
import type { Reconsidered } from '../works/review.ts';
import { begunInWords } from './begun.ts';
import { receiptByPage } from './handed-in.ts';
import { withPlatformAsked } from './intake/on-platform.ts';
import { mailReceipts, receivedOf } from './mail-receipts.ts';
import { correctableField } from './receipt.ts';
import { roleName } from './role-name.ts';
import { tellOfGuessing, tellOfJoining } from './tell-joining.ts';
import { tellAssigned, tellOwing } from './tell-judges.ts';
import { NOBODY_TOLD, type Telling, type Told } from './telling.ts';

export type { Telling, Told } from './telling.ts';

/** A unit's coordinators are told in their own direct chats. */
async function tellCounty(telling: Telling, unitId: string, text: string, choices?: Choice[]): Promise<Told> {
  const coordinators = await coordinatorsOf(telling, [unitId]);
  const unreached = coordinators.filter(({ to }) => to === undefined).map(({ name }) => name);
  return {
    answers: coordinators.flatMap(({ to }) => (to ? [{ text, to, ...(choices && { choices }) }] : [])),
    facts: { unreached: unreached.join('、'), nobody: coordinators.length === 0 },
  };
}

/** Everybody on the city's side is told in their direct chats. */
export async function tellStaff(telling: Pick<Telling, 'tx' | 'channels'>, text: string): Promise<Answer[]> {
  return (await staffMembers(telling)).flatMap(({ to }) => (to ? [{ text, to }] : []));
}

export const entryFacts = (telling: Pick<Telling, 'campaign'>, { number, title, unitId, categoryId }: Entry) => ({
  number,
  title,
  unit: unitOf(telling, unitId).short,
  category: categoryOf(telling, categoryId).short,
});

/** Each pair, told at once. */
const sameBytes = async (telling: Telling, { elsewhere }: { elsewhere: Elsewhere[] }): Promise<Told> => {
  const pairs = elsewhere.map(({ entry, other }) => ({
    number: entry.number,
    title: entry.title,
    otherNumber: other.number,
    otherUnit: unitOf(telling, other.unitId).short,
    otherTitle: other.title,
  }));
  const [only, ...more] = pairs;
  if (!only) return NOBODY_TOLD;
  const unit = unitOf(telling, elsewhere[0]?.entry.unitId ?? '').short;
  const text =
    more.length === 0
      ? telling.say('intake.repeated-elsewhere', { ...only, unit })
      : telling.say('intake.repeated-elsewhere-many', { unit, count: pairs.length, pairs });
  return { ...NOBODY_TOLD, answers: await tellStaff(telling, text) };
};

async function tellOfMail(telling: Telling, facts: MailClaimed): Promise<Told> {
  const elsewhere = receivedOf(facts).flatMap((one) => one.elsewhere);
  if (receivedOf(facts).length === 0) return NOBODY_TOLD;
  const county = await tellCounty(telling, facts.mail.matched.unitId, await mailReceipts(telling, facts));
  return { ...county, answers: [...county.answers, ...(await sameBytes(telling, { elsewhere })).answers] };
}

/**
 * For each deed, whom it concerns besides the actor and what they hear, the same by whatever way it was done. A deed
 * that is missing here concerns nobody else.
 */
const tellings = {
  receive: sameBytes,
  'receive-each': sameBytes,
  'claim-mail': tellOfMail,
  correct: sameBytes,
  // Whoever opened the page has the receipt in the chat, however it came.
  'hand-in': async (telling: Telling, done: HandedIn): Promise<Told> => {
    const text = await receiptByPage(telling, done);
    if (text === undefined || !('elsewhere' in done.facts)) return NOBODY_TOLD;
    const { answers } = await sameBytes(telling, done.facts);
    const to = done.page.chat;
    if (!to) return { ...NOBODY_TOLD, answers };
    const fresh = done.by === 'receive' ? [done.facts.entry] : 'entries' in done.facts ? done.facts.entries : [];
    const receipt = await withPlatformAsked({ ...telling, message: to }, fresh, [{ text, to }]);
    return { ...NOBODY_TOLD, answers: [...receipt, ...answers] };
  },
  attach: sameBytes,
  pass: (telling: Telling, facts: Passed): Promise<Told> =>
    facts.outcome === 'passed' ? sameBytes(telling, facts) : nobody(),
  accept: (telling: Telling, { entry }: { entry: Entry }) =>
    tellCounty(telling, entry.unitId, telling.say('review.accepted-county', entryFacts(telling, entry))),
  reconsider: (telling: Telling, { entry, taken }: Reconsidered) =>
    tellCounty(
      telling,
      entry.unitId,
      telling.say('review.reconsidered-county', {
        ...entryFacts(telling, entry),
        returned: taken === 'returned',
        same: taken === 'withdrawn',
        state: telling.vocabulary.states[entry.state] ?? entry.state,
      }),
    ),
  // Whose the other is, no unit learns of another.
  same: (telling: Telling, { kept, dropped }: { kept: Entry; dropped: Entry }) => {
    const own = kept.unitId === dropped.unitId && kept.campaign === dropped.campaign;
    const facts = { ...entryFacts(telling, dropped), kept: own ? kept.number : '' };
    return tellCounty(telling, dropped.unitId, telling.say('alike.merged-county', facts));
  },
  return: (telling: Telling, { entry, reason }: { entry: Entry; reason: string }) => {
    const field = labelOf(telling, correctableField(categoryOf(telling, entry.categoryId)));
    const text = telling.say('review.returned-county', { ...entryFacts(telling, entry), reason, field });
    const { name = '' } = telling.vocabulary.commands.correct ?? {};
    return tellCounty(telling, entry.unitId, text, [{ label: name, says: `/${name} ${entry.number}` }]);
  },
  extend: (telling: Telling, facts: ExtendedFacts) =>
    tellCounty(telling, facts.unitId, telling.say('extend.county', extendedFacts(telling, facts))),
  'take-back-extension': (telling: Telling, facts: ExtendedFacts) =>
    tellCounty(telling, facts.unitId, telling.say('extend.taken-back-county', extendedFacts(telling, facts))),
  'change-target': (telling: Telling, facts: TargetFacts) =>
    tellCounty(telling, facts.unitId, telling.say('campaign.target-county', targetFacts(telling, facts))),
  nudge: async (telling: Telling, { posts, nudge: { deadlines, categoryIds } }: NudgeDone): Promise<Told> => {
    const day = beijingDay(telling.now);
    const answers: Answer[] = [];
    for (const { to, lacks, inGroup } of posts) {
      const unitIds = lacks.map(({ unitId }) => unitId);
      const what = inGroup ? ('group-nudge' as const) : ('nudge' as const);
      const recipe = { campaign: telling.campaign.id, what, day, unitIds, categoryIds };
      const said = inGroup
        ? await groupNudge(telling, lacks, deadlines, to)
        : { text: countyText(telling, lacks, 'nudge') };
      answers.push({ to, ...said, recipe });
    }
    return { ...NOBODY_TOLD, answers };
  },
  'assign-works': tellAssigned,
  'chase-judges': tellOwing,
  join: (telling: Telling, joined: Joined): Promise<Told> => tellOfJoining(telling, joined),
  'find-digits': (telling: Telling, found: DigitsFound): Promise<Told> =>
    found.outcome === 'wrong-code' && found.guessing ? tellOfGuessing(telling, found.guessing) : nobody(),
  'ask-unit': (telling: Telling, { entry, question }: { entry: Entry; question: string }): Promise<Told> =>
    tellCounty(telling, entry.unitId, telling.say('console.asked-county', { ...entryFacts(telling, entry), question })),
  release: async (telling: Telling, { personId, ended, left }: ReleasedFacts): Promise<Told> => {
    const what = rolesInWords(telling, ended);
    return tellPerson(telling, personId, telling.say('people.released-you', { what, left }));
  },
  'hand-over': async (telling: Telling, { unitId, from, to, drafts, returned, pages }: HandedFacts): Promise<Told> => {
    const unit = unitOf(telling, unitId).short;
    const what = rolesInWords(telling, [{ role: 'coordinator', unitId }]);
    const old = await tellPerson(telling, from.personId, telling.say('people.released-you', { what, left: false }));
    if (!to) return { ...NOBODY_TOLD, answers: old.answers };
    const begun = { drafts: begunInWords(drafts), returned: begunInWords(returned), pages: pages || '' };
    const fresh = await tellPerson(
      telling,
      to.personId,
      telling.say('people.took-over', { unit, from: from.name, ...begun }),
    );
    const unreached = fresh.answers.length === 0 ? to.name : '';
    return { answers: [...old.answers, ...fresh.answers], facts: { unreached, nobody: false } };
  },
} as const;

async function tellPerson(telling: Telling, personId: number, text: string): Promise<Told> {
  const to = await directChatTo(telling, personId);
  return { ...NOBODY_TOLD, answers: to ? [{ text, to }] : [] };
}

const nobody = async (): Promise<Told> => NOBODY_TOLD;

interface ReleasedFacts {
  personId: number;
  left: boolean;
  ended: { role: Role; unitId: string }[];
}

type HandedFacts = Awaited<ReturnType<typeof handOver>>;

/** What somebody may do, as people say it. */
export const rolesInWords = (
  telling: Pick<Telling, 'campaign' | 'vocabulary'>,
  held: { role: Role; unitId: string }[],
): string =>
  held
    .map(({ role, unitId }) => {
      const unit = telling.campaign.units.find(({ id }) => id === unitId)?.short ?? '';
      return `${unit}${roleName(telling, role)}`;
    })
    .join('、');

interface ExtendedFacts {
  unitId: string;
  categoryId: string;
  day: string;
  before: string;
  reason: string;
}
export const extendedFacts = (telling: Pick<Telling, 'campaign'>, { unitId, categoryId, ...facts }: ExtendedFacts) => ({
  ...facts,
  unit: unitOf(telling, unitId).short,
  category: categoryId === '' ? '' : categoryOf(telling, categoryId).short,
});

interface TargetFacts {
  unitId: string;
  categoryId: string;
  number: number;
  before: number | undefined;
  basis: string;
}
export const targetFacts = (
  telling: Pick<Telling, 'campaign'>,
  { unitId, categoryId, before, ...facts }: TargetFacts,
) => ({
  ...facts,
  before: before ?? '',
  unit: unitOf(telling, unitId).short,
  category: categoryOf(telling, categoryId).short,
});

/** What others are told of a deed that was done, by its facts. */
export function tell<Id extends keyof typeof tellings>(
  telling: Telling,
  id: Id,
  facts: Parameters<(typeof tellings)[Id]>[1],
): Promise<Told> {
  return (tellings[id] as (telling: Telling, facts: unknown) => Promise<Told>)(telling, facts);
}

/** The same for a deed of which it is not known whether it concerns anybody else. */
export const tellOf = (telling: Telling, id: string, facts: unknown): Promise<Told> =>
  id in tellings ? tell(telling, id as keyof typeof tellings, facts as never) : Promise.resolve(NOBODY_TOLD);
