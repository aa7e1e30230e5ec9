import type { Bound, Period } from '../notice-facts.ts';
import { readNumeral } from './numerals.ts';
import type { Span } from './sentences.ts';

/** A count in a sentence: 不少于2场, 1~2部, 等额, 数量不限. */
export interface Quantity extends Span {
  least?: number;
  most?: number;
  exactly?: number;
  /** A bare number, and neither a word for at least nor at most with it. */
  bare?: number;
  percent?: number;
  bound?: Bound;
  measure?: string;
  none?: boolean;
  excluded?: boolean;
  half?: boolean;
}

export const MEASURES = '件幅部篇个首场名人次项条组队对户家册套集支节张期份';
const NUMBER = '(?:\\d+|[一二两三四五六七八九十]{1,3})';
const COUNT = new RegExp(
  `(?<a>${NUMBER})(?:\\s*[${MEASURES}]?\\s*[-~至到]\\s*(?<b>${NUMBER}))?\\s*(?<m>[${MEASURES}])(?<after>\\(?(?:及|\\(含\\))?以上|\\(?(?:及)?以下|以内|左右|起)?|(?<p>\\d+(?:\\.\\d+)?)%(?<pafter>以上|以下)?`,
  'g',
);
const NONE =
  /(?:数量|名额|件数|作品数量)?不限(?:名额|数量|报送数量|件数)?|不设(?:名额|上限)|自愿(?:报送|参加|申报|推荐)|不作(?:要求|限制)/g;
const EXCLUDED = /不(?:参加|参与|安排|需)(?:报送|推荐|申报)|不(?:报送|推荐)(?!的)/g;
const HALF = /不(?:少|低)于(?:一半|半数|二分之一)|(?:完成|过)半|达到?一半/g;

const MOST = /不(?:得|应|可|能)?(?:超过|多于|高于|超出|超)|限(?:报|额|推|推荐|申报)?|至多|最多|上限|以内|≤|<=/;
const LEAST = /不(?:得|应|可|能)?(?:少于|低于)|至少|最少|最低|下限|达到?|突破|≥|>=/;

/** All counts of a segment, each with the words since the one before. */
export function quantitiesIn(folded: string): Quantity[] {
  const found: Quantity[] = [];
  let since = 0;
  for (const match of folded.matchAll(COUNT)) {
    const { a = '', b, m, after = '', p, pafter = '' } = match.groups ?? {};
    const span = { from: match.index, to: match.index + match[0].length };
    const before = folded.slice(since, match.index);
    since = span.to;
    if (p !== undefined) {
      const bound = boundOf(before, pafter);
      found.push({ ...span, percent: Number(p), ...(bound ? { bound } : {}) });
      continue;
    }
    const first = readNumeral(a);
    const second = b === undefined ? undefined : readNumeral(b);
    if (first === undefined || isOrdinal(folded, match.index) || isLoose(folded, match.index)) continue;
    found.push({ ...span, ...(m ? { measure: m } : {}), ...sizeOf(first, second, boundOf(before, after)) });
  }
  for (const [form, mark] of [
    [NONE, 'none'],
    [EXCLUDED, 'excluded'],
    [HALF, 'half'],
  ] as const) {
    for (const match of folded.matchAll(form))
      found.push({ from: match.index, to: match.index + match[0].length, [mark]: true });
  }
  return found.sort((x, y) => x.from - y.from);
}

/** 第3件, 前10名 and 2024年 count nothing. */
const isOrdinal = (folded: string, at: number): boolean =>
  /[第前]\s*$/.test(folded.slice(0, at)) || /\d[.,]?$/.test(folded.slice(0, at));

/** 同属一个法人 counts nothing: a Chinese numeral does so only after a verb or a bound. */
const isLoose = (folded: string, at: number): boolean =>
  !/\d/.test(folded[at] ?? '') &&
  !/(报|送|荐|各|限|于|过|选|评|设|立|办|展|成|建|[\u4e00-\u9fff]{2}作品|案例|节目|征文)\s*$/.test(folded.slice(0, at));

function sizeOf(first: number, second: number | undefined, bound: Bound | undefined): Partial<Quantity> {
  if (second !== undefined) return { least: first, most: second };
  if (bound === 'min') return { least: first };
  if (bound === 'max') return { most: first };
  return { bare: first };
}

function boundOf(before: string, after: string): Bound | undefined {
  if (/以上|起/.test(after)) return 'min';
  if (/以下|以内/.test(after)) return 'max';
  const least = lastAt(before, LEAST);
  const most = lastAt(before, MOST);
  if (least < 0 && most < 0) return undefined;
  return least > most ? 'min' : 'max';
}

function lastAt(text: string, form: RegExp): number {
  return [...text.matchAll(new RegExp(form.source, 'g'))].at(-1)?.index ?? -1;
}

const PERIODS: readonly [RegExp, Period][] = [
  [/每个?月|月均/, 'month'],
  [/每(?:个)?季度?|季均/, 'quarter'],
  [/每周|每星期/, 'week'],
  [/每年|全年|年内|年度内/, 'year'],
];

export const periodIn = (folded: string): Period | undefined => PERIODS.find(([form]) => form.test(folded))?.[1];
