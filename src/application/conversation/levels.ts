import { beijingDayAndTime } from '../../domain/time.ts';
import { allowed } from '../people/permit.ts';
import { levelsNow } from '../screening/children.ts';
import { unitOf } from '../words/lexicons.ts';
import { refuse } from '../words/refuse.ts';
import { progressNow } from '../works/ledger.ts';
import type { Context } from './context.ts';

/** More do not fit a phone. */
const LISTED = 8;

/** What has come from each child of some units; whoever may not see a unit is told nothing of it. */
export async function levelsInWords(context: Context, unitIds: string[]): Promise<string> {
  const readable = unitIds.filter((id) => allowed(context, 'read-unit', id));
  if (readable.length === 0)
    refuse('progress.not-yours', { units: unitIds.map((id) => unitOf(context, id).short).join('、') });
  const texts: string[] = [];
  for (const id of readable) texts.push(await ofUnit(context, id));
  return texts.join('\n\n');
}

async function ofUnit(context: Context, unitId: string): Promise<string> {
  const rows = await levelsNow(context, [unitId]);
  const total = (of: 'counted' | 'waiting') => rows.reduce((sum, row) => sum + row[of], 0);
  const [unit] = (await progressNow(context, [unitId])).units;
  const reported = unit?.items.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return context.say('children.levels', {
    unit: unitOf(context, unitId).short,
    none: rows.length === 0,
    counted: total('counted'),
    waiting: total('waiting'),
    rows: rows.slice(0, LISTED).map(({ child, counted, waiting, returned }) => ({
      child: child === '' ? context.say('children.elsewhere') : child,
      counted,
      waiting: waiting || '',
      returned: returned || '',
    })),
    more: rows.length > LISTED ? rows.length - LISTED : '',
    own: reported - total('counted') || '',
    time: beijingDayAndTime(context.now),
  });
}
