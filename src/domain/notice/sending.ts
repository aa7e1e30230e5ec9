import type { WayKind } from '../notice-facts.ts';
import type { Catalogue, DraftCategory } from './catalogue.ts';
import type { Line } from './lines.ts';
import { sentencesOf } from './sentences.ts';

export interface DraftWay {
  way: WayKind;
  to: string;
  categories?: DraftCategory[];
  text: string;
  clause: string;
  quote: string;
}

const EMAIL = /[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;
const WEB = /(?:https?:\/\/|www\.)[\w./?=&%#:-]+/g;
const STREET =
  /[\u4e00-\u9fff]{2,12}(?:路|街|大道|大街|巷|广场|行政中心|政务中心)[\u4e00-\u9fff]{0,4}\d+\s*(?:号|号楼)[\u4e00-\u9fffA-Za-z\d]{0,24}/g;

/** Mailboxes, platforms and addresses to which works go, each with its sentence. Those of a sub-project are its own affair. */
export function waysOf(lines: readonly Line[], catalogue: Catalogue): DraftWay[] {
  const ways = lines.flatMap((line) => {
    if (line.part !== 'body' && line.part !== 'closing') return [];
    return sentencesOf(line.folded).flatMap((span) => {
      const sentence = line.folded.slice(span.from, span.to);
      const named = catalogue.mentioned(sentence);
      const text = line.text.slice(span.from, span.to).trim();
      return [
        ...found(sentence, EMAIL, 'email'),
        ...found(sentence, WEB, 'platform'),
        ...found(sentence, STREET, streetWay(sentence)),
      ].map(
        ({ way, at, length }): DraftWay => ({
          way,
          to: line.text.slice(span.from + at, span.from + at + length),
          ...(named.length > 0 && named.length < catalogue.all.length ? { categories: named } : {}),
          text,
          clause: line.clause,
          quote: text,
        }),
      );
    });
  });
  return ways.filter(({ to }, at) => ways.findIndex((one) => one.to === to) === at);
}

const streetWay = (sentence: string): WayKind => (/邮寄|寄送|寄至|另寄|快递|邮戳/.test(sentence) ? 'post' : 'paper');

function found(sentence: string, form: RegExp, way: WayKind): { way: WayKind; at: number; length: number }[] {
  return [...sentence.matchAll(form)].map((match) => {
    const lead =
      way === 'post' || way === 'paper'
        ? (/^.*?(?:至|到|地址:?|寄:?|在|\()(?=[\u4e00-\u9fff]{2})/.exec(match[0])?.[0].length ?? 0)
        : 0;
    return { way, at: match.index + lead, length: match[0].length - lead };
  });
}
