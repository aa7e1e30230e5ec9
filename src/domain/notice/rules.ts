import type { RuleCheck } from '../file-rules.ts';
import { aspectsIn } from './aspects.ts';
import type { Catalogue, DraftCategory } from './catalogue.ts';
import type { Line } from './lines.ts';
import { type Span, segmentsOf, sentencesOf } from './sentences.ts';
import { mediaOf } from './work-words.ts';

export interface DraftRule {
  /** Undefined: of every category. */
  categories?: DraftCategory[];
  aspect: string;
  text: string;
  clause: string;
  quote: string;
  check?: RuleCheck;
}

const NOT_OF_WORKS = /联系|咨询|电话|奖励|表彰|名次|经费|评分|评审/;

/** What the notice asks of the works themselves. `taken` are the stretches that were read as targets. */
export function rulesOf(
  lines: readonly Line[],
  catalogue: Catalogue,
  taken: (line: Line, span: Span) => boolean,
): DraftRule[] {
  return lines.flatMap((line): DraftRule[] => {
    if ((line.part !== 'body' && line.part !== 'annex') || line.table !== undefined || isPreamble(line)) return [];
    if (NOT_OF_WORKS.test(line.path.map(({ title }) => title).join())) return [];
    if (/工作要求|组织领导|组织实施/.test(line.path[0]?.title ?? '')) return [];
    return joined(
      sentencesOf(line.folded).flatMap((sentence) => ofSentence(line, sentence, catalogue, taken)),
      line,
    );
  });
}

/** 画面清晰，声音清楚 is one thing that is asked. */
function joined(rules: DraftRule[], { text }: Line): DraftRule[] {
  const whole: DraftRule[] = [];
  for (const rule of rules) {
    const last = whole.at(-1);
    const both = last && `${last.text}${text[text.indexOf(last.text) + last.text.length] ?? ''}${rule.text}`;
    if (
      last &&
      both !== undefined &&
      last.aspect === rule.aspect &&
      !last.check &&
      !rule.check &&
      text.includes(both)
    ) {
      last.text = both;
      last.quote = both;
    } else whole.push(rule);
  }
  return whole;
}

const isPreamble = (line: Line) =>
  line.path.length === 0 &&
  /为[^。]{4,}[,，]|如下:?$/.test(line.folded.slice(0, 60)) &&
  !/\d+(?:份|字|M|分钟)/.test(line.folded);

function ofSentence(
  line: Line,
  sentence: Span,
  catalogue: Catalogue,
  taken: (line: Line, span: Span) => boolean,
): DraftRule[] {
  const start = Math.max(sentence.from, line.heading?.start ?? 0);
  let categories = concerned(line, catalogue);
  return segmentsOf(line.folded, sentence).flatMap((span): DraftRule[] => {
    const segment = line.folded.slice(span.from, span.to);
    const mentioned = catalogue.mentioned(segment);
    if (mentioned.length > 0) categories = mentioned;
    if (taken(line, span)) return [];
    const text = withoutLabel(line, Math.max(span.from, start), span.to);
    return aspectsIn(segment).map((found) => ({
      ...found,
      text,
      clause: line.clause,
      quote: text,
      ...(categories.length > 0 ? { categories } : {}),
    }));
  });
}

/** Those that a heading above names, or that are of the medium it names: 视频作品 are all works of film. */
function concerned(line: Line, catalogue: Catalogue): DraftCategory[] {
  if (catalogue.all.length === 1) return catalogue.all;
  for (const { title } of [...line.path].reverse()) {
    if (title === '') continue;
    const named = catalogue.mentioned(title);
    if (named.length > 0) return named.length === catalogue.all.length && named.length > 3 ? [] : named;
    const media = /(作品|类)$/.test(title) ? mediaOf(title) : [];
    const ofMedium = catalogue.all.filter(({ name }) => mediaOf(name).some((one) => media.includes(one)));
    if (ofMedium.length > 0) return ofMedium;
  }
  return catalogue.all.find(({ described }) => described.includes(line))
    ? catalogue.all.filter(({ described }) => described.includes(line))
    : [];
}

/** `作品规格：每件作品4开` without what it is called. */
function withoutLabel(line: Line, from: number, to: number): string {
  const { heading } = line;
  const labelled = heading !== undefined && heading.title !== '' && from < heading.end && heading.end < to;
  return line.text.slice(labelled ? heading.end : from, to).trim();
}
