/** How the year was found: said in the notice, worked out from what it speaks of, or not at all. */
export interface NoticeYear {
  year?: number;
  /** `said` beside the signature, `text` elsewhere in it, `clue` from events that it names. */
  from: 'said' | 'text' | 'clue' | 'given' | 'nowhere';
  /** The words that the clue lies in. */
  clues: string[];
}

/** The year in which the anniversary numbered 0 fell. */
const FOUNDED: readonly [RegExp, number][] = [
  [/建党(\d+)周年|中国共产党成立(\d+)周年/, 1921],
  [/建团(\d+)周年|中国共产主义青年团成立(\d+)周年/, 1922],
  [/(?:全国总工会|全总)成立(\d+)周年/, 1925],
  [/建军(\d+)周年/, 1927],
  [/抗(?:日)?战(?:争)?胜利(\d+)周年/, 1945],
  [/(?:新中国|中华人民共和国|建国)成立?(\d+)周年/, 1949],
  [/改革开放(\d+)周年/, 1978],
];

/** Years in which offices wrote of something. */
const SPOKEN_OF: readonly [RegExp, number, number][] = [
  [/战.?疫|抗击?疫情|疫情防控|新冠/, 2020, 2022],
  [/奔小康|决胜(全面建成)?小康|决战脱贫|脱贫攻坚/, 2013, 2020],
  [/党史学习教育/, 2021, 2021],
  [/党纪学习教育/, 2024, 2024],
  [/党的二十大/, 2022, 2027],
];

/** `said`: the year beside the date of the signature; `text`: all of the notice in half width. */
export function yearOf(said: number | undefined, text: string, given?: number): NoticeYear {
  if (said !== undefined) return { year: said, from: 'said', clues: [] };
  if (given !== undefined) return { year: given, from: 'given', clues: [] };
  const written = [...text.matchAll(/(?:〔|\[)?(20\d{2})(?:年|〕|\])/g)].map(([, year]) => Number(year));
  if (written.length > 0) return { year: Math.max(...written), from: 'text', clues: [] };
  return clued(text);
}

/** Only when everything it speaks of meets in one single year. */
function clued(text: string): NoticeYear {
  let first = 0;
  let last = 9999;
  const clues: string[] = [];
  const narrow = (words: string, from: number, to: number) => {
    clues.push(words);
    first = Math.max(first, from);
    last = Math.min(last, to);
  };
  for (const [form, year] of FOUNDED) {
    const match = form.exec(text);
    const count = match?.slice(1).find((number) => number !== undefined);
    if (match && count !== undefined) narrow(match[0], year + Number(count), year + Number(count));
  }
  for (const [form, from, to] of SPOKEN_OF) {
    const match = form.exec(text);
    if (match) narrow(match[0], from, to);
  }
  return first === last ? { year: first, from: 'clue', clues } : { from: 'nowhere', clues };
}
