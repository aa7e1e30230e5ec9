import type { Lack } from '../../../domain/lack.ts';
import type { Answer } from '../../delivery/answer.ts';
import { isReached, type Nudge, nudgeable, nudge as nudgeDeed } from '../../reminding/nudge.ts';
import { itemsInWords } from '../../reminding/reminder-words.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { type Context, command, spoken } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { tell } from '../tell.ts';

const BETWEEN = '、';

/**
 * First a preview of who is nudged and who cannot be reached. After 确认 the nudge is made from the list of that moment,
 * not of the preview.
 */
export const nudge = command({
  id: 'nudge',
  action: 'nudge',
  args: {
    everyone: { kind: 'everyone' },
    units: { kind: 'units', for: 'write' },
    categories: { kind: 'categories', for: 'write' },
    inGroup: { kind: 'flag', of: 'inGroup' },
  },
  async handle(context, { units: unitIds, categories: categoryIds, inGroup }) {
    const wanted = await nudgeable(context, { unitIds, categoryIds, inGroup });
    return wanted.lacks.length === 0 ? context.say('nudge.nobody') : preview(context, wanted);
  },
});

function preview(context: Context, wanted: Nudge): Promise<Answer[]> {
  const row = (lack: Lack) => ({
    unit: unitOf(context, lack.unitId).short,
    items: itemsInWords(context, lack),
    missing: whoIsMissing(context, wanted, lack),
  });
  const reachedRows = wanted.lacks.filter((lack) => isReached(wanted, lack)).map(row);
  const unreachedRows = wanted.lacks.filter((lack) => !isReached(wanted, lack)).map(row);
  const { unitIds, categoryIds, inGroup, groups } = wanted;
  const units = unitIds.map((id) => unitOf(context, id).short);
  const group = inGroup ? context.vocabulary.inGroup.slice(0, 1) : [];
  const printed = [...units, ...categoryIds.map((id) => categoryOf(context, id).short), ...group].join(' ');
  const steps = [{ deed: 'nudge', input: { unitIds, categoryIds, inGroup }, command: 'nudge', printed }];
  const grouped = groups.length > 0;
  return ask(context, { kind: 'confirm', steps }, 'nudge.preview', {
    reached: reachedRows.length,
    unreached: unreachedRows.length,
    reachedRows,
    unreachedRows,
    grouped,
    everyone: inGroup && grouped ? wanted.lacks.length : '',
    groupless: !grouped && (inGroup || unreachedRows.length > 0),
  });
}

/** The coordinators of a unit who cannot be written to, and why. */
function whoIsMissing({ say }: Context, { coordinators }: Nudge, { unitId }: Lack): string {
  const own = coordinators.filter((one) => one.unitId === unitId);
  if (own.length === 0) return say('nudge.why-nobody');
  const names = (spoke: boolean) =>
    own
      .filter(({ to, ...one }) => to === undefined && one.spoke === spoke)
      .map(({ name }) => name)
      .join(BETWEEN);
  const [silent, mute] = [names(false), names(true)];
  return [silent && say('nudge.why-silent', { names: silent }), mute && say('nudge.why-mute', { names: mute })]
    .filter(Boolean)
    .join(BETWEEN);
}

export const nudging = spoken(nudgeDeed, async (context, facts) => {
  const { nudge: wanted, reached, again, named, unreached } = facts;
  if (wanted.lacks.length === 0) return [{ text: context.say('nudge.nobody') }];
  const namesOf = (unitIds: string[]) => unitIds.map((unitId) => unitOf(context, unitId).short).join(BETWEEN);
  const text = context.say('nudge.sent', {
    reached: reached.length || '',
    named: named.length || '',
    namedNames: namesOf(named),
    again: again.length || '',
    unreachedNames: namesOf(unreached),
  });
  return [{ text }, ...(await tell(context, 'nudge', facts)).answers];
});
