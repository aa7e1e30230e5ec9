import type { Answer } from '../../delivery/answer.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { draft, fill } from '../../works/draft.ts';
import { type Entry, entriesWhere } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { speakerIn } from '../speaking.ts';
import { correcting } from './correcting.ts';
import { mereLink } from './link-said.ts';
import { settle } from './settle.ts';

/** A link without a word: of the draft that waits for it, of the event just reported, or a draft that asks what it is. */
export async function takeLink(context: Context): Promise<Answer[] | undefined> {
  const fields = context.actor.units.length > 0 && allowed(context, 'report') ? mereLink(context) : undefined;
  if (!fields) return undefined;
  const open = await entriesWhere(context, { byPerson: speakerIn(context), openUntil: { gt: context.now } }, 20, true);
  const waiting = open.find((entry) => entry.state === 'draft' && lacksLink(context, entry));
  if (waiting) return settle(context, (await fill(context, { number: waiting.number, fields })).entry);
  const event = open.find((entry) => entry.state === 'received' && isEvent(context, entry) && !entry.fields.link);
  if (event) return correcting.carryOut(context, { number: event.number, fields: { link: fields.link ?? '' } });
  const [unitId] = context.actor.units.length === 1 ? context.actor.units : [];
  const { entry } = await draft(context, { ...(unitId !== undefined && { unitId }), fields });
  return settle(context, entry);
}

const isEvent = (context: Context, { categoryId }: Entry): boolean =>
  categoryId !== '' && categoryOf(context, categoryId).kind === 'event';

/** Whether an open draft is one that a link may complete. */
function lacksLink(context: Context, { categoryId, fields, files }: Entry): boolean {
  if (fields.link !== undefined || files.length > 0) return false;
  return categoryId === '' || ['work', 'event'].includes(categoryOf(context, categoryId).kind);
}
