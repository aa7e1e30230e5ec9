/** What the practice page is told when a request goes wrong: `prompts/practice-errors.md`. */
export const ERROR_PHRASES = {
  'unknown-person': [],
  'unknown-chat': [],
  'unknown-quote': [],
  'not-a-form': [],
  'cut-off': [],
  'too-large': [],
  'too-many-files': [],
  'too-long': [],
  'clock-form': [],
  'clock-back': [],
  'no-reminder': [],
  'no-file': [],
  'this-computer-only': [],
  'out-of-order': [],
} as const;

export type ErrorCode = keyof typeof ERROR_PHRASES;
