import { linkIn } from '../../../domain/link.ts';
import { refuse } from '../../words/refuse.ts';
import type { EntryFile } from '../../works/entries.ts';
import type { Context } from '../context.ts';
import { dayInWords } from '../day-in-words.ts';
import { withFilesBefore } from '../intake/drafting.ts';
import { usableFiles } from '../intake/usable-files.ts';
import type { Proposal } from '../proposals/propose.ts';
import { text } from './meant.ts';
import { placeOf } from './place.ts';
import { fieldsSaid, labelled, printed, requireDayRead, type Write } from './writing.ts';

export const submitEvent: Write = async (context, slots) => {
  requireDayRead(slots);
  const { unit, ids } = placeOf(context, slots, 'event', 'event');
  const names = { date: 'date', place: 'company', attendance: 'attendance' };
  const [date, place] = [text(slots, 'date'), text(slots, 'place')];
  const labels = context.vocabulary.commands.event?.fields ?? {};
  const lacking = Object.entries(names).flatMap(([slot, field]) =>
    text(slots, slot) === undefined ? [labels[field]?.[0] ?? field] : [],
  );
  const name = text(slots, 'title') ?? (place === undefined ? '' : context.say('language.event-title', { place }));
  if (date === undefined || place === undefined || lacking.length > 0) {
    const known = labelled(context, 'event', fieldsSaid(names, slots));
    const line = printed(unit, name, ...known, ...lacking.map((one) => `${one}:`));
    const command = printed(context.vocabulary.commands.event?.name, line);
    return refuse('language.event-lacks', { fields: lacking.join('、'), command, started: name !== '' });
  }
  const link = linkIn(context.message.text);
  const fields = {
    ...roughly(context, fieldsSaid({ ...names, form: 'form', link: 'link', note: 'note' }, slots)),
    ...(link !== undefined && { link }),
  };
  const files = usableFiles(context);
  const line = printed(unit, name, ...labelled(context, 'event', fields));
  const proposal = await drafted(context, ids, 'event', line, { title: name, fields, files });
  return [{ ...proposal, when: dayInWords(context, date) }];
};

/** 60多 is understood as 60+, and kept as people say it. */
const roughly = ({ say }: Context, { attendance, ...fields }: Record<string, string>): Record<string, string> => {
  const least = /^(\d+)\+$/.exec(attendance ?? '')?.[1];
  const said = least === undefined ? attendance : say('event.more-than', { number: least });
  return { ...fields, ...(said !== undefined && { attendance: said }) };
};

/** A draft that goes on from there: received when it is complete. */
export async function drafted(
  context: Context,
  ids: { unitId: string; categoryId: string },
  command: string,
  line: string,
  said: { title: string; fields: Record<string, string>; files: EntryFile[] },
): Promise<Proposal> {
  const before = await withFilesBefore(context, { ...ids, ...said });
  const input = { ...ids, ...said, ...before };
  return { ...ids, deed: 'draft', input, command, printed: line, files: said.files };
}
