import { refuse } from '../../words/refuse.ts';
import { drop, fill, finish } from '../../works/draft.ts';
import { type Entry, entriesWhere } from '../../works/entries.ts';
import { type Context, command } from '../context.ts';
import { dropped } from '../intake/dropped.ts';
import { settle } from '../intake/settle.ts';
import { speakerIn } from '../speaking.ts';

export const done = command({
  id: 'done',
  action: 'report',
  args: { number: { kind: 'entry', required: false } },
  async handle(context, { number }) {
    const entry = await openEntry(context, number, 'done', ['draft', 'received']);
    // Whatever was announced, what is there is all.
    if (entry.state === 'draft')
      return settle(context, (await fill(context, { number: entry.number, expects: null })).entry);
    const { title, files } = await finish(context, { number: entry.number });
    return context.say('finish.done', { number: entry.number, title, files: files.length });
  },
});

export const cancel = command({
  id: 'cancel',
  action: 'report',
  args: { number: { kind: 'entry', required: false } },
  async handle(context, { number }) {
    const entry = await openEntry(context, number, 'cancel', ['draft']);
    return [dropped(context, await drop(context, { number: entry.number }))];
  },
});

/** The actor's own open entry: the one numbered, or the only one there is. */
async function openEntry(
  context: Context,
  number: number | undefined,
  command: 'done' | 'cancel',
  states: string[],
): Promise<Entry> {
  const byPerson = speakerIn(context);
  const open = await entriesWhere(context, { byPerson, state: { in: states }, openUntil: { gt: context.now } }, 20);
  if (number !== undefined)
    return open.find((entry) => entry.number === number) ?? refuse('finish.not-open', { number });
  if (open.length > 1)
    refuse('finish.several', {
      command: context.vocabulary.commands[command]?.name ?? '',
      first: open[0]?.number ?? '',
      entries: open.map((entry) => ({ number: entry.number, title: entry.title })),
    });
  return open[0] ?? refuse('finish.none');
}
