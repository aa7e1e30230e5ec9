import { type DateMention, datesIn, dayOf, thirdOf } from './dates.ts';
import type { Line } from './lines.ts';
import { sentencesOf } from './sentences.ts';

export interface DraftPhase {
  name: string;
  from: string;
  to?: string;
  wording: string;
  text: string;
  clause: string;
  quote: string;
}

const OF_TIME = /时间|进度|安排|步骤|阶段|日程|流程/;
const OPEN = /^\s*(?:起|开始|以后|之后)/;

/** Stretches of time under 时间安排: 推荐阶段 即日起至9月25日, 第二阶段:活动推进(6月—8月). */
export function phasesOf(lines: readonly Line[], year: number | undefined, issued: string | undefined): DraftPhase[] {
  const headed = lines.flatMap((line): DraftPhase[] => {
    const { heading, path, part } = line;
    if (part !== 'body' || !path.some(({ title, level }) => OF_TIME.test(title) || level === 3)) return [];
    const own =
      heading && heading.title !== '' && (heading.level > 1 || /时间/.test(heading.title)) ? heading : undefined;
    if (!own) return [];
    const text = describing(line, lines);
    const range =
      rangeIn(own.title, year, issued) ??
      rangeIn(text.folded.slice(0, 60), year, issued, /阶段|时间|启动|推进|征集|评选|展示|总结/.test(own.title));
    if (!range) return [];
    const name = line.text
      .slice(line.folded.indexOf(own.title), line.folded.indexOf(own.title) + own.title.length)
      .replace(/[(（][^()（）]*[)）]$/, '')
      .trim();
    return [{ ...range, name, text: text.text, clause: line.clause, quote: text.text }];
  });
  const said = lines.flatMap((line) => [...inSentences(line, year), ...always(line, issued)]);
  return [
    ...parts(headed),
    ...said.filter(({ from, to }) => !headed.some((one) => one.from === from && one.to === to)),
  ];
}

/** 活动时间 over all is no phase beside the phases that it is made of. */
function parts(phases: DraftPhase[]): DraftPhase[] {
  const within = (whole: DraftPhase) =>
    phases.filter(
      (one) =>
        one !== whole && one.from >= whole.from && (whole.to === undefined || (one.to ?? one.from) <= `${whole.to}-31`),
    );
  return phases.filter((one) => !(/时间/.test(one.name) && within(one).length >= 2));
}

const STRETCH = /报名|申报|征集|初评|复评|终评|评审|公示|举办|举行|展示|展演|展播|比赛/;

/** Outside the chapter on time: 9月13日至9月20日组织初评, 报名时间：6月17日至7月12日. */
function inSentences({ part, folded, text, clause, table }: Line, year: number | undefined): DraftPhase[] {
  if (part !== 'body' || table !== undefined) return [];
  return sentencesOf(folded).flatMap((span): DraftPhase[] => {
    const sentence = folded.slice(span.from, span.to);
    const [first, second] = datesIn(sentence);
    if (!first || !second || !/^\s*(?:\([^)]*\))?\s*[-~至到]+\s*$/.test(sentence.slice(first.to, second.from)))
      return [];
    const month = second.month ?? first.month;
    const from = dayOf(first, first.year ?? year);
    const to = dayOf(month === undefined ? second : { ...second, month }, second.year ?? first.year ?? year);
    const label = /([\u4e00-\u9fff]{2,6}时间)\s*:?\s*$/.exec(sentence.slice(0, first.from))?.[1];
    const name = label ?? STRETCH.exec(sentence.slice(second.to))?.[0];
    if (from === undefined || to === undefined || name === undefined || from.length < 10) return [];
    const quote = text.slice(span.from, span.to).trim();
    return [
      {
        name,
        from,
        to,
        wording: text.slice(span.from + first.from, span.from + second.to),
        text: quote,
        clause,
        quote,
      },
    ];
  });
}

/** 自即日起，随时…: from the day of the notice, without an end. */
function always({ part, folded, text, clause }: Line, issued: string | undefined): DraftPhase[] {
  const match = /自?即日起\s*,?\s*(?:随时|长期|常年)/.exec(folded);
  if (part !== 'body' || !match || issued === undefined) return [];
  const wording = text.slice(match.index, match.index + match[0].length);
  return [{ name: wording, from: issued, wording, text, clause, quote: text }];
}

/** The heading's own text, else the lines below it. */
function describing(line: Line, lines: readonly Line[]): { text: string; folded: string } {
  const end = line.heading?.end ?? 0;
  const own = line.text.slice(end).trim();
  if (own !== '') return { text: own, folded: line.folded.slice(end) };
  const below = lines.find((one) => one !== line && one.path.includes(line.heading as never) && one.text !== '');
  return below ? { text: below.text, folded: below.folded } : { text: line.text, folded: line.folded };
}

type Range = Pick<DraftPhase, 'from' | 'to' | 'wording'>;

/** The first stretch of time of a text; with `loose`, a single date at its begin is one too. */
function rangeIn(
  folded: string,
  year: number | undefined,
  issued: string | undefined,
  loose = true,
): Range | undefined {
  const dates = datesIn(folded);
  const today = /(?:自|从)?(?:即日|通知下发之日|发文之日)起\s*(?:至|到|-|~)?/.exec(folded);
  const [first, second] = dates;
  if (
    today &&
    issued !== undefined &&
    first &&
    /^[\s\S]{0,2}$/.test(folded.slice(today.index + today[0].length, first.from))
  ) {
    const to = dayOf(first, first.year ?? year);
    return to === undefined ? undefined : { from: issued, to, wording: folded.slice(today.index, first.to) };
  }
  if (!first || first.from > 12) return undefined;
  const from = beginOf(first, year);
  if (from === undefined) return undefined;
  const joins = second && /^\s*(?:\([^)]*\))?\s*起?[-~至到]+\s*$/.test(folded.slice(first.to, second.from));
  if (second && joins) {
    const month = second.month ?? first.month;
    const to = endOf(month === undefined ? second : { ...second, month }, second.year ?? first.year ?? year);
    return to === undefined ? undefined : { from, to, wording: folded.slice(first.from, second.to) };
  }
  const rest = folded.slice(first.to);
  // 2024年3月至12月 and 6月—8月: the second is a month without its own year.
  if (OPEN.test(rest))
    return { from, wording: folded.slice(first.from, first.to + (OPEN.exec(rest)?.[0].length ?? 0)) };
  if (!loose || /^\s*(?:前|之前|截止|止)/.test(rest)) return undefined;
  const to = endOf(first, year);
  return first.day === undefined && to !== undefined
    ? { from, to, wording: folded.slice(first.from, first.to) }
    : undefined;
}

const beginOf = (date: DateMention, year: number | undefined): string | undefined => {
  const value = dayOf(date, year);
  return value?.length === 7 ? (thirdOf(value, date.part)?.first ?? value) : value;
};

const endOf = (date: DateMention, year: number | undefined): string | undefined => {
  const value = dayOf(date, year);
  return value?.length === 7 ? (thirdOf(value, date.part)?.last ?? value) : value;
};
