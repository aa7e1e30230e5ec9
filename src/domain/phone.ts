import { digitGroups, type Group, joined, windows } from './digit-groups.ts';

/** A mainland mobile number in a text: its eleven digits, and where it stands, the country's code with it. */
export interface Mobile {
  number: string;
  start: number;
  end: number;
}

const SHORTEST = 11;
const LONGEST = '0086'.length + SHORTEST;
const MOBILE = /^(?<code>(?:00)?86|0)?(?<number>1[3-9]\d{9})$/;
/** Between the parts of one number; a comma is between two of them. */
const WITHIN = /^(?:[\s.\-_/\\|·•・~*()[\]\u2010-\u2015\u2212\u200B-\u200F\u2060]|\uFE0F|\u20E3)*$/u;
const MOST_PARTS = 5;
/** A date is no part of a number: `#155 2020-09-10`. */
const DATED = /^(?:19|20)\d\d$/;

/** The mobile numbers of a text, however they are spelt: +86, in groups, in brackets, in digits of any width. */
export function mobilesIn(text: string): Mobile[] {
  const groups = digitGroups(text);
  const found: Mobile[] = [];
  for (let from = 0; from < groups.length; ) {
    const taken = mobileAt(groups, from);
    if (taken) found.push(withSigns(text, taken));
    from += taken?.length ?? 1;
  }
  return found;
}

function mobileAt(groups: readonly Group[], from: number): Group[] | undefined {
  for (const window of windows(groups, from, { least: SHORTEST, most: LONGEST })) {
    const within = () => window.every(({ gap }, index) => index === 0 || WITHIN.test(gap ?? ''));
    if (MOBILE.test(joined(window)) && within() && inParts(window)) return window;
  }
  return undefined;
}

/** Three digits and more first, or digit by digit, or two by two with the same sign between: a list of numbers is no number. */
function inParts(window: readonly Group[]): boolean {
  if (window.length === 1) return true;
  const own = withoutCode(window);
  if (own.length <= 1) return true;
  if (own.every(({ digits }) => digits.length === 1)) return true;
  const gaps = new Set(own.slice(1).map(({ gap }) => gap));
  if (own.every(({ digits }, index) => digits.length === 2 || index === own.length - 1))
    return gaps.size === 1 && !gaps.has(' ');
  const dated = own.some(
    ({ digits }, index) => DATED.test(digits) && own[index + 1]?.digits.length === 2 && own[index + 2] !== undefined,
  );
  return (own[0]?.digits.length ?? 0) >= 3 && own.length <= MOST_PARTS && !dated;
}

function withoutCode(window: readonly Group[]): readonly Group[] {
  const [first, second] = window;
  const apart = first && second && /^(?:0|(?:00)?86)$/.test(first.digits) && joined(window.slice(1)).length === 11;
  if (apart) return window.slice(1);
  const led = /^(?:0|(?:00)?86)(?=1[3-9])/.exec(first?.digits ?? '')?.[0];
  if (first === undefined || led === undefined || joined(window).length === 11) return window;
  return [{ ...first, digits: first.digits.slice(led.length) }, ...window.slice(1)];
}

/** The + and the bracket in front of it belong to what is hidden. */
function withSigns(text: string, window: readonly Group[]): Mobile {
  const start = (window[0] as Group).start;
  const end = (window.at(-1) as Group).end;
  const number = MOBILE.exec(joined(window))?.groups?.number ?? '';
  const led = /[(（【[]?[+＋]?$/u.exec(text.slice(0, start))?.[0] ?? '';
  const opened = /[(（【[]/u.test(led) && !/[)）】\]]/u.test(text.slice(start, end));
  return { number, start: start - (opened ? led.replace(/^[(（【[]/u, '') : led).length, end };
}

export const hasMobile = (text: string): boolean => mobilesIn(text).length > 0;

/** The same text with the middle of every mobile number hidden, in one spelling: 139****5678. */
export function withoutMobiles(text: string): string {
  let shown = '';
  let last = 0;
  for (const { number, start, end } of mobilesIn(text)) {
    shown += `${text.slice(last, start)}${number.slice(0, 3)}****${number.slice(-4)}`;
    last = end;
  }
  return shown + text.slice(last);
}
