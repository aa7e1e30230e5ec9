import type { ConditionName } from './names.ts';
import { dayOf, type Reading, thingsOf } from './reading.ts';
import { categoriesSaid, unitsSaid } from './slots-names.ts';

const has = (reading: Reading, ...kinds: string[]) => thingsOf(reading, ...kinds).length > 0;

const says = (reading: Reading, word: string): boolean =>
  reading.tongue.grammar.words[word]?.test(reading.masked) ?? false;

const ofKind = (reading: Reading, kind: string): boolean =>
  categoriesSaid(reading).some(
    (ids) =>
      ids.length === 1 && reading.tongue.campaign.categories.some((one) => one.id === ids[0] && one.kind === kind),
  );

/** A category with a target for the whole city only, such as the ambassadors. */
function cityOnly({ tongue: { campaign } }: Reading, id: string | undefined): boolean {
  return campaign.cityTargets.some(({ category }) => category === id) && !campaign.table.columns.includes(id ?? '');
}

/** What rules ask of a sentence besides their patterns. */
export const conditions: Record<ConditionName, (reading: Reading) => boolean> = {
  named: (reading) => unitsSaid(reading).ids.length > 0,
  category: (reading) => categoriesSaid(reading).length > 0,
  file: ({ files }) => files.length > 0,
  quote: ({ quote }) => quote !== undefined,
  target: (reading) => has(reading, 'entry', 'nth', 'last') || reading.quote !== undefined,
  titled: (reading) => has(reading, 'title'),
  last: (reading) => has(reading, 'last'),
  number: (reading) => has(reading, 'count') || /\d|[一二两三四五六七八九十百]/.test(reading.masked),
  field: (reading) => reading.tongue.grammar.choices.field.some(({ when }) => when.test(reading.said)),
  aspect: ({ tongue, said, masked }) =>
    tongue.grammar.choices.aspect.some(({ when }) => when.test(said) || when.test(masked)),
  ruleWord: (reading) => says(reading, 'rule_word'),
  reportCategory: (reading) => ofKind(reading, 'report'),
  eventCategory: (reading) => ofKind(reading, 'event'),
  ambassadorCategory: (reading) => ofKind(reading, 'ambassador'),
  workCategory: (reading) => ofKind(reading, 'work') || categoriesSaid(reading).some((ids) => ids.length > 1),
  itemAsked: (reading) =>
    (categoriesSaid(reading).length > 0 && !says(reading, 'received')) ||
    (reading.who === 'staff' && unitsSaid(reading).ids.length > 0),
  selfWithoutCity: (reading) =>
    !says(reading, 'city_strong') &&
    (has(reading, 'self') || (reading.who === 'county' && !reading.inGroup && !says(reading, 'city'))),
  ownAsked: (reading) =>
    reading.who === 'county' &&
    !says(reading, 'received') &&
    !says(reading, 'city_strong') &&
    !cityOnly(reading, categoriesSaid(reading)[0]?.[0]),
  nobodyMeant: (reading) => unitsSaid(reading).ids.length === 0 && !has(reading, 'self') && reading.who !== 'county',
  dayToCome: (reading) => {
    const [first] = thingsOf(reading, 'day', 'nth');
    const day = dayOf(reading, first, 'past');
    return day !== undefined && day > reading.today;
  },
  todaySaid: (reading) => dayOf(reading, thingsOf(reading, 'day')[0], 'past') === reading.today,
  nobodyNamed: (reading) => unitsSaid(reading).ids.length === 0 && !has(reading, 'self'),
};
