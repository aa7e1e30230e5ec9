import { FIELD_IDS, isPersonal } from '../../../domain/field.ts';
import { canBeAccepted, canBeReturned } from '../../../domain/submission.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Choice } from '../../message.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { sizeInWords } from '../../words/measures.ts';
import { isPhrase } from '../../words/phrases.ts';
import { refuse } from '../../words/refuse.ts';
import { labelOf } from '../../words/vocabulary.ts';
import { entryToRead } from '../../works/access.ts';
import { type Entry, entriesWhere } from '../../works/entries.ts';
import { historyOf } from '../../works/history.ts';
import { awaitedFile } from '../../works/receive-rows.ts';
import { type Context, command } from '../context.ts';
import { unitNameOf } from '../names-of-others.ts';
import { arrivalOf, titleHere } from '../receipt.ts';
import { speakerIn } from '../speaking.ts';
import { stateName } from '../state-name.ts';
import { suspected } from '../suspected.ts';

const LISTED = 30;

export const mine = command({
  id: 'mine',
  action: 'report',
  args: { units: { kind: 'units', for: 'read', sure: true } },
  async handle(context, { units: asked }) {
    const { say, actor } = context;
    const personId = speakerIn(context);
    if (asked.length > 0) return ofUnits(context, asked);
    const entries = await entriesWhere(
      context,
      {
        OR: [
          { unitId: { in: actor.units }, state: { in: ['received', 'accepted', 'returned'] } },
          { byPerson: personId, onBehalf: true, state: { in: ['received', 'accepted', 'returned'] } },
          { byPerson: personId, state: 'draft', openUntil: { gt: context.now } },
          // Rows of a sheet whose files have not come yet.
          { unitId: { in: actor.units }, state: 'draft', openUntil: null, files: { none: {} } },
        ],
      },
      LISTED + 1,
      true,
    );
    if (entries.length === 0)
      return say('entries.none', { example: context.vocabulary.commands.submit?.example ?? '' });
    const shown = entries.slice(0, LISTED).reverse();
    return say('entries.mine', {
      units: actor.units.map((id) => unitOf(context, id).short).join('、'),
      entries: shown.map((entry) => rowOf(context, entry)),
      more: entries.length > LISTED ? LISTED : '',
    });
  },
});

/** What staff look up before they accept or return an entry; their own unit may be named as well. */
async function ofUnits(context: Context, asked: string[]): Promise<string> {
  const unitIds = [...new Set(asked)];
  const readable = unitIds.filter((id) => allowed(context, 'read-unit', id));
  const names = (ids: string[]) => ids.map((id) => unitOf(context, id).short).join('、');
  if (readable.length === 0) refuse('progress.not-yours', { units: names(unitIds) });
  const where = { unitId: { in: readable }, state: { in: ['received', 'accepted', 'returned'] } };
  const entries = await entriesWhere(context, where, LISTED + 1, true);
  if (entries.length === 0) return context.say('entries.unit-none', { units: names(readable) });
  return context.say('entries.mine', {
    units: names(readable),
    entries: entries
      .slice(0, LISTED)
      .reverse()
      .map((entry) => rowOf(context, entry)),
    more: entries.length > LISTED ? LISTED : '',
  });
}

const rowOf = (context: Context, entry: Entry) => ({
  number: entry.number,
  title: titleHere(context, entry),
  category: entry.categoryId === '' ? '' : categoryOf(context, entry.categoryId).short,
  state: stateName(context, entry.state),
  waits: awaitedFile(entry) ?? '',
});

export const show = command({
  id: 'show',
  action: 'read-unit',
  args: { number: { kind: 'entry', required: true } },
  async handle(context, { number }) {
    const entry = await entryToRead(context, number);
    const { say, inGroup } = context;
    const history = await historyOf(context, entry.number);
    const fields = FIELD_IDS.filter((id) => entry.fields[id] && !(inGroup && isPersonal(id))).map((id) => ({
      label: labelOf(context, id),
      value: entry.fields[id] ?? '',
    }));
    const { time: received, late } = await arrivalOf(context, entry);
    const { waits: _, ...row } = rowOf(context, entry);
    const text = say('entries.show', {
      ...row,
      received,
      late: late && entry.receivedAt !== null,
      unit: entry.unitId === '' ? '' : unitOf(context, entry.unitId).short,
      version: entry.version,
      onBehalf: entry.onBehalf,
      fields,
      files: inGroup ? [] : entry.files.map((file) => ({ name: file.name, size: sizeInWords(file.size) })),
      fileCount: inGroup && entry.files.length > 0 ? entry.files.length : '',
      alike: ((await suspected(context, [entry.number])).get(entry.number) ?? []).map(({ other, by }) => ({
        other: other.number,
        unit: unitNameOf(context, other),
        title: other.title,
        how: say(`alike.by-${by}`),
        number: entry.number,
      })),
      history: history.map(({ at, action, reason }) => ({
        time: beijingDayAndTime(at),
        what: historyInWords(context, action),
        reason,
      })),
      inGroup,
    });
    return [{ text, ...(allowed(context, 'review') && { choices: verdicts(context, entry) }) }];
  },
});

/**
 * Rows written by an older version may have an action without words: they are told as a change, so that `/查` still
 * answers.
 */
function historyInWords({ say }: Context, action: string): string {
  const id = `history.${action}`;
  return isPhrase(id) ? (say as (id: string) => string)(id) : say('history.other');
}

/** What staff may do about an entry that lies before them. */
const verdicts = ({ vocabulary: { commands } }: Context, { number, state }: Entry): Choice[] =>
  [canBeAccepted(state) && commands.accept, canBeReturned(state) && commands.return].flatMap((words) =>
    words ? [{ label: words.name, says: `/${words.name} ${number}` }] : [],
  );
