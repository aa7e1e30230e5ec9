import { canBeAccepted, canBeReturned } from '../../../domain/submission.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Choice } from '../../message.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, surely, unitOf, unitsToRead } from '../../words/lexicons.ts';
import { refuse } from '../../words/refuse.ts';
import { type Entry, entriesWhere } from '../../works/entries.ts';
import type { Command, Context } from '../context.ts';
import { receiptText, sizeInWords, titleHere } from '../receipt.ts';
import { personOf } from '../speaking.ts';
import { entryToRead, stateName } from './entry-access.ts';

const LISTED = 30;

export const mine: Command = {
  id: 'mine',
  action: 'report',
  async handle(context, args) {
    const { say, actor } = context;
    const personId = personOf(context);
    const asked = args.words
      .filter((word) => surely(context.lexicons.units, word))
      .flatMap((word) => unitsToRead(context, word));
    if (asked.length > 0) return ofUnits(context, asked);
    const entries = await entriesWhere(
      context,
      {
        OR: [
          { unitId: { in: actor.units }, state: { in: ['received', 'accepted', 'returned'] } },
          { byPerson: personId, onBehalf: true, state: { in: ['received', 'accepted', 'returned'] } },
          { byPerson: personId, state: 'draft', openUntil: { gt: context.now } },
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
};

/** What staff look up before they accept or return; somebody's own unit may be named as well. */
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
});

export const show: Command = {
  id: 'show',
  action: 'read-unit',
  async handle(context, args) {
    const entry = await entryToRead(context, args);
    const { say, tx, inGroup } = context;
    const history = await tx.audit.findMany({
      where: { subject: `submission:${entry.number}` },
      orderBy: { id: 'asc' },
      take: 20,
    });
    const { author, authorUnit, phone, name, workplace, deeds, asOne: _, gathered: __, ...open } = entry.fields;
    const personal = { author, authorUnit, phone, name, workplace, deeds };
    const labels = context.vocabulary.commands.correct?.fields ?? {};
    const row = ([key, value]: [string, string | undefined]) => ({
      label: labels[key]?.[0] ?? key,
      value: value ?? '',
    });
    const fields = Object.entries(inGroup ? open : { ...personal, ...open })
      .filter(([, value]) => value)
      .map(row);
    const text = say('entries.show', {
      ...rowOf(context, entry),
      unit: entry.unitId === '' ? '' : unitOf(context, entry.unitId).short,
      version: entry.version,
      onBehalf: entry.onBehalf,
      fields,
      files: inGroup ? [] : entry.files.map((file) => ({ name: file.name, size: sizeInWords(file.size) })),
      fileCount: inGroup && entry.files.length > 0 ? entry.files.length : '',
      history: history.map(({ at, action, after }) => ({
        time: beijingDayAndTime(at),
        what: say(`history.${action}` as 'history.submission.receive'),
        reason: reasonIn(after),
      })),
      inGroup,
    });
    return [{ text, ...(allowed(context, 'review') && { choices: verdicts(context, entry) }) }];
  },
};

/** What staff may do about an entry that lies before them. */
const verdicts = ({ vocabulary: { commands } }: Context, { number, state }: Entry): Choice[] =>
  [canBeAccepted(state) && commands.accept, canBeReturned(state) && commands.return].flatMap((words) =>
    words ? [{ label: words.name, says: `/${words.name} ${number}` }] : [],
  );

const reasonIn = (after: unknown): string => {
  const reason = (after as { reason?: unknown } | null)?.reason;
  return typeof reason === 'string' ? reason : '';
};

export const receipt: Command = {
  id: 'receipt',
  action: 'read-unit',
  async handle(context, args) {
    const entry = await entryToRead(context, args);
    if (entry.state !== 'received' && entry.state !== 'accepted')
      refuse('entries.no-receipt', { number: entry.number, state: stateName(context, entry.state) });
    if (context.inGroup) refuse('entries.receipt-direct', { number: entry.number });
    return receiptText(context, entry);
  },
};
