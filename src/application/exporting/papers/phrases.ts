import type { PhraseTable } from '../../words/words.ts';
import { CATEGORY_FIGURES, CITY_FIGURES } from './figures.ts';

/** What a form of the office's own is told beside figures. */
export const FORM_FACTS = ['campaign', 'document', 'documentNumber', 'asOf', 'snapshot', 'day', 'signers'] as const;
const CITY = Object.keys(CITY_FIGURES);
const CATEGORY = Object.keys(CATEGORY_FIGURES);
/** Names and days that every sentence may have; none of them is counted. */
const FACTS = [
  ...['campaign', 'document', 'documentNumber', 'asOf', 'snapshot', 'to', 'signers'],
  ...['eventName', 'ambassadorName', 'reportName', 'first', 'last', 'days', 'office', 'contact', 'phones'],
] as const;
const SENTENCE = [...FACTS, ...CITY];

/** Sections with figures in them: a sentence whose figure is not there is left out. */
const SENTENCES = [
  ...['bulletin.title', 'bulletin.to', 'bulletin.opening', 'bulletin.progress-text', 'bulletin.kinds-text'],
  ...['bulletin.problems-note', 'bulletin.problems-text', 'bulletin.ranking-note', 'bulletin.ranking-text'],
  ...['bulletin.next-text', 'bulletin.annex-completion-note', 'publicity.title', 'publicity.opening'],
  ...['publicity.period', 'publicity.objections', 'publicity.contact', 'publicity.annex', 'bulletin.awards-text'],
] as const;
const HEADINGS = [
  'overall',
  'progress',
  'kinds',
  'items',
  'awards',
  'annex-awards',
  'problems',
  'ranking',
  'next',
  'annex-completion',
] as const;

/** Everything that is said in `prompts/bulletin/`, with the variables of each. */
export const PAPER_PHRASES = {
  ...Object.fromEntries(SENTENCES.map((id) => [id, SENTENCE])),
  'bulletin.item': [...FACTS, ...CATEGORY, 'category', 'measure'],
  ...Object.fromEntries(HEADINGS.map((id) => [`bulletin.${id}`, []])),
  ...Object.fromEntries(CITY.map((id) => [`figures.${id}`, []])),
  ...Object.fromEntries(Object.values(CATEGORY_FIGURES).map(({ explained }) => [`figures.${explained}`, ['category']])),
  ...Object.fromEntries([...FORM_FACTS, ...CITY].map((id) => [`forms.${id}`, []])),
  'figures.cell': ['unit', 'category'],
  'figures.unitShare': ['unit'],
  'paper.mark': [],
  'paper.number': ['prefix', 'year'],
  'paper.heading': ['numeral', 'text'],
  'paper.subheading': ['numeral', 'text'],
  'paper.item': ['index', 'text'],
  'paper.numerals': [],
  'paper.join': [],
  'paper.level': ['level', 'count'],
  'paper.annex': [],
  'paper.annex-one': ['title'],
  'paper.annex-first': ['index', 'title'],
  'paper.annex-further': ['index', 'title'],
  'paper.date': ['year', 'month', 'day'],
  'paper.moment': ['year', 'month', 'day', 'hour', 'minute'],
  'paper.page': [],
  ...Object.fromEntries(['title', 'body', 'heading', 'subheading', 'page'].map((id) => [`paper.font-${id}`, []])),
  'paper.file': ['title', 'number'],
  'paper.figures-file': ['title', 'number'],
  'paper.figures-tab': [],
  'paper.rows-tab': [],
  'paper.figures-above': ['number', 'snapshot', 'asOf'],
  'paper.figures-heads': [],
  'paper.rows-heads': [],
  'paper.columns-completion': [],
  'paper.columns-works': [],
  'paper.columns-awards': [],
  'paper.snapshot-bulletin': [],
  'paper.snapshot-publicity': [],
  'paper.total': [],
} as Readonly<Record<string, readonly string[]>> satisfies PhraseTable;
