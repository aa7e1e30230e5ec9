import path from 'node:path';
import { readSections } from '../../src/adapters/prompt-files.ts';
import { loadVocabulary } from '../../src/adapters/vocabulary-file.ts';
import { labelsOf } from '../../src/application/conversation/args.ts';
import { commands } from '../../src/application/conversation/commands/index.ts';
import { makingOf } from '../../src/application/exporting/lay-out.ts';
import type { Making } from '../../src/application/exporting/making.ts';
import { PAPER_PHRASES } from '../../src/application/exporting/papers/phrases.ts';
import type { Standing } from '../../src/application/exporting/standing.ts';
import { paperWordsFrom } from '../../src/application/words/paper-words.ts';

const PROMPTS = path.resolve(import.meta.dirname, '../../prompts');
export const paperSections = readSections(path.join(PROMPTS, 'bulletin'));
/** The shipped words of papers. */
export const paperWords = paperWordsFrom(paperSections, PAPER_PHRASES);
const vocabulary = loadVocabulary(path.join(PROMPTS, 'commands.yaml'), commands.map(labelsOf));

export const makingFor = (standing: Standing): Making =>
  makingOf(standing, { unitIds: [], categoryIds: [], accepted: false }, { say: () => '', vocabulary });
