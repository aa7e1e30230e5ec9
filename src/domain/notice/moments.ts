import type { Actor, Cast } from './cast.ts';
import type { Catalogue, DraftCategory } from './catalogue.ts';
import { type DateMention, datesIn, dayOf } from './dates.ts';
import type { Line } from './lines.ts';
import { entriesOf, type Span, segmentsOf, sentencesOf } from './sentences.ts';

/** A date that something must be done by, or that something happens on. */
export interface DraftMilestone {
  /** Works are due: it is looked at when one comes, and reminded of. */
  reporting: boolean;
  date: DateMention;
  day?: string;
  month?: string;
  time?: string;
  wording: string;
  /** What happens, in the notice's word: 报送, 评审. */
  name: string;
  categories?: DraftCategory[];
  /** 其他作品: all but those that another date names. */
  others?: true;
  for?: Actor[];
  text: string;
  clause: string;
  quote: string;
}

const SEND =
  /报送|截稿|征稿|交稿|收稿|提交|上报|报至|报到|报市|报省|报团|报送至|发送|发至|寄至|送至|寄送|报名|申报|推荐|投稿|递交|上传|填报|交至|报(?=[\u4e00-\u9fff]{2,10}(?:部|局|会|委|办|处|馆|中心|厅))|截止|到\d|延至|将[^,]{2,30}报/;
const HAPPENS = /评审|评选|初评|复评|终评|通报|公布|公示|展示|展演|展播|颁奖|总结|召开|启动|结果|完成/;
const BY = /^\s*(?:\([^)]*\))?\s*(?:之?前|以前|止|截止|底前|前)/;
const UNTIL = /(?:至|到|延至|截至|截止到?|截止(?:时间|日期)?(?:为|是|:)?)\s*$/;

const OF_ALL = /^活动时间|^时间$/;

/**
 * The dates of the notice, its year for those that say none. The head of a phase is no date of its own, and neither is the
 * summary of all phases where they are told one by one.
 */
export function milestonesOf(
  lines: readonly Line[],
  year: number | undefined,
  catalogue: Catalogue,
  cast: Cast,
): DraftMilestone[] {
  const told =
    lines.filter(({ heading, path }) => heading && path.some(({ title }) => /安排|进度|步骤|阶段/.test(title)))
      .length >= 2;
  return lines.flatMap((line) => {
    if ((line.part !== 'body' && line.part !== 'annex') || line.table !== undefined) return [];
    if (told && line.path.some(({ title }) => OF_ALL.test(title))) return [];
    const { heading } = line;
    const text = heading ? line.folded.slice(heading.start) : line.folded;
    if (heading && /阶段/.test(heading.label + heading.title) && text.length <= heading.title.length + 1) return [];
    return momentsIn(line, year, catalogue, cast);
  });
}

/** Dates of a line that are no phase. */
function momentsIn(line: Line, year: number | undefined, catalogue: Catalogue, cast: Cast): DraftMilestone[] {
  const sentences = sentencesOf(line.folded);
  return sentences.flatMap((sentence) => {
    let carried = '';
    return segmentsOf(line.folded, sentence).flatMap((span): DraftMilestone[] => {
      const segment = line.folded.slice(span.from, span.to);
      const found = datesIn(segment).flatMap((date, at, all) => {
        const context = {
          segment,
          sentence: line.folded.slice(sentence.from, sentence.to),
          previous: all[at - 1],
          heads: line.path.map(({ title }) => title).join() + carried,
          path: line.path.map(({ title }) => title),
          span: sentence,
        };
        return milestoneAt(line, span, date, context, year, catalogue, cast);
      });
      carried += segment;
      return found;
    });
  });
}

interface Around {
  segment: string;
  sentence: string;
  previous: DateMention | undefined;
  heads: string;
  path: string[];
  /** Of the sentence. */
  span: Span;
}

