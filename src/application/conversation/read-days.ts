import type { Day } from '../../domain/time.ts';
import { beijingDay, beijingTime } from '../../domain/time.ts';
import { type DayFault, dayIn, type ReadDay, readDay } from '../language/days.ts';
import { timesNamed } from '../language/hours.ts';
import { misuse } from '../words/refuse.ts';
import type { Arg, Args } from './args.ts';
import type { Unread } from './read-names.ts';

type DayArg = Extract<Arg, { kind: 'day' }>;

const MINUTES = 60;

/** `大宁县 到 9月18日 山区停电`: what stands before, the day, and why. */
export function takeDay(unread: Unread, name: string, arg: DayArg): void {
  const { context, args } = unread;
  const { direction, bare = false } = arg;
  const today = beijingDay(context.now);
  const labelled = args.fields[name];
  if (labelled !== undefined) {
    const read = readDay(context.tongue, labelled, today, direction);
    unread.input[name] = dayOf(read, labelled, arg.until);
    // The field has one day; that there were more is worth a note.
    if (read.ok && read.last !== undefined && !arg.until) args.fields.note = noted(args.fields.note, labelled);
    return;
  }
  const text = bare ? unread.words.join(' ') : unread.said;
  for (const { start, end } of bare ? [{ start: 0, end: 0 }] : [...prepositions(text)]) {
    const rest = text.slice(end);
    const found = dayIn(context.tongue, rest.normalize('NFKC'), today, direction);
    const here = found && (bare || rest.slice(0, found.start).trim() === '');
    if (bare && !found) return;
    const [written = ''] = /\S+/.exec(rest) ?? [];
    // A word that stands after 到 by itself is meant for a day: it is named, not passed over.
    const apart = /^\s/.test(text.slice(start, end)) && /^\s\S/.test(rest);
    if (!here && !/^\s?\d/.test(rest.normalize('NFKC')) && !apart) continue;
    unread.input[name] = dayOf(
      here ? found.read : { ok: false, reason: 'unreadable' },
      here ? rest.slice(found.start, found.end) : written,
      arg.until,
    );
    const before = bare ? rest.slice(0, found?.start ?? 0) : text.slice(0, start);
    const behind = behindDay(rest.slice(found?.end ?? 0));
    unread.behindDay = bare ? undefined : behind;
    unread.words = wordsIn(bare ? `${before} ${behind}` : before);
    return;
  }
  const named = arg.until ? dayIn(context.tongue, text.normalize('NFKC'), today, direction) : undefined;
  if (!named || !/(?:^|\s)$/.test(text.slice(0, named.start))) return;
  unread.input[name] = dayOf(named.read, text.slice(named.start, named.end), true);
  unread.behindDay = behindDay(text.slice(named.end));
  unread.words = wordsIn(text.slice(0, named.start));
}

/** What follows a day, without the words that belong to it. */
const behindDay = (text: string): string =>
  text
    .replace(/^\s?(?:之前|以前|前|为止|止|当天)(?=[\s，,]|$)/, '')
    .replace(/^[\s，,]+/, '')
    .trim();

const noted = (note: string | undefined, more: string) => (note === undefined ? more : `${note}；${more}`);

const wordsIn = (text: string): string[] => text.split(/[\s,，;；、]+/).filter((word) => word !== '');

function* prepositions(text: string): Generator<{ start: number; end: number }> {
  for (const found of text.matchAll(/\s?(?:延期到|延至|延到|到|至)/g))
    yield { start: found.index, end: found.index + found[0].length };
}

const FAULTS = {
  unreadable: 'date.unreadable',
  impossible: 'date.impossible',
  lunar: 'date.lunar',
  weekday: 'date.weekday',
} as const satisfies Record<DayFault, string>;

/** The day, or the last of several; or why there is none, with the words that were typed. */
export function dayOf(read: ReadDay, written: string, last = false): Day {
  if (read.ok) return (last && read.last) || read.day;
  return refuseDay(read.reason, written.trim());
}

/** Says why words are no day. */
export const refuseDay = (reason: DayFault, written: string): never => misuse(FAULTS[reason], { written });

/** `9点半`, `下午3点`, `一小时后`: the last also says on which day. */
export function takeTime(unread: Unread, name: string, declared: Args): void {
  const { context, args } = unread;
  const text = args.fields[name] ?? unread.words.join(' ');
  const [found] = timesNamed(context.tongue.grammar, text.normalize('NFKC'));
  if (!found) {
    unread.input[name] = args.fields[name];
    return;
  }
  if (args.fields[name] === undefined) unread.words = wordsIn(`${text.slice(0, found.start)} ${text.slice(found.end)}`);
  if (found.delay !== undefined) {
    const instant = new Date(context.now.getTime() + found.delay * MINUTES * 1000);
    const [day] = Object.entries(declared).find(([, { kind }]) => kind === 'day') ?? [];
    if (day !== undefined) unread.input[day] ??= beijingDay(instant);
    unread.input[name] = beijingTime(instant);
    return;
  }
  const minutes = found.minutes ?? 0;
  const clock = [Math.floor(minutes / MINUTES), minutes % MINUTES]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  unread.input[name] = minutes < 24 * MINUTES ? clock : text.slice(found.start, found.end);
}
