/** What the office has to be asked. `kind` names the sentence in prompts/campaign-draft.md that `facts` fill. */
export interface Question {
  kind: string;
  clause: string;
  /** The notice's words that it is about; empty where something is missing. */
  quote: string;
  facts: Record<string, string | number | boolean>;
}

export const question = (kind: string, clause: string, quote: string, facts: Question['facts'] = {}): Question => ({
  kind,
  clause,
  quote,
  facts,
});

/** “甲”“乙” */
export const quoted = (words: readonly string[]): string => [...new Set(words)].map((one) => `“${one}”`).join('');

export const list = (words: readonly string[]): string => [...new Set(words)].join('、');

export const clauses = (found: readonly { clause: string }[]): string => list(found.map(({ clause }) => clause));
