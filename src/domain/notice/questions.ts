import { coreOf } from './names.ts';
import { list, type Question, question } from './question.ts';
import { dateQuestions } from './questions-dates.ts';
import { figureQuestions } from './questions-figures.ts';
import { ruleQuestions } from './questions-rules.ts';
import { scopeQuestions } from './questions-scope.ts';
import type { NoticeRead } from './read-notice.ts';

/** Everything that has to be asked before the draft may run: contradictions first, then what is left open. */
export function questionsOf(read: NoticeRead, isOf: (unit: string, kind: string) => boolean): Question[] {
  const all = [
    ...figureQuestions(read),
    ...dateQuestions(read),
    ...scopeQuestions(read, isOf),
    ...ruleQuestions(read),
    ...synonyms(read),
  ];
  return all.filter(
    (one, at) =>
      all.findIndex((other) => other.kind === one.kind && JSON.stringify(other.facts) === JSON.stringify(one.facts)) ===
      at,
  );
}

/** One category, and a rule that calls the works by another word: 手抄报必须原创. */
function synonyms({ catalogue, rules }: NoticeRead): Question[] {
  const [only, ...more] = catalogue.all;
  if (!only || more.length > 0) return [];
  const words = rules.flatMap(({ text, clause }) => {
    const word = /^([\u4e00-\u9fff]{2,5}?(?:报|画|片|视频|作品集|文章|征文|摄影|照片|故事))(?:必须|须|应)/.exec(
      text,
    )?.[1];
    return word !== undefined && !coreOf(only.name).includes(coreOf(word)) ? [{ word, clause, text }] : [];
  });
  const [first] = words;
  return first
    ? [question('synonym', first.clause, first.text, { name: only.name, word: list(words.map(({ word }) => word)) })]
    : [];
}
