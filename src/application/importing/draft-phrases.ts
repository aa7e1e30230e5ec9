import type { DocumentNote } from '../../domain/document.ts';
import { QUESTIONS, type QuestionKind } from '../../domain/notice/question.ts';
import type { PhraseTable, SayOf } from '../words/words.ts';

/** What the 核对单 tells of what was read. */
const readPhrases = {
  'read-issuer': ['value'],
  'read-issued': ['value'],
  'read-units': ['count', 'value'],
  'read-kind': ['name', 'members'],
  'read-category': ['name', 'measure'],
  'read-table': ['title', 'rows', 'columns'],
  'read-target': ['text'],
  'read-phase': ['name', 'from', 'to'],
  'read-milestone': ['name', 'at', 'time', 'wording'],
  'read-recurring': ['text'],
  'read-rule': ['category', 'text'],
  'read-way': ['to'],
  'read-award': ['text'],
  'read-weight': ['text'],
  'read-contact': ['name', 'phones'],
} as const satisfies PhraseTable;

const notePhrases = {
  'read-note-macros': [],
  'read-note-tracked-changes': [],
  'read-note-text-boxes': [],
  'read-note-pages-without-text': [],
} as const satisfies Record<`read-note-${DocumentNote}`, readonly []>;

const questionPhrases = Object.fromEntries(
  Object.entries(QUESTIONS).map(([kind, facts]) => [`question-${kind}`, facts]),
) as { readonly [Kind in QuestionKind as `question-${Kind}`]: (typeof QUESTIONS)[Kind] };

/** What is said when a notice becomes a campaign file: `prompts/campaign-draft.md`. */
export const draftPhrases = {
  'clause-head': [],
  'clause-number': [],
  'clause-title': [],
  'clause-addressees': [],
  'clause-signed': [],
  'clause-annex-list': [],
  'clause-first': [],
  'clause-nth': [],
  'clause-note': [],
  'clause-remark': [],
  'office-unnamed': [],
  'privacy-kept': [],
  'privacy-purpose': [],
  separator: [],
  usage: [],
  written: ['file', 'sheet'],
  'sheet-suffix': [],
  exists: ['file'],
  header: ['title'],
  sheet: [
    ...['name', 'title', 'number', 'lines', 'lines.text', 'lines.clause'],
    ...['contradictions', 'contradictions.number', 'contradictions.text', 'contradictions.clause'],
    ...['open', 'open.number', 'open.text', 'open.clause'],
  ],
  ...readPhrases,
  ...notePhrases,
  ...questionPhrases,
} as const satisfies PhraseTable;

export type DraftSay = SayOf<typeof draftPhrases>;
export type ReadLine = keyof typeof readPhrases;
