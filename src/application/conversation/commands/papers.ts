import type { Day } from '../../../domain/time.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { type DraftWanted, drafts, type PaperKind, type PaperParts } from '../../exporting/papers/draft.ts';
import { unmadeDraft } from '../../exporting/papers/paper-files.ts';
import { periodOf } from '../../exporting/papers/publicity.ts';
import { peopleById } from '../../people/people.ts';
import { objectionsOf } from '../../reviewing/objections.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { consolePage } from '../console-page.ts';
import { type Context, command } from '../context.ts';

/** As many as a phone shows without turning the page. */
const LISTED = 10;

const snapshot = { kind: 'numbered', of: 'snapshotWords' } as const;
const action = { kind: 'choice', of: 'paperActions' } as const;

/** 通报: a draft of it as docx, with the sheet of its figures; or the drafts that there are. */
export const bulletin = command({
  id: 'bulletin',
  action: 'export',
  args: {
    action,
    snapshot,
    ranking: { kind: 'flag', of: 'withRanking' },
    problems: { kind: 'flag', of: 'withProblems' },
  },
  handle(context, { action: what, snapshot: number, ranking, problems }) {
    const wanted = { kind: 'bulletin', ranking, problems, ...(number !== undefined && { snapshot: number }) } as const;
    return what === 'draft' ? draft(context, wanted) : list(context, 'bulletin', what);
  },
});

/** 公示: a draft of it, with its first and last working day. */
export const publicity = command({
  id: 'publicity',
  action: 'export',
  args: {
    action,
    snapshot,
    days: { kind: 'number' },
    from: { kind: 'day', direction: 'future', bare: true },
  },
  handle(context, { action: what, snapshot: number, days, from }) {
    const wanted = {
      ...({ kind: 'publicity', ranking: false, problems: false } as const),
      ...(number !== undefined && { snapshot: number }),
      ...(days !== undefined && { days }),
      ...(from !== undefined && { from }),
    };
    return what === 'draft' ? draft(context, wanted) : list(context, 'publicity', what);
  },
});

async function draft(context: Context, wanted: DraftWanted): Promise<Answer[]> {
  if (context.inGroup) refuse('paper.in-direct');
  const key = JSON.stringify(wanted);
  const file = context.made.get(key);
  if (!file) throw unmadeDraft(context, key, wanted);
  const { number, snapshot: of, at, figures, sheet, sheetSha256 } = file.facts;
  return [
    {
      text: context.say('paper.drafted', {
        ...{ bulletin: wanted.kind === 'bulletin', number, snapshot: of, figures },
        ...{ at: beijingDayAndTime(new Date(Number(at))), plain: !wanted.ranking && !wanted.problems },
        objections: await openObjections(context),
      }),
      files: [{ name: file.name, sha256: file.sha256 }],
    },
    {
      text: context.say('paper.figures', { figures }),
      files: [{ name: String(sheet), sha256: String(sheetSha256) }],
    },
  ];
}

const periodInWords = ({ calendar }: Context, parts: PaperParts, drafted: Day): string => {
  const { first, last } = periodOf(calendar, parts, drafted);
  return `${first} ～ ${last}`;
};

/** Those that nobody has settled, each with its work; empty: none. */
async function openObjections(context: Context): Promise<string> {
  if (!context.campaign.review) return '';
  const waiting = (await objectionsOf(context)).filter(({ settledAt }) => settledAt === null);
  return waiting.map(({ id, number }) => `${id}（#${number}）`).join('、');
}

async function list(context: Context, kind: PaperKind, action: string | undefined): Promise<string> {
  if (action === undefined) return misuse('paper.which');
  const all = (await drafts(context)).filter((one) => one.kind === kind);
  const shown = all.slice(0, LISTED);
  const people = await peopleById(context, [...new Set(shown.map(({ byPerson }) => byPerson))]);
  return context.say('paper.list', {
    ...{ bulletin: kind === 'bulletin', none: all.length === 0, more: Math.max(0, all.length - LISTED) },
    objections: await openObjections(context),
    rows: shown.map(({ number, snapshot: of, parts, day, at, byPerson }) => ({
      ...{ number, snapshot: of, at: beijingDayAndTime(at) },
      period: kind === 'publicity' ? periodInWords(context, parts, day) : '',
      by: people.find(({ id }) => id === byPerson)?.name ?? '',
    })),
    console: consolePage(context, '/papers'),
  });
}
