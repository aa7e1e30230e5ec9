import { beijingDayAndTime } from '../../../domain/time.ts';
import { freeze, snapshots } from '../../exporting/snapshot.ts';
import { peopleById } from '../../people/people.ts';
import { oneLine } from '../../words/normalise.ts';
import { type Context, command } from '../context.ts';

/** As many as a phone shows without turning the page. */
const LISTED = 10;

/** Freezes how everything stands; or lists what was frozen. */
export const snapshot = command({
  id: 'snapshot',
  action: 'export',
  args: { action: { kind: 'choice', of: 'snapshotActions' }, note: { kind: 'text' } },
  async handle(context, { action, note }) {
    if (action === 'list') return list(context);
    const frozen = await freeze(context, { note: oneLine(note, 100) });
    return context.say('export.frozen', { ...frozen, at: beijingDayAndTime(frozen.at) });
  },
});

async function list(context: Context): Promise<string> {
  const all = await snapshots(context);
  const shown = all.slice(0, LISTED);
  const people = await peopleById(
    context,
    shown.map(({ byPerson }) => byPerson),
  );
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  return context.say('export.snapshots', {
    none: all.length === 0,
    rows: shown.map(({ number, note, at, byPerson, entries }) => ({
      ...{ number, entries, note: context.inGroup ? '' : note, at: beijingDayAndTime(at) },
      by: nameOf.get(byPerson) ?? '',
    })),
    more: all.length > LISTED ? all.length - LISTED : '',
  });
}