function milestoneAt(
  line: Line,
  span: Span,
  date: DateMention,
  around: Around,
  year: number | undefined,
  catalogue: Catalogue,
  cast: Cast,
): DraftMilestone[] {
  const { segment, previous, heads } = around;
  const before = segment
    .slice(previous?.to ?? 0, date.from)
    .replace(/^\s*\(?[\d一二三四五六七八九十]{1,2}\)?[、.]\s*/, '');
  // 10月，按项目进行评审: what happens comes after the comma.
  const alone = segment.slice(date.to).trim() === '' && before.trim() === '' && date.from < 6;
  const after = alone
    ? around.sentence.slice(around.sentence.indexOf(segment) + segment.length)
    : segment.slice(date.to);
  const by = BY.exec(after);
  const until = UNTIL.exec(before);
  const titled = /截止|时间|时限|日期/.test(heads + before) && !/活动时间|比赛时间/.test(heads + before);
  const sends = SEND.test(segment) || SEND.test(around.sentence);
  const reporting =
    (by !== null || until !== null || titled) &&
    (sends || /截止|截稿|征稿|交稿|收稿|报送|报名|申报|征集|推荐|提交/.test(heads + before)) &&
    !isEvent(segment, after);
  const event = HAPPENS.exec(after) ?? HAPPENS.exec(before);
  if (!reporting && !event) return [];
  if (!reporting && (date.month === undefined || previous)) return [];
  const filled =
    previous && date.month === undefined && previous.month !== undefined ? { ...date, month: previous.month } : date;
  const value = dayOf(filled, date.year ?? previous?.year ?? year);
  const wording = line.text
    .slice(
      span.from + date.from - (until?.[0].replace(/.*?(至|到|延至)$/, '$1').length ?? 0),
      span.from + date.to + (by?.[0].length ?? 0),
    )
    .trim();
  const own = !alone && (SEND.test(segment) || HAPPENS.test(segment)) ? span : around.span;
  const text = line.text.slice(Math.max(own.from, line.heading?.start ?? 0), own.to).trim();
  const scope = scopeOf(before, after, around, catalogue, cast, { clause: line.clause, quote: text });
  const verb = /报名|申报|提交|推荐|投稿|报送|上报|发送|报(?=[\u4e00-\u9fff])/;
  const said = (verb.exec(segment) ?? verb.exec(around.sentence))?.[0] ?? '';
  const name = reporting ? said.replace(/^报$/, '报送') : (event?.[0] ?? '');
  return [
    {
      reporting,
      date: filled,
      ...(value === undefined ? {} : value.length === 7 ? endOfMonth(value, filled) : { day: value }),
      ...(date.time ? { time: date.time } : {}),
      wording,
      name,
      ...scope,
      text,
      clause: line.clause,
      quote: text,
    },
  ];
}

/** Judging or publishing is no sending, though a deadline's words stand beside it. */
const isEvent = (segment: string, after: string): boolean =>
  /^[^,]{0,8}(完成评审|公布|公示|展示|召开|组织初评|评审|举行)/.test(after) &&
  !/报送|提交|报名/.test(after) &&
  /公布|评审|展示|召开|初评|举行/.test(segment);

function endOfMonth(month: string, date: DateMention): Pick<DraftMilestone, 'day' | 'month'> {
  if (date.part !== 'end') return { month };
  const [y = 0, m = 0] = month.split('-').map(Number);
  return { day: `${month}-${new Date(Date.UTC(y, m, 0)).getUTCDate()}` };
}

/** Only for whom and for what, by the words between the last date and this one, and by those right after it. */
function scopeOf(
  before: string,
  after: string,
  around: Around,
  catalogue: Catalogue,
  cast: Cast,
  said: { clause: string; quote: string },
): Pick<DraftMilestone, 'categories' | 'others' | 'for'> {
  if (/其他|其余/.test(before)) return { others: true };
  const lead = before.replace(/(?<=\S{2})(?:请|于|在|将|应|须|可|要|务必)+\s*.*$/, '').trim();
  const words = before.trim();
  const nearby = after.split(/[,;。]/)[0] ?? '';
  const named = catalogue.mentioned(words.length > 0 ? words : nearby);
  const late = named.length > 0 ? named : catalogue.mentioned(nearby);
  const subject = lead.split(',').at(-1) ?? '';
  const actors = /^(?:各|请|将)?(?:报送|推荐|参赛|参加)?单位|^各地/.test(subject)
    ? []
    : actorsOf(subject, catalogue, cast, said);
  const above = around.path.flatMap((title) => (title === '' ? [] : catalogue.mentioned(title)));
  const scoped = late.length > 0 ? late : above;
  return {
    ...(scoped.length > 0 && scoped.length < catalogue.all.length ? { categories: scoped } : {}),
    ...(actors.length > 0 && actors.length < cast.kinds.filter(({ addressed }) => addressed).length
      ? { for: actors }
      : {}),
  };
}

function actorsOf(words: string, catalogue: Catalogue, cast: Cast, said: { clause: string; quote: string }): Actor[] {
  return entriesOf(words).flatMap((entry): Actor[] => {
    if (entry.length < 2 || entry.length > 20 || catalogue.mentioned(entry).length > 0) return [];
    const actor = cast.actor(entry, said);
    return actor && (actor.is === 'kind' || actor.is === 'unit') ? [actor] : [];
  });
}
