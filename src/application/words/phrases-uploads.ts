/** What is said of pages behind a link and of what is handed in by them. As in `phrases.ts`. */
// biome-ignore format: a table reads best with one phrase a line.
export const uploadPhrases = {
  'upload.day-over': ['day'],
  'upload.too-many': ['most'],
  'upload.no-page': ['id'],

  'history.page.open': [],
  'history.page.revoke': [],
} as const satisfies Record<string, readonly string[]>;
