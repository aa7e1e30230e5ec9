import type { Arguments } from '../../words/parse.ts';
import { readNumber } from '../../words/parse.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { type Entry, entriesWhere } from '../../works/entries.ts';
import type { Command, Context } from '../context.ts';
import { dropDraft } from '../intake/drop.ts';
import { settle } from '../intake/settle.ts';
import { personOf } from '../speaking.ts';

export const done: Command = {
  id: 'done',
  action: 'report',
  async handle(context, args) {
    const entry = await openEntry(context, args, 'done', ['draft', 'received']);
    if (entry.state === 'draft') return settle(context, entry);
    await context.tx.submission.update({ where: { number: entry.number }, data: { openUntil: null } });
    return context.say('finish.done', { number: entry.number, title: entry.title, files: entry.files.length });
  },
};

export const cancel: Command = {
  id: 'cancel',
  action: 'report',
  async handle(context, args) {
    return dropDraft(context, await openEntry(context, args, 'cancel', ['draft']));
  },
};

/** The actor's own open entry: the one numbered, or the only one there is. */
async function openEntry(
  context: Context,
  args: Arguments,
  command: 'done' | 'cancel',
  states: string[],
): Promise<Entry> {
  const open = await entriesWhere(
    context,
    { byPerson: personOf(context), state: { in: states }, openUntil: { gt: context.now } },
    20,
  );
  if (args.head !== '') {
    const number = readNumber(args.head) ?? misuse('entry.no-number', { written: args.head });
    return open.find((entry) => entry.number === number) ?? refuse('finish.not-open', { number });
  }
  if (open.length > 1)
    refuse('finish.several', {
      command: context.vocabulary.commands[command]?.name ?? '',
      first: open[0]?.number ?? '',
      entries: open.map(({ number, title }) => ({ number, title })),
    });
  return open[0] ?? refuse('finish.none');
}
