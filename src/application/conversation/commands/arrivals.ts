import { beijingDay, beijingDayAndTime } from '../../../domain/time.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { type Arrived, arrived } from '../../works/arrived.ts';
import { type Context, command } from '../context.ts';
import { titleHere } from '../receipt.ts';
import { stateName } from '../state-name.ts';
import { suspected } from '../suspected.ts';

/** As many as a phone shows without turning the page. */
const LISTED = 10;

const listing = <Id extends string>(id: Id, which: Arrived) =>
  command({
    id,
    action: 'review',
    args: {
      everyone: { kind: 'everyone' },
      units: { kind: 'units', for: 'read' },
      categories: { kind: 'categories', for: 'read' },
    },
    handle: (context, { units, categories }) => list(context, which, { unitIds: units, categoryIds: categories }),
  });

export const pending = listing('pending', 'pending');
export const late = listing('late', 'late');
export const today = listing('today', 'today');

async function list(
  context: Context,
  which: Arrived,
  of: { unitIds: string[]; categoryIds: string[] },
): Promise<string> {
  const all = await arrived(context, which, of);
  const about = [
    ...of.unitIds.map((id) => unitOf(context, id).short),
    ...of.categoryIds.map((id) => categoryOf(context, id).short),
  ];
  // What waits longest is first to be looked at; of what came today the latest is.
  const shown = which === 'pending' ? all.slice(0, LISTED) : all.slice(-LISTED);
  const alike = await suspected(
    context,
    shown.map(({ entry }) => entry.number),
  );
  return context.say('review.arrivals', {
    pending: which === 'pending',
    late: which === 'late',
    today: which === 'today',
    about: about.join('、'),
    count: all.length,
    none: all.length === 0,
    rows: shown.map(({ entry, late: isLate, mended }) => ({
      number: entry.number,
      category: categoryOf(context, entry.categoryId).short,
      title: titleHere(context, entry),
      unit: unitOf(context, entry.unitId).short,
      at: shortTime(context, which, entry.receivedAt ?? entry.createdAt),
      late: isLate && which !== 'late',
      mended: mended === undefined ? '' : shortTime(context, which, mended),
      state: which === 'pending' ? '' : stateName(context, entry.state),
      alike: (alike.get(entry.number) ?? []).map(({ other }) => `#${other.number}`).join('、'),
    })),
    more: all.length > LISTED ? all.length - LISTED : '',
    time: beijingDayAndTime(context.now),
  });
}

/** The year is everybody's, and in the list of today the day as well. */
const shortTime = ({ now }: Context, which: Arrived, at: Date): string =>
  beijingDayAndTime(at).slice(which === 'today' && beijingDay(at) === beijingDay(now) ? 11 : 5);
