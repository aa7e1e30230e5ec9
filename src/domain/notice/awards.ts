import type { Line } from './lines.ts';
import { type Span, sentencesOf } from './sentences.ts';

export interface DraftAward {
  places: { name: string; number?: number; percent?: number }[];
  text: string;
  clause: string;
  quote: string;
}

export interface DraftWeight {
  parts: { name: string; percent?: number; points?: number }[];
  text: string;
  clause: string;
  quote: string;
}

const AWARD = /奖|名次|称号|十佳|优秀案例|先进集体|先进个人|录取前|前\d+名/;
const PLACE =
  /([\u4e00-\u9fff“”]{1,12}?(?:奖|案例|集体|个人|称号|单位))(?:占[\u4e00-\u9fff]{0,8}?)?的?\s*(\d+)\s*(%|[件名个幅部篇项组名])/g;
const RANKED = /(?:录取|取)?前\s*(\d+)\s*名/g;
const PERCENT = /([\u4e00-\u9fff]{2,12}?)(?:产生)?[,(]?\s*(?:占比?|权重为?|按|\((?=\d+%\)))\s*(\d+(?:\.\d+)?)\s*%/g;
const POINTS = /([\u4e00-\u9fff]{2,8}?)\s*(\d+)\s*分(?!钟|制|别|\d)/g;

export function awardsOf(lines: readonly Line[]): DraftAward[] {
  return sentences(lines).flatMap(({ line, sentence, text }): DraftAward[] => {
    if (!AWARD.test(sentence) || !/\d/.test(sentence) || /占\d+%(?!.*奖)/.test(sentence)) return [];
    const places = [...sentence.matchAll(PLACE)].map(([, name = '', number, unit]) =>
      unit === '%' ? { name: tidy(name), percent: Number(number) } : { name: tidy(name), number: Number(number) },
    );
    places.push(
      ...[...sentence.matchAll(RANKED)].map(([name, number]) => ({ name: name.trim(), number: Number(number) })),
    );
    const shares = /一、二、三等奖|[一二三]等奖/.test(sentence) && (/\d+%/.test(sentence) || /\d:\d/.test(sentence));
    if (places.length === 0 && !shares) return [];
    return [{ places, text, clause: line.clause, quote: text }];
  });
}

const tidy = (name: string) =>
  name.replace(/^(?:每类|各项目|各组|分别|评选出?|评出|设有?|共|各|其中|和|、|颁发|授予)+/, '').replace(/[“”]/g, '');

/** Shares of the judges and of the votes, parts of a mark, and points that are given for deeds. */
export function weightsOf(lines: readonly Line[]): DraftWeight[] {
  const found = sentences(lines).flatMap(({ line, from, to, sentence, text }): (DraftWeight & Place)[] => {
    const percents =
      /评|投票|打分|得分|分数|成绩|考核|占/.test(sentence) && !/奖占|家庭占|占比|参与率|总数的/.test(sentence)
        ? [...sentence.matchAll(PERCENT)]
        : [];
    const points = /分制|打分|满分|计\d+分|积分|性\d+分|分值/.test(sentence) ? [...sentence.matchAll(POINTS)] : [];
    const parts = [
      ...percents.map(([, name = '', percent]) => ({ name: partName(name), percent: Number(percent) })),
      ...points.map(([, name = '', number]) => ({ name: partName(name), points: Number(number) })),
    ];
    return parts.length > 0 ? [{ parts, text, clause: line.clause, quote: text, line, from, to }] : [];
  });
  return joined(found);
}

const partName = (name: string) => name.replace(/^(?:由|其中|和|按|初评由|终评由)+/, '').replace(/(?:产生|计|占)$/, '');

/** 初评…占40%；终评…占70%： one sum, though a semicolon stands between. */
function joined(weights: (DraftWeight & Place)[]): DraftWeight[] {
  const whole: (DraftWeight & Place)[] = [];
  for (const weight of weights) {
    const last = whole.at(-1);
    if (last && last.line === weight.line) {
      last.parts.push(...weight.parts);
      last.to = weight.to;
      last.text = weight.line.text.slice(last.from, last.to).trim();
      last.quote = last.text;
    } else whole.push({ ...weight, parts: [...weight.parts] });
  }
  return whole.map(({ parts, text, clause, quote }) => ({ parts, text, clause, quote }));
}

interface Place extends Span {
  line: Line;
}

function sentences(lines: readonly Line[]): (Place & { sentence: string; text: string })[] {
  return lines
    .filter(({ part, table }) => (part === 'body' || part === 'annex') && table === undefined)
    .flatMap((line) =>
      sentencesOf(line.folded).map(({ from, to }) => ({
        line,
        from,
        to,
        sentence: line.folded.slice(from, to),
        text: line.text.slice(from, to).trim(),
      })),
    );
}
