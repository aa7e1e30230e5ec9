import { WAITING, waits } from '../../../domain/candidate.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { directChatKnown } from '../../people/people.ts';
import { allowed } from '../../people/permit.ts';
import { type Candidate, candidatesWhere, candidateToRead } from '../../screening/candidates.ts';
import { mergeCandidates, pass, sendBack } from '../../screening/decide.ts';
import { warningsOf } from '../../screening/warnings.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { durationInWords, sizeInWords } from '../../words/measures.ts';
import { misuse, refusalInWords, refuse } from '../../words/refuse.ts';
import { standingOf } from '../../works/ledger.ts';
import { attempt } from '../attempt.ts';
import { consolePage } from '../console-page.ts';
import { type Context, command, spoken } from '../context.ts';
import { apart, hereIn, MOST_FILES } from '../files-to-chat.ts';
import { gathered } from '../gathered.ts';
import { withPlatformAsked } from '../intake/on-platform.ts';
import { objectionRows } from '../receipt.ts';
import { notPassed } from '../screened-words.ts';
import { tell } from '../tell.ts';

/** With their warnings, as many as a phone shows without turning the page. */
const LISTED = 8;

export const passing = spoken(pass, async (context, facts): Promise<Answer[]> => {
  if (facts.outcome !== 'passed') return [{ text: notPassed(context, facts) }];
  const { candidate, entry, objections } = facts;
  const standing = await standingOf(context, entry.unitId, entry.categoryId);
  const told = await tell(context, 'pass', facts);
  const text = context.say('screening.passed', {
    number: candidate.number,
    entry: entry.number,
    title: entry.title,
    unit: unitOf(context, entry.unitId).short,
    category: categoryOf(context, entry.categoryId).short,
    count: standing.count,
    target: standing.target ?? '',
    warnings: objectionRows(
      context,
      objections.filter(({ level }) => level === 'warn'),
    ),
  });
  return [...(await withPlatformAsked(context, [entry], [{ text }])), ...told.answers];
});

export const sendingBack = spoken(sendBack, async (context, { candidate: { number, title }, reason }) => [
  { text: context.say('screening.returned', { number, title, reason }) },
]);

export const merging = spoken(mergeCandidates, async (context, { candidate, merged }) => [
  {
    text: context.say('screening.merged', {
      number: candidate.number,
      title: candidate.title,
      others: merged.map(({ number }) => number).join('、'),
      files: candidate.files.length,
      author: context.inGroup ? '' : candidate.author,
    }),
  },
]);

export const screen = command({
  id: 'screen',
  action: 'screen',
  args: {
    action: { kind: 'choice', of: 'screenActions' },
    numbers: { kind: 'entries', leading: true, optional: true },
    units: { kind: 'units', for: 'read', sure: true },
    title: { kind: 'title' },
    reason: { kind: 'text' },
  },
  async handle(context, { action, numbers, units, title, reason }) {
    if (action === undefined) return list(context, units.length > 0 ? units : undefined);
    const [only, ...more] = numbers;
    if (only === undefined) return misuse('screening.no-number');
    switch (action) {
      case 'view':
        return look(context, only);
      case 'pass':
        return passEach(context, numbers, reason);
      case 'return':
        if (more.length > 0) return misuse('entry.several-numbers', { number: only });
        return sendingBack.carryOut(context, { number: only, reason });
      default:
        return merging.carryOut(context, { numbers, title });
    }
  },
});

/** Each for itself: what is refused leaves the others passed. */
async function passEach(context: Context, numbers: number[], behind: string): Promise<Answer[]> {
  const { anotherOne } = context.vocabulary;
  const another = anotherOne.includes(behind);
  if (behind !== '' && !another) misuse('entry.no-number', { written: behind });
  const answers: Answer[] = [];
  for (const number of numbers)
    answers.push(
      ...(await attempt(
        context,
        () => passing.carryOut(context, { number, ...(another && { another }) }),
        (refusal) => refusalInWords(context, refusal),
      )),
    );
  return gathered(answers);
}

