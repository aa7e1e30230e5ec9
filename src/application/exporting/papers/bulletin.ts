import type { Annex, OfficialPaper, PaperFonts } from '../../../domain/official-paper.ts';
import { beijingDayAndTime, type Day } from '../../../domain/time.ts';
import { titleLines, widthOf } from '../../../domain/title-lines.ts';
import type { PaperWords, Values } from '../../words/paper-words.ts';
import type { Making } from '../making.ts';
import { columnsOf } from '../tables/completion.ts';
import { type Composer, composer, type Told } from './composing.ts';
import {
  awardRows,
  CITY_FIGURES,
  type Counted,
  cellFigure,
  countedFrom,
  type Query,
  unitShareFigure,
} from './figures.ts';

/** What is in it only when it was asked for. */
export interface BulletinParts {
  ranking: boolean;
  problems: boolean;
}

/** A paper with every figure that it tells. */
export interface Composed {
  paper: OfficialPaper;
  title: string;
  told: Told[];
}

/** 通报, of a snapshot. `day`: the one below the signers. The same snapshot, words and day make the same paper. */
export function bulletinOf(
  making: Making,
  words: PaperWords,
  { ranking, problems }: BulletinParts,
  day: Day,
): Composed {
  const counted = countedFrom(making);
  const facts = factsOf(making, words);
  const text = composer(counted, words, facts);
  const title = text.line('bulletin.title');
  const to = text.line('bulletin.to');
  text.text('bulletin.opening');
  text.heading('bulletin.overall');
  text.subheading('bulletin.progress');
  text.text('bulletin.progress-text');
  text.subheading('bulletin.kinds');
  text.text('bulletin.kinds-text');
  text.heading('bulletin.items');
  const { campaign } = making.standing;
  text.items(
    'bulletin.item',
    campaign.categories.filter(({ kind }) => kind === 'work' || kind === 'event'),
  );
  text.heading('bulletin.awards');
  text.text('bulletin.awards-text');
  if (problems) {
    text.heading('bulletin.problems');
    text.text('bulletin.problems-text', 'bulletin.problems-note');
  }
  if (ranking) {
    text.heading('bulletin.ranking');
    text.text('bulletin.ranking-text', 'bulletin.ranking-note');
  }
  text.heading('bulletin.next');
  text.text('bulletin.next-text');
  return {
    title,
    told: text.told,
    paper: paperOf(making, words, {
      title,
      to,
      day,
      text,
      annexes: [
        completionAnnex(counted, words, text),
        ...awardsAnnex(counted, words, words.say('bulletin.annex-awards')),
      ],
    }),
  };
}

/** The frame that every paper has: marks, title, annexes by their numbers, signers, day. */
export function paperOf(
  { standing: { campaign, at } }: Making,
  words: PaperWords,
  made: { title: string; to: string; day: Day; text: Composer; annexes: Omit<Annex, 'label'>[] },
): OfficialPaper {
  const { title, to, day, text } = made;
  const numbered = (index: number) => (made.annexes.length > 1 ? index + 1 : '');
  const annexes = made.annexes.map((annex, index) => ({
    label: `${words.say('paper.annex')}${numbered(index)}`,
    ...annex,
  }));
  return {
    mark: words.say('paper.mark'),
    number: words.say('paper.number', {
      prefix: /^\p{Script=Han}+/u.exec(campaign.document.number ?? '')?.[0] ?? '',
      year: day.slice(0, 4),
    }),
    title: titleLines(title, TITLE_WIDTH),
    to,
    body: text.blocks,
    annexLines: annexLines(annexes, words),
    signers: campaign.bulletin?.signers ?? (campaign.issuer === '' ? [] : [campaign.issuer]),
    date: dayInWords(day, words),
    annexes,
    fonts: Object.fromEntries(FONTS.map((id) => [id, words.list(`paper.font-${id}`)])) as PaperFonts,
    page: words.say('paper.page'),
    madeAt: at,
  };
}

/** Characters of 22 points on a line of 156 mm. */
export const TITLE_WIDTH = 20;
const FONTS = ['title', 'body', 'heading', 'subheading', 'page'] as const;

const annexLines = (annexes: Annex[], words: PaperWords): string[] =>
  annexes.map(({ title }, index) => {
    const facts = { index: index + 1, title: title.join('') };
    if (annexes.length === 1) return words.say('paper.annex-one', facts);
    return words.say(index === 0 ? 'paper.annex-first' : 'paper.annex-further', facts);
  });

