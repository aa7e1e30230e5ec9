import { readMarks } from '../../domain/review/paper-sheet.ts';
import { isSheet, type Sheet } from '../../domain/sheet.ts';
import type { Cell } from '../../domain/sheet-to-write.ts';
import type { Answer } from '../delivery/answer.ts';
import type { UnwrittenSheet } from '../message.ts';
import { personOf } from '../people/deed.ts';
import { type Juror, juryOf } from '../reviewing/jury.ts';
import { bringPapers, type Given, ofJudge, type PapersTaken, scoreEach } from '../reviewing/papers.ts';
import { rulesOf, type UnderReview, worksUnderReview } from '../reviewing/under-review.ts';
import { bringVotes } from '../reviewing/votes.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import type { EntryFile } from '../works/entries.ts';
import type { Context } from './context.ts';
import { usableFiles } from './intake/usable-files.ts';
import { sheetsIn } from './roster/read-roster.ts';

const MARK_WIDTH = 12;
const FIRST_MARK = 3;

interface Row {
  number: number;
  marks: Cell[];
  said?: string;
}

/** A sheet for one judge to fill in, with what they have given already: only the cells of marks can be changed. */
export async function blankSheet(context: Context, juror: Juror | undefined): Promise<Answer[]> {
  const { criteria } = rulesOf(context);
  const personId = juror?.personId ?? personOf(context);
  const { numbers, latest } = await ofJudge(context, personId);
  if (numbers.size === 0) refuse('judging.nothing-assigned');
  const rows = [...numbers].map((number) => {
    const paper = latest.get(number);
    const of = (points: number | undefined) => (points === undefined ? '' : points / 100);
    return { number, marks: [...criteria.map(({ id }) => of(paper?.points[id])), of(paper?.whole)] };
  });
  // Staff who owe marks of their own see nobody's: what a judge has given goes to that judge alone.
  const shown = juror && juror.personId !== context.actor.personId ? rows.map((row) => ({ ...row, marks: [] })) : rows;
  const name = juror?.name ?? context.actor.name;
  const sheet = await sheetOf(context, { name, personId }, shown);
  const text = context.say('judging.sheet', { name, count: numbers.size, own: personId === context.actor.personId });
  return [{ text, sheets: [sheet] }];
}

async function sheetOf(
  context: Context,
  { name, personId }: { name: string; personId: number },
  rows: Row[],
): Promise<UnwrittenSheet> {
  const { say, vocabulary, now } = context;
  const { criteria, blind } = rulesOf(context);
  const heads = vocabulary.judgingHeads;
  const works = new Map((await worksUnderReview(context)).map((work) => [work.number, work]));
  const result = rows.some(({ said }) => said !== undefined);
  const marks = [...criteria.map((one) => `${one.name}（${one.most}）`), `${heads.whole}（100）`];
  const title = say('judging.sheet-title');
  return {
    name: oneLine(`${title}-${name}`, 60),
    sheet: {
      ...{ name: title, title, madeAt: now.getTime(), fonts: vocabulary.tableFonts, foot: say('judging.sheet-foot') },
      above: { left: say('judging.sheet-above', { name, personId }), right: '' },
      heads: [
        { text: heads.number, width: 8 },
        { text: heads.title, width: 30 },
        { text: heads.category, width: 12 },
        ...marks.map((text) => ({ text, width: MARK_WIDTH })),
        ...(result ? [{ text: say('export.result'), width: 36 }] : []),
      ],
      rows: rows.map(({ number, marks: given, said }) => {
        const work = works.get(number);
        const cells = marks.map((_, at) => given[at] ?? '');
        const category = work ? categoryOf(context, work.categoryId).short : '';
        return [number, titleOf(context, work, blind), category, ...cells, ...(result ? [said ?? ''] : [])];
      }),
      open: marks.map((_, at) => FIRST_MARK + at),
    },
  };
}

/** Where everybody may know whose a work is, the title says so. */
function titleOf(context: Context, work: UnderReview | undefined, blind: boolean): string {
  if (!work) return '';
  return blind
    ? work.title
    : [work.title, unitOf(context, work.unitId).short, work.author].filter((part) => part !== '').join(' ');
}