async function list(context: Context, named: string[] | undefined): Promise<string> {
  const { campaign, actor } = context;
  const all = allowed(context, 'read-all-units') ? campaign.units.map(({ id }) => id) : actor.units;
  const unitIds = (named ?? all).filter((id) => allowed(context, 'read-unit', id));
  if (unitIds.length === 0)
    refuse('progress.not-yours', { units: (named ?? []).map((id) => unitOf(context, id).short).join('、') });
  const found = await candidatesWhere(context, { unitId: { in: unitIds }, state: { in: [...WAITING, 'returned'] } });
  const waiting = found.filter(({ state }) => waits(state));
  const rows = [];
  for (const one of waiting.slice(0, LISTED)) rows.push(await rowOf(context, one, unitIds.length > 1));
  return context.say('screening.list', {
    none: waiting.length === 0,
    about: unitIds.length === 1 ? unitOf(context, unitIds[0] as string).short : '',
    count: waiting.length,
    rows,
    more: waiting.length > LISTED ? waiting.length - LISTED : '',
    returned: found.length - waiting.length || '',
    time: beijingDayAndTime(context.now),
  });
}

async function rowOf(context: Context, one: Candidate, withUnit: boolean) {
  const warnings = objectionRows(context, await warningsOf(context, one));
  return {
    number: one.number,
    unit: withUnit ? unitOf(context, one.unitId).short : '',
    category: categoryOf(context, one.categoryId).short,
    title: one.title,
    who: who(context, one),
    files: factsOf(context, one),
    mended: one.state === 'mended',
    warnings: warnings.map(({ text }) => text).join('；'),
  };
}

/** Nobody is named in a group. */
const who = ({ inGroup }: Context, { author, workplace }: Candidate): string =>
  inGroup ? '' : ` ${author} ${workplace}`;

/** 2分58秒 48.6 MB; of several how many there are, and how large together. */
function factsOf(context: Context, { files, link }: Candidate): string {
  if (files.length === 0) return link;
  const size = sizeInWords(files.reduce((sum, file) => sum + file.size, 0));
  const [only, ...more] = files;
  if (more.length > 0) return context.say('screening.several-files', { count: files.length, size });
  const durationMs = only?.measured.durationMs;
  return durationMs === undefined ? size : `${durationInWords(context, durationMs)} ${size}`;
}

/** The files themselves, into the direct chat. */
async function look(context: Context, number: number): Promise<Answer[]> {
  const { say, inGroup } = context;
  const one = await candidateToRead(context, number);
  const direct = inGroup ? await directChatKnown(context, context.message) : hereIn(context);
  if (!direct) return refuse('screening.speak-first', { number });
  const { sent, left } = apart(context, one.files, direct);
  const shown = sent.slice(0, MOST_FILES);
  const text = say('screening.files', {
    number,
    title: one.title,
    unit: unitOf(context, one.unitId).short,
    category: categoryOf(context, one.categoryId).short,
    standing: context.vocabulary.candidateStates[one.state],
    who: `${one.author} ${one.workplace}`,
    phone: one.phone,
    link: one.link,
    reason: one.state === 'returned' ? one.reason : '',
    warnings: objectionRows(context, await warningsOf(context, one)),
    sent: shown.length > 0 ? sent.length : '',
    more: sent.length > MOST_FILES ? MOST_FILES : '',
    left: left.map(({ name, size }) => ({ name, size: sizeInWords(size) })),
    unsent: left.length > 0,
    console: consolePage(context, `/screening/${number}`),
    waits: waits(one.state),
  });
  const to = inGroup ? { to: direct } : {};
  const files = shown.map(({ name, sha256 }, index) => ({
    text: say('screening.file', { number, index: index + 1, count: shown.length, name }),
    files: [{ name, sha256 }],
    ...to,
  }));
  return [...(inGroup ? [{ text: say('screening.direct', { number }) }] : []), { text, ...to }, ...files];
}
