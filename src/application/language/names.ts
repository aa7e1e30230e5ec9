/** What a rule may ask of a sentence beyond its patterns; see `conditions.ts`. */
export const CONDITIONS = [
  ...(['named', 'category', 'file', 'quote', 'target', 'last', 'number', 'field', 'aspect', 'ruleWord'] as const),
  ...(['reportCategory', 'eventCategory', 'ambassadorCategory', 'workCategory'] as const),
  ...(['itemAsked', 'selfWithoutCity', 'ownAsked', 'nobodyMeant', 'nobodyNamed', 'dayToCome'] as const),
] as const;
export type ConditionName = (typeof CONDITIONS)[number];

/** What a rule may take from a sentence; see the readers in `slots-*.ts`. */
export const READERS = [
  ...([
    'unit',
    'ownUnit',
    'impliedUnit',
    'category',
    'ruleCategory',
    'sureCategory',
    'eventCategory',
    'city',
    'cityTarget',
  ] as const),
  ...(['metric', 'metricOfTotal', 'basis', 'milestone', 'milestoneReport', 'granularity', 'aspect', 'format'] as const),
  ...([
    'receiptFormat',
    'timeSaid',
    'statedComputed',
    'target',
    'targetNamed',
    'file',
    'via',
    'field',
    'bulk',
    'title',
    'titleMeant',
  ] as const),
  ...(['author', 'authorUnit', 'name', 'ambassadorName', 'binder', 'mobile', 'workplace', 'place'] as const),
  ...([
    'attendance',
    'datePast',
    'until',
    'days',
    'at',
    'daysBefore',
    'reason',
    'muteReason',
    'zeroReason',
    'zeroItems',
  ] as const),
  ...([
    'basisSaid',
    'items',
    'itemsIfSeveral',
    'countClaimed',
    'photosToCome',
    'assistKind',
    'link',
    'code',
    'audience',
  ] as const),
  ...(['mention', 'nameTemplate', 'include', 'ranking', 'fromTo'] as const),
] as const;
export type ReaderName = (typeof READERS)[number];
