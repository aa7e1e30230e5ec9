import { readDay } from '../../language/days.ts';
import type { Interpretation, Slots } from '../../language/intents.ts';
import { readersOf } from '../../language/interpret.ts';
import { type Reading, thingsOf } from '../../language/reading.ts';
import type { Arguments } from '../../words/form.ts';
import type { Spoken } from '../../words/parse.ts';

/** The slot that each field of a command fills. */
const SLOT_OF_FIELD: Record<string, string> = {
  title: 'title',
  author: 'author',
  authorUnit: 'author_unit',
  phone: 'mobile',
  company: 'place',
  attendance: 'attendance',
  reason: 'reason',
  basis: 'reason',
  name: 'name',
  workplace: 'workplace',
  link: 'link',
  platform: 'platform',
  form: 'form',
  deeds: 'deeds',
  note: 'note',
};

/** What a command with a slash is meant as; `reading` is of what follows the command's word. */
export function meaningOfCommand(spoken: Spoken, args: Arguments, reading: Reading): Interpretation | undefined {
  const { command = '' } = spoken;
  if (command === 'progress') return progressMeant(reading);
  const meant = reading.tongue.grammar.commands[command];
  if (!meant) return undefined;
  const { target, ...slots }: Slots = readersOf(reading, meant.slots);
  const number = /^\s*[#＃]?(\d{1,9})(?!\d)/.exec(args.said.normalize('NFKC'))?.[1];
  const entry = meant.slots.includes('target') ? (number === undefined ? target : `#${number}`) : undefined;
  const fields = command === 'correct' ? correction(args) : fieldSlots(command, args, reading);
  const { intent } = meant;
  if (command === 'return' && number !== undefined)
    return { intent, slots: { target: `#${number}`, ...reasonAfter(args, number) } };
  if (command === 'remind' && thingsOf(reading, 'day', 'time').length > 0)
    return { intent: 'schedule_reminder', slots: readersOf(reading, ['at']) };
  return {
    intent,
    slots: { ...slots, ...(entry !== undefined && { target: entry }), ...nameOf(command, args), ...fields },
  };
}

/** The county reads the reason as it was written. */
function reasonAfter({ fields, said }: Arguments, number: string): Slots {
  const reason = fields.reason ?? said.slice(said.indexOf(number) + number.length).replace(/^[^\p{L}\d]+/u, '');
  return reason === '' ? {} : { reason };
}

/** Without a name it is the actor's own unit in a direct chat, the city in a group or for staff. */
function progressMeant(reading: Reading): Interpretation {
  const slots = readersOf(reading, ['unit', 'category']);
  const unit = 'unit' in slots || 'units' in slots || 'unit_candidates' in slots;
  const category = 'category' in slots || 'category_candidates' in slots;
  const own = !unit && !category && !reading.inGroup && reading.who === 'county';
  if (unit || own) {
    const intent = category ? 'query_item_status' : 'query_unit_progress';
    return { intent, slots: { ...(own && { unit: '@self' }), ...slots, metric: 'all' } };
  }
  return { intent: 'query_total_progress', slots: { scope: 'city', ...slots, metric: 'all' } };
}

function fieldSlots(command: string, { fields }: Arguments, reading: Reading): Slots {
  const slots: Slots = {};
  for (const [field, value] of Object.entries(fields)) {
    const slot = field === 'code' ? (command === 'submit' ? 'link_code' : 'code') : SLOT_OF_FIELD[field];
    if (slot !== undefined) slots[slot] = field === 'attendance' && /^\d{1,9}$/.test(value) ? Number(value) : value;
    if (field !== 'date' && field !== 'day') continue;
    const read = readDay(reading.tongue, value, reading.today);
    if (read.ok) slots[field === 'day' ? 'until' : 'date'] = read.day;
  }
  return slots;
}

/** `/补正 37 作者:李建国`: the first field named. */
function correction({ fields, title }: Arguments): Slots {
  const [[field, value] = []] = Object.entries(fields);
  if (field === undefined || value === undefined) return title === undefined ? {} : { field: 'title', new: title };
  return { field: SLOT_OF_FIELD[field] ?? field, new: value };
}

/** The word of a command that is somebody's or something's name. */
function nameOf(command: string, { words, title }: Arguments): Slots {
  const [first, second] = words;
  if (command === 'event' && first !== undefined) return { title: title ?? first };
  if (command === 'ambassador' && first !== undefined) return { name: first };
  if ((command === 'bind' || command === 'claim') && second !== undefined) return { name: second };
  return title === undefined || command === 'correct' ? {} : { title };
}
