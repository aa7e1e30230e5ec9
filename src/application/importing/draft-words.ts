import type { ClauseWords } from '../../domain/notice/lines.ts';
import type { Question, QuestionKind } from '../../domain/notice/question.ts';
import type { OpenQuestion } from '../../domain/notice-facts.ts';
import type { DraftSay } from './draft-phrases.ts';

export const clauseWords = (say: DraftSay): ClauseWords => ({
  head: say('clause-head'),
  number: say('clause-number'),
  title: say('clause-title'),
  addressees: say('clause-addressees'),
  signed: say('clause-signed'),
  annexList: say('clause-annex-list'),
  first: say('clause-first'),
  nth: say('clause-nth'),
  note: say('clause-note'),
  remark: say('clause-remark'),
});

/** What contradicts itself, apart from what is only left open. */
const CONTRADICTIONS: ReadonlySet<string> = new Set<QuestionKind>([
  'sum',
  'row-sum',
  'said-total',
  'surplus',
  'floor-and-cap',
  'several-deadlines',
  'wrong-weekday',
  'impossible-day',
  'ends-before',
  'before-issued',
  'judged-before',
  'two-names',
  'two-category-names',
  'column-undescribed',
  'weights',
  'original-or-photo',
  'paper-or-mail',
  'synonym',
  'title-scope',
]);

export const isContradiction = ({ kind }: { kind: string }): boolean => CONTRADICTIONS.has(kind);

export const inWords = (questions: readonly Question[], say: DraftSay): OpenQuestion[] =>
  questions.map(({ kind, clause, quote, facts }) => ({
    kind,
    text: (say as (id: string, facts: object) => string)(`question-${kind}`, facts),
    clause,
    ...(quote === '' ? {} : { quote }),
  }));
