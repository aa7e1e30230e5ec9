/** What is said of pages behind a link and of what is handed in by them. As in `phrases.ts`. */
// biome-ignore format: a table reads best with one phrase a line.
export const uploadPhrases = {
  'upload.day-over': ['day'],
  'upload.too-many': ['most'],
  'upload.no-page': ['id'],

  'upload.in-direct': [],
  'upload.no-address': [],
  'upload.link': ['address', 'until', 'limit', 'number', 'title', 'unit', 'other', 'id'],
  'upload.list': ['none', 'rows', 'rows.id', 'rows.unit', 'rows.category', 'rows.title', 'rows.number', 'rows.many', 'rows.until', 'rows.by', 'more', 'all'],
  'upload.which': [],
  'upload.dropped': ['id', 'unit', 'category', 'title', 'number', 'many', 'until'],
  'upload.large-in-direct': [],
  'upload.large-how': [],

  'upload.too-large': ['name', 'limit'],
  'upload.no-such-kind': ['name'],
  'upload.page-files': ['most'],
  'upload.page-bytes': ['most'],
  'upload.too-often': [],
  'upload.no-room': [],
  'upload.still-coming': [],
  'upload.no-category': [],
  'upload.shut': [],
  'upload.shut-expired': [],
  'upload.shut-revoked': [],
  'upload.shut-used': [],
  'upload.unknown': [],
  'upload.fault': [],
  'upload.no-script': [],

  'upload.title': [],
  'upload.heading': ['unit', 'category', 'title', 'number'],
  'upload.open-until': ['until', 'by'],
  'upload.rule': ['text', 'clause'],
  'upload.about': ['size', 'duration'],
  'upload.again': ['number', 'title', 'category', 'measure'],
  'upload.blocked': ['reasons', 'reasons.text'],
  'upload.repeated': ['file', 'number', 'title', 'category'],

  'history.page.open': [],
  'history.page.revoke': [],
} as const satisfies Record<string, readonly string[]>;
