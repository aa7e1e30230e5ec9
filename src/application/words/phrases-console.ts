/** What is said of the console, in the chat and by the console itself. */
// biome-ignore format: a table reads best with one phrase a line.
export const consolePhrases = {
  'console.in-direct': [],
  'console.no-address': [],
  'console.link': ['address', 'minutes'],
  'console.confirm-digits': ['browser', 'at'],
  'console.digits-over': ['minutes'],
  'console.let-in': [],
  'console.signed-out': ['count'],
  'console.no-such-session': [],
  'console.asked-county': ['number', 'title', 'unit', 'category', 'question'],

  'console.no-session': [],
  'console.link-over': ['minutes'],
  'console.too-often': ['minutes'],
  'console.not-from-here': [],
  'console.not-secure': [],
  'console.nothing-there': [],
  'console.unreadable': ['what'],
  'console.stale': ['who', 'what', 'at'],
  'console.stale-else': [],
  'console.out-of-order': [],
  'console.unit-unknown': [],
  'console.return-reasons': [],
  'console.browser': ['browser', 'system'],
  'console.file-facts': ['subtitles', 'pages', 'characters', 'entries', 'truncated'],
  'console.to-group': [],
} as const satisfies Record<string, readonly string[]>;
