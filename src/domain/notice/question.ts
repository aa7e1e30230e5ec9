/** What may have to be asked, with the facts of each: `## question-<kind>` in prompts/campaign-draft.md. */
// biome-ignore format: a table reads best with one question a line.
export const QUESTIONS = {
  'no-year': ['signed', 'dates', 'guessed', 'given', 'written', 'clues', 'year'],
  'year-of-signature': ['dates', 'year'],
  'several-deadlines': ['count', 'dates', 'beyond', 'phase', 'end'],
  'no-hour': ['dates'],
  'day-inclusive': ['before', 'until'],
  'wrong-weekday': ['words', 'day', 'is'],
  'impossible-day': ['words'],
  'no-deadline': [],
  'deadline-month': ['wording'],
  'period-end': ['text'],
  'ends-before': ['name', 'wording'],
  'before-issued': ['wording', 'issued'],
  'judged-before': ['name', 'wording', 'last'],
  'sum': ['half', 'name', 'stated', 'computed'],
  'row-sum': ['unit', 'stated', 'computed'],
  'said-total': ['name', 'stated', 'computed'],
  'blank-cell': ['unit', 'name'],
  'surplus': ['units', 'count'],
  'column-undescribed': ['names'],
  'bound-open': [],
  'bound-max': ['words'],
  'bound-min': ['words'],
  'bound-exact': ['words'],
  'floor-and-cap': ['words'],
  'no-column': ['name', 'table', 'unlimited'],
  'range': ['text', 'min', 'max'],
  'bare-number': ['text', 'number'],
  'either': ['text'],
  'excluded': ['text', 'who'],
  'no-targets': [],
  'two-names': ['clause', 'names', 'otherClause', 'others'],
  'two-category-names': ['clause', 'column', 'name', 'otherClause', 'others'],
  'no-number-for': ['names', 'where'],
  'told-later': ['text', 'name'],
  'no-list': ['names'],
  'not-in-table': ['name', 'text'],
  'group-scope': ['groups', 'texts'],
  'outside-quota': ['text', 'who'],
  'self-sent': ['text', 'to'],
  'whole-or-each': ['text'],
  'title-scope': ['title', 'seen', 'names'],
  'vague': ['words'],
  'missing-annex': ['names', 'leaning'],
  'paper-or-mail': ['text'],
  'least-size': ['texts'],
  'original-or-photo': [],
  'unruled': ['names', 'media'],
  'postmark': ['text', 'medium'],
  'self-form': ['name'],
  'nameless-contact': ['phones'],
  'weights': ['parts', 'sum', 'over'],
  'ratio': ['ratio', 'numbers', 'prizes'],
  'synonym': ['name', 'word'],
} as const;

export type QuestionKind = keyof typeof QUESTIONS;
type Fact = string | number | boolean;
type FactsOf<Kind extends QuestionKind> = Record<(typeof QUESTIONS)[Kind][number], Fact>;

/** What the office has to be asked. */
export interface Question {
  kind: QuestionKind;
  clause: string;
  /** The notice's words that it is about; empty where something is missing. */
  quote: string;
  facts: Readonly<Record<string, Fact>>;
}

export const question = <const Kind extends QuestionKind>(
  kind: Kind,
  clause: string,
  quote: string,
  ...[facts]: (typeof QUESTIONS)[Kind][number] extends never ? [] : [FactsOf<Kind>]
): Question => ({ kind, clause, quote, facts: facts ?? {} });

/** “甲”“乙” */
export const quoted = (words: readonly string[]): string => [...new Set(words)].map((one) => `“${one}”`).join('');

export const list = (words: readonly string[]): string => [...new Set(words)].join('、');

export const clauses = (found: readonly { clause: string }[]): string => list(found.map(({ clause }) => clause));
