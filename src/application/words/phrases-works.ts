/** What is said of works beside their taking: of their platforms, of many at once, of what is taken back. As in `phrases.ts`. */
// biome-ignore format: a table reads best with one phrase a line.
export const workPhrases = {
  'intake.choice-count': ['one'],
  'intake.choice-home': ['number'],
  'intake.choice-another': ['measure'],
  'intake.choice-same': [],
  'intake.choice-replace': [],

  'platform.ask': ['host', 'category', 'clause', 'count'],
  'platform.choice': ['yes'],
  'review.ask-reason': ['number'],
  'platform.noted': ['named', 'yes', 'number', 'screenshot', 'one'],
  'platform.unsure': [],
  'platform.several': ['range'],
  'platform.no-project': ['number', 'category'],
  'platform.not-received': ['number', 'state'],
  'platform.standing': ['rows', 'rows.number', 'rows.title', 'rows.state', 'example'],
  'platform.state': ['asked', 'yes', 'no', 'number', 'screenshot'],
  'platform.list': [
    ...(['about', 'count', 'of', 'none', 'more', 'clause', 'own', 'time'] as const),
    ...(['rows', 'rows.unit', 'rows.category', 'rows.host', 'rows.day', 'rows.works', 'example'] as const),
  ],
  'platform.unit': ['unit', 'count'],
  'platform.works': ['no', 'unsaid', 'both'],
  'platform.reminder': ['left', 'day', 'host', 'category', 'clause', 'first', 'rows', 'rows.unit', 'rows.works'],

  'view.speak-first': ['number'],

  'correct.each': ['count', 'named', 'fields', 'category', 'left', 'left.text'],
  'correct.each-what': ['first', 'last'],
  'correct.each-files': ['number'],
  'correct.titles-count': ['found', 'count'],

  'restore.done': ['number', 'title', 'state', 'unit', 'category', 'count', 'target'],
  'restore.again': ['number', 'title'],
} as const satisfies Record<string, readonly string[]>;
