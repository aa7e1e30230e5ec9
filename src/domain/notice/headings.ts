/** The ranks of a Chinese official paper's headings: 一、 （一） 1. （1） ①, and 第一阶段 below any of them. */
export interface Heading {
  level: number;
  /** As clauses cite it: 三, (一), 1, 第一阶段. */
  label: string;
  /** What it is called, empty where the whole line is a sentence. */
  title: string;
  /** Where the title, or the sentence, begins. */
  start: number;
  /** Where the text after label and title begins. */
  end: number;
}

const FORMS: readonly [number, RegExp][] = [
  [1, /^\s*([一二三四五六七八九十]+)\s*[、.]\s*/],
  [2, /^\s*\(([一二三四五六七八九十]+)\)\s*、?\s*/],
  [3, /^\s*(第[一二三四五六七八九十]+阶段)\s*[:、,]?\s*/],
  [4, /^\s*(\d{1,2})\s*(?:、|\.(?!\d))\s*/],
  [5, /^\s*\((\d{1,2})\)\s*/],
  [6, /^\s*([①-⑳])\s*/],
];

const LONGEST_TITLE = 24;
const SENTENCE = /\d+\s*[件幅部篇个首场名人次项条组队对户家张份字M]|不(超过|少于|得)|必须|须为|应当|限报|自愿/;

/** The heading that a line begins with; `folded` is its text in half width. */
export function headingOf(folded: string): Heading | undefined {
  for (const [level, form] of FORMS) {
    const match = form.exec(folded);
    if (!match) continue;
    const start = match[0].length;
    const title = titleIn(folded.slice(start));
    const label = level === 2 || level === 5 ? `(${match[1]})` : (match[1] ?? '');
    return { level, label, title: title.text, start, end: start + title.length };
  }
  return undefined;
}

/** Up to the first colon or full stop, when that is short: `舞蹈类：时长…`. */
function titleIn(rest: string): { text: string; length: number } {
  const stop = /[:。]|$/.exec(rest)?.index ?? rest.length;
  const text = rest.slice(0, stop).trim();
  if (text.length > LONGEST_TITLE || /[,;]/.test(text.replace(/\(.*?\)|“.*?”/g, ''))) return { text: '', length: 0 };
  // 2.同一作者限报1件。 is a sentence, however short.
  if (rest[stop] !== ':' && SENTENCE.test(text)) return { text: '', length: 0 };
  return { text, length: Math.min(rest.length, stop + 1) };
}