function filled(context: Context): Sheet[] {
  const files: EntryFile[] = usableFiles(context).filter(isSheet);
  if (files.length === 0) misuse('judging.no-file');
  return files.flatMap((file) => sheetsIn(context, file));
}

/** A judge's own sheet, filled in; or, from staff, that of the judge whom it names. */
export async function bringSheet(context: Context): Promise<Answer[]> {
  const { criteria } = rulesOf(context);
  const { number, whole } = context.vocabulary.judgingHeads;
  const read = readMarks(filled(context), { number, marks: [...criteria, { id: WHOLE, name: whole }] });
  if (!read)
    return misuse('judging.no-heads', { number, marks: [...criteria.map(({ name }) => name), whole].join('、') });
  const own = context.actor.personId;
  const judge = read.judge ?? own ?? 0;
  const good = read.rows.filter(({ unread }) => unread.length === 0);
  const papers = good.map(({ number: of, marks }): Given => {
    const { [WHOLE]: mark, ...points } = marks;
    return { number: of, points, ...(mark !== undefined && Object.keys(points).length === 0 && { whole: mark }) };
  });
  const taken =
    judge === own ? await scoreEach(context, { papers }) : await bringPapers(context, { personId: judge, papers });
  const name = (await juryOf(context)).find(({ personId }) => personId === judge)?.name ?? '';
  const failed = [
    ...read.rows.flatMap((row) =>
      row.unread.length > 0
        ? [{ ...row, said: context.say('judging.row-unread', { heads: row.unread.join('、') }) }]
        : [],
    ),
    ...taken.refused.flatMap((refused) => {
      const row = read.rows.find((one) => one.number === refused.number);
      return row ? [{ ...row, said: faultInWords(context, refused.fault) }] : [];
    }),
  ].sort((one, other) => one.row - other.row);
  const text = context.say('judging.brought', {
    ...{
      name: judge === own ? '' : name,
      taken: taken.taken.length - taken.same.length,
      same: taken.same.length || '',
    },
    ...{ failed: failed.length || '', owed: taken.owed || '', all: taken.all },
    rows: failed.slice(0, MOST_TOLD).map(({ row, said }) => ({ row, said })),
  });
  const back = failed.map((row) => ({
    number: row.number,
    marks: [...criteria.map(({ id }) => id), WHOLE].map((id) =>
      row.marks[id] === undefined ? '' : row.marks[id] / 100,
    ),
    said: row.said,
  }));
  return [{ text, ...(back.length > 0 && { sheets: [await sheetOf(context, { name, personId: judge }, back)] }) }];
}

const WHOLE = '@whole';
const MOST_TOLD = 5;

function faultInWords({ say }: Context, fault: PapersTaken['refused'][number]['fault']): string {
  if (fault.code === 'not-assigned') return say('judging.not-assigned', fault.facts);
  if (fault.code === 'out-of-range') return say('judging.out-of-range', fault.facts);
  return say('judging.no-criterion', fault.facts);
}

/** What was voted elsewhere, by works. */
export async function bringVoteSheet(context: Context): Promise<Answer[]> {
  const { number, votes: head } = context.vocabulary.judgingHeads;
  const read = readMarks(filled(context), { number, marks: [{ id: 'votes', name: head }] });
  if (!read) return misuse('judging.no-heads', { number, marks: head });
  const good = read.rows.filter(({ marks }) => marks.votes !== undefined && marks.votes % 100 === 0);
  const votes = good.map((row) => ({ number: row.number, votes: (row.marks.votes ?? 0) / 100 }));
  const { taken, unknown } = await bringVotes(context, { votes });
  const failed = read.rows.filter((row) => !good.includes(row)).map(({ row }) => row);
  const text = context.say('judging.votes', {
    taken,
    unknown: unknown
      .slice(0, MOST_NAMED)
      .map((one) => `#${one}`)
      .join('、'),
    failed: failed.slice(0, MOST_NAMED).join('、'),
  });
  return [{ text }];
}

const MOST_NAMED = 10;