/** Names and days that sentences may have. */
export function factsOf({ standing }: Making, words: PaperWords): Values {
  const { campaign } = standing;
  const nameOf = (kind: string) => campaign.categories.find((one) => one.kind === kind)?.name;
  return {
    campaign: campaign.name,
    document: campaign.document.title,
    documentNumber: campaign.document.number ?? '',
    asOf: momentInWords(standing.at, words),
    snapshot: standing.snapshot?.number ?? 0,
    to: campaign.bulletin?.to ?? '',
    eventName: nameOf('event'),
    ambassadorName: nameOf('ambassador'),
    reportName: nameOf('report'),
  };
}

export function dayInWords(day: Day, words: PaperWords): string {
  const [year, month, date] = day.split('-').map(Number);
  return words.say('paper.date', { year, month, day: date });
}

export function momentInWords(at: number, words: PaperWords): string {
  const [year, month, day, hour, minute] = beijingDayAndTime(new Date(at)).split(/[- :]/).map(Number);
  return words.say('paper.moment', { year, month, day, hour, minute });
}

/** 附件1: what each unit has done of what it was to do. */
function completionAnnex(counted: Counted, words: PaperWords, text: Composer): Omit<Annex, 'label'> {
  const { making } = counted;
  const { campaign } = making.standing;
  const columns = columnsOf(campaign, making.which);
  const [serial = '', unitHead = '', shareHead = ''] = words.list('paper.columns-completion');
  const title = text.line('bulletin.annex-completion');
  const where = (unit: string, column: string) => `${title} ${unit} ${column}`;
  const rows = campaign.units.map((unit, index) => [
    String(index + 1),
    unit.name,
    ...columns.map((category) =>
      text.cell(
        cellFigure(unit, category),
        { explained: 'cell', unit: unit.name, category: category.name },
        where(unit.name, category.name),
      ),
    ),
    text.cell(
      unitShareFigure(unit),
      { explained: 'unitShare', unit: unit.name, category: '' },
      where(unit.name, shareHead),
    ),
  ]);
  const total = words.say('paper.total');
  const sums = columns.map((category) =>
    text.cell(
      totalFigure(category.id),
      { explained: 'cell', unit: total, category: category.name },
      where(total, category.name),
    ),
  );
  const share = text.cell(CITY_FIGURES.share, { explained: 'share', unit: '', category: '' }, where(total, shareHead));
  return {
    title: titleLines(title, TITLE_WIDTH),
    ...columnsFor(
      [serial, unitHead, ...columns.map(({ name }) => name), shareHead],
      [...rows, ['', total, ...sums, share]],
    ),
    note: text.line('bulletin.annex-completion-note'),
  };
}

const SHORTEST_COLUMN = 5;

/** Each as wide as the longest of its cells; a head is broken where it is longer. Names stand at the left. */
export function columnsFor(heads: string[], rows: string[][]): Pick<Annex, 'columns' | 'rows'> {
  const columns = heads.map((head, index) => {
    const longest = Math.max(...rows.map((row) => 2 * widthOf(row[index] ?? '')));
    // A head of three characters is not torn apart; a longer one may be.
    const whole = widthOf(head) <= 3 ? 2 * widthOf(head) : 0;
    return { head, width: Math.max(SHORTEST_COLUMN, whole, longest + 1), left: index === 1 };
  });
  return { columns, rows };
}

/** 附件2: which works have which award; none while there are no final results. */
export function awardsAnnex(counted: Counted, words: PaperWords, title: string): Omit<Annex, 'label'>[] {
  const { making } = counted;
  const rows = awardRows(counted)?.map(({ unitId, categoryId, entry, level = '' }, index) => [
    ...[String(index + 1), entry?.title ?? '', making.categoryOf(categoryId)?.short ?? categoryId, level],
    ...[entry?.fields.author ?? '', making.unitOf(unitId)?.short ?? unitId],
  ]);
  if (!rows || rows.length === 0) return [];
  return [{ title: titleLines(title, TITLE_WIDTH), ...columnsFor(words.list('paper.columns-awards'), rows), note: '' }];
}

/** What all units together have done in a category. */
const totalFigure = (categoryId: string): Query => ({
  how: 'ratio',
  rows: (counted) =>
    counted.making.standing.campaign.units.flatMap((unit) => cellFigure(unit, { id: categoryId }).rows(counted) ?? []),
});
