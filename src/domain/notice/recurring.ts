import type { Period } from '../notice-facts.ts';
import type { Catalogue, DraftCategory } from './catalogue.ts';
import type { Line } from './lines.ts';
import { readNumeral } from './numerals.ts';
import { segmentsOf, sentencesOf } from './sentences.ts';

export interface DraftRecurring {
  every?: Period;
  day?: number;
  last?: true;
  after?: { days: number; working: boolean; event: string };
  categories?: DraftCategory[];
  text: string;
  clause: string;
  quote: string;
}

const DUE = /报送|提交|上报|报|发送|填报|报告/;
const FORMS: readonly [RegExp, Period][] = [
  [/每个?月\s*(?<day>\d{1,2})\s*[日号]/, 'month'],
  [/每个?月(?:月)?(?<last>底|末|最后一[天日])/, 'month'],
  [/每(?:个)?季度?第[一二三]个?月(?<day>\d{1,2})[日号]/, 'quarter'],
  [/每(?:个)?季度?(?<last>末|底|最后一[天日])/, 'quarter'],
  [/每(?:周|星期)(?<weekday>[一二三四五六日天])/, 'week'],
  [/每半年/, 'year'],
];
const AFTER =
  /([\u4e00-\u9fff]{2,16}?)(?:结束|完成|开展|举办|印发|公布)?后\s*(?<days>\d+|[一二三五七十]+)\s*个?(?<working>工作)?[日天](?:之?内|前)?/;

/** What is due each month, quarter or week, and what is due some days after something. */
export function recurringOf(lines: readonly Line[], catalogue: Catalogue): DraftRecurring[] {
  return lines.flatMap((line) => {
    if (line.part !== 'body' && line.part !== 'annex') return [];
    return sentencesOf(line.folded).flatMap((sentence) =>
      segmentsOf(line.folded, sentence).flatMap((span): DraftRecurring[] => {
        const segment = line.folded.slice(span.from, span.to);
        if (!DUE.test(segment)) return [];
        const when = regular(segment) ?? later(segment);
        if (!when) return [];
        const from = Math.max(span.from, line.heading && line.heading.title === '' ? line.heading.end : span.from);
        const text = line.text.slice(from, span.to).trim();
        const categories = catalogue.mentioned(segment);
        return [{ ...when, ...(categories.length > 0 ? { categories } : {}), text, clause: line.clause, quote: text }];
      }),
    );
  });
}

function regular(segment: string): Pick<DraftRecurring, 'every' | 'day' | 'last'> | undefined {
  for (const [form, every] of FORMS) {
    const match = form.exec(segment);
    if (!match) continue;
    const { day, last, weekday } = match.groups ?? {};
    if (weekday) return { every, day: '一二三四五六日'.indexOf(weekday.replace('天', '日')) + 1 };
    return { every, ...(day ? { day: Number(day) } : {}), ...(last ? { last: true as const } : {}) };
  }
  return undefined;
}

function later(segment: string): Pick<DraftRecurring, 'after'> | undefined {
  const match = AFTER.exec(segment);
  const days = readNumeral(match?.groups?.days ?? '');
  if (!match || days === undefined) return undefined;
  const event = match[0].replace(/后\s*(?:\d|[一二三五七十]).*/, '');
  return { after: { days, working: match.groups?.working !== undefined, event } };
}
