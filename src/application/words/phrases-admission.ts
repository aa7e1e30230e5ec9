import { FILE_RULES, isMeasured, OBJECTIONS, type RuleCheck } from '../../domain/file-rules.ts';
import type { PhraseTable } from './words.ts';

/** What is said of files, as the rules themselves declare it: `prompts/replies/admission.md`. */
export const admissionPhrases: PhraseTable = Object.fromEntries([
  ...Object.entries(OBJECTIONS).map(([code, facts]) => [
    `admission.${code}`,
    ['file', 'text', 'clause', ...Object.keys(facts)],
  ]),
  ...Object.entries(FILE_RULES)
    .filter(([kind]) => isMeasured(kind as RuleCheck['kind']))
    .map(([kind, { given }]) => [`admission.check-${kind}`, Object.keys(given)]),
]);
