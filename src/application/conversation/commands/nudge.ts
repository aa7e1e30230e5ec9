import { type Deadlines, deadlinesOf } from '../../../domain/deadline.ts';
import { type Lack, lacking } from '../../../domain/reminder.ts';
import { beijingDay } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { audit } from '../../keeping/audit.ts';
import { coordinatorsOf } from '../../people/people.ts';
import { byPerson, type Coordinator, countyText } from '../../reminding/direct-reminder.ts';
import { itemsInWords } from '../../reminding/reminder-words.ts';
import { categoryToWrite, surely, unitOf, unitToWrite } from '../../words/lexicons.ts';
import { extensionsOf, progressNow } from '../../works/ledger.ts';
import type { Command, Context } from '../context.ts';
import { ask } from '../proposals/open-question.ts';

const BETWEEN = '、';
/** As long as a preview may be confirmed. */
const SAME_NUDGE_MS = 10 * 60_000;

interface Nudge {
  lacks: Lack[];
  categoryIds: string[];
  deadlines: Deadlines;
  coordinators: Coordinator[];
}

/** Preview first: who gets it and who cannot be reached; sent after 确认, with the list of that moment. */
export const nudge: Command = {
  id: 'nudge',
  action: 'nudge',
  async handle(context, args) {
    const { campaign, say, lexicons, vocabulary } = context;
    const words = args.words.filter((word) => !vocabulary.everyone.includes(word));
    const categoryIds = words
      .filter((word) => surely(lexicons.categories, word) && !surely(lexicons.units, word))
      .map((word) => categoryToWrite(context, word));
    const unitIds = words
      .filter((word) => !surely(lexicons.categories, word) || surely(lexicons.units, word))
      .map((word) => unitToWrite(context, word));
    const found = await progressNow(
      context,
      unitIds.length > 0 ? unitIds : undefined,
      categoryIds.length > 0 ? categoryIds : undefined,
    );
    const deadlines = deadlinesOf(campaign, await extensionsOf(context));
    const lacks = lacking(found, deadlines);
    if (lacks.length === 0) return say('nudge.nobody');
    const coordinators = await coordinatorsOf(
      context,
      lacks.map(({ unitId }) => unitId),
    );
    const wanted: Nudge = { lacks, categoryIds, deadlines, coordinators };
    return context.confirmed ? send(context, wanted) : preview(context, wanted, args.head);
  },
};

const isReached = ({ coordinators }: Nudge, { unitId }: Lack) =>
  coordinators.some((one) => one.unitId === unitId && one.to);

function preview(context: Context, wanted: Nudge, rest: string): Promise<Answer[]> {
  const row = (lack: Lack) => ({
    unit: unitOf(context, lack.unitId).short,
    items: itemsInWords(context, { ...lack, nothing: lack.nothing && wanted.categoryIds.length === 0 }),
    missing: whoIsMissing(context, wanted, lack),
  });
  const reachedRows = wanted.lacks.filter((lack) => isReached(wanted, lack)).map(row);
  const unreachedRows = wanted.lacks.filter((lack) => !isReached(wanted, lack)).map(row);
  return ask(context, { kind: 'confirm', command: 'nudge', rest }, 'nudge.preview', {
    reached: reachedRows.length,
    unreached: unreachedRows.length,
    reachedRows,
    unreachedRows,
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

async function send(context: Context, wanted: Nudge): Promise<Answer[]> {
  const { campaign, say, tx, now, actor } = context;
  // Two who confirm at once: the second sees what the first has sent.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`nudge/${campaign.id}`}, 0))`;
  const { lacks, categoryIds, deadlines, coordinators } = wanted;
  const all = byPerson(lacks, coordinators).flatMap(
    ({ person: { to }, lacks: own }): Required<Pick<Answer, 'to' | 'text' | 'recipe'>>[] => {
      const unitIds = own.map(({ unitId }) => unitId);
      const recipe = { what: 'nudge' as const, day: beijingDay(now), unitIds, categoryIds };
      return to ? [{ to, text: countyText(context, own, deadlines, 'nudge'), recipe }] : [];
    },
  );
  const lately = await sentLately(context, all);
  const answers = all.filter(({ to, text }) => !lately.has(`${to.channel}/${to.chat.id}\n${text}`));
  const unitsIn = (some: typeof all) =>
    new Set(some.flatMap(({ recipe }) => ('unitIds' in recipe ? recipe.unitIds : [])));
  const reached = unitsIn(answers);
  const again = [...unitsIn(all)].filter((unitId) => !reached.has(unitId));
  const unreached = lacks.filter((lack) => !isReached(wanted, lack)).map(({ unitId }) => unitId);
  await audit(tx, {
    at: now,
    personId: actor.personId,
    action: 'nudge',
    subject: `campaign:${campaign.id}`,
    after: { reached: [...reached], again, unreached },
  });
  const unreachedNames = unreached.map((unitId) => unitOf(context, unitId).short).join(BETWEEN);
  const text = say('nudge.sent', { reached: reached.size, again: again.length || '', unreachedNames });
  return [{ text }, ...answers];
}

/** Who was told the very same a moment ago: nobody is nudged twice because two have confirmed. */
async function sentLately(
  { tx, now }: Context,
  answers: Required<Pick<Answer, 'to' | 'text'>>[],
): Promise<Set<string>> {
  const sent = await tx.$queryRaw<{ key: string }[]>`
    SELECT channel || '/' || chat_id || E'\n' || (post ->> 'text') AS key FROM outbound
    WHERE chat_id = ANY(${answers.map(({ to }) => to.chat.id)}) AND recipe ->> 'what' = 'nudge'
      AND state IN ('waiting', 'working', 'sent', 'unknown')
      AND created_at > ${new Date(now.getTime() - SAME_NUDGE_MS)}`;
  return new Set(sent.map(({ key }) => key));
}
