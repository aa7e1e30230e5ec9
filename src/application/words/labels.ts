import { editDistance } from '../../domain/edit-distance.ts';
import type { FieldKind } from '../../domain/field.ts';
import { fold } from '../../domain/fold.ts';
import { NAME } from '../../domain/person-name.ts';
import { withoutTitles } from './titles.ts';

/** A label in a text, with the colon behind it if there is one: the value begins at `end`. */
export interface Mark {
  /** Undefined: the command has no such field. */
  field: string | undefined;
  label: string;
  start: number;
  end: number;
  /** Where a value ends that was told by what it is, as a name is; else it goes on to the next label. */
  until?: number;
}

type Labels = { fields: Record<string, string[]>; strange?: readonly string[] };
type KindOf = (field: string) => FieldKind;

/** A label may be spread to the width of the others: 姓 名, 电  话. */
const LONGEST_LABEL = 12;
const COLON = /[:：=＝]/u;
/** A form has a dozen; what has more is none. */
const MOST_MARKS = 60;
/** Nothing of a label stands before these. */
const EDGE = /[\n,，;；、|。！!？?:：=＝《》“”"「」【】[\]()（）]/u;
const LONGEST_STRANGE = 8;
/** As much as is looked at of what stands in front of a label or behind it. */
const LONGEST_VALUE = 60;

/** The labels of a text, in their order. */
export function marksIn(text: string, labels: Labels, kindOf: KindOf): Mark[] {
  const open = withoutTitles(text);
  const colons = colonMarks(text, open, labels);
  const titled = open !== text;
  const bare = bareMarks(open, labels, kindOf, { colons, titled });
  const marks = [...colons, ...bare].sort((a, b) => a.start - b.start || b.end - a.end);
  return marks.filter(({ start }, index) => index === 0 || start >= (marks[index - 1] as Mark).end);
}

function ownersOf({ fields }: Labels): Map<string, string> {
  const owners = new Map<string, string>();
  for (const [field, names] of Object.entries(fields)) for (const name of names) owners.set(fold(name), field);
  return owners;
}

function colonMarks(text: string, open: string, labels: Labels): Mark[] {
  const owners = ownersOf(labels);
  const strange = new Set((labels.strange ?? []).map(fold));
  const marks: Mark[] = [];
  for (let at = 0; at < open.length && marks.length < MOST_MARKS; at++) {
    if (!COLON.test(open[at] as string)) continue;
    if (text.startsWith('//', at + 1) || (/\d/.test(open[at - 1] ?? '') && /\d/.test(open[at + 1] ?? ''))) continue;
    const mark = markBefore(open, at, { owners, strange, marks });
    if (mark) marks.push(mark);
  }
  return marks;
}

interface Known {
  owners: Map<string, string>;
  strange: ReadonlySet<string>;
  /** Those in front of it. */
  marks: readonly Mark[];
}

function markBefore(open: string, colon: number, known: Known): Mark | undefined {
  const last = known.marks.at(-1);
  let from = colon;
  const least = Math.max(last?.end ?? 0, colon - 2 * LONGEST_LABEL);
  while (from > least && !EDGE.test(open[from - 1] as string)) from--;
  const run = open.slice(from, colon);
  const behindMark = last !== undefined && open.slice(last.end, from).trim() === '';
  const end = colon + 1;
  const own = ownLabel(run, known);
  if (own) {
    const word = /\S*$/.exec(run.slice(0, own.at))?.[0] ?? '';
    const begins = run.slice(0, own.at - word.length).trim() === '';
    // 副标题 is not 标题; but behind another label the letters in front are that one's value.
    const longer = word !== '' && [...word].length <= 2 && !(behindMark && begins);
    if (!longer) return { field: own.field, label: own.label, start: from + own.at, end };
    return strangeMark(open, { word: `${word}${own.label}`, at: from + own.at - word.length, colon }, known);
  }
  const word = spread(run) ?? /\S*$/.exec(run.trimEnd())?.[0] ?? '';
  const at = spread(run) === undefined ? from + run.trimEnd().length - word.length : from + run.search(/\S/u);
  return strangeMark(open, { word, at, colon }, known);
}

/** 性 别: single letters with blanks between them are one word. */
function spread(run: string): string | undefined {
  const letters = run.trim().split(/\s+/u);
  return letters.length > 1 && letters.length <= 4 && letters.every((one) => /^\p{sc=Han}$/u.test(one))
    ? letters.join('')
    : undefined;
}

/** The longest label that is known, of the command or of none, and ends where the colon stands. */
function ownLabel(run: string, { owners, strange }: Known): { field?: string; label: string; at: number } | undefined {
  const places = [...run.matchAll(/\S/gu)].map(({ index }) => index);
  for (const at of places.slice(-LONGEST_LABEL)) {
    const label = run.slice(at).trim();
    const folded = fold(label);
    const field = owners.get(folded);
    if (field !== undefined || strange.has(folded))
      return { ...(field !== undefined && { field }), label: label.replace(/\s+/gu, ''), at };
  }
  return undefined;
}

/** A label of no field ends the value before it, where it stands as labels do: at the beginning of a line, or apart from that value. */
function strangeMark(
  open: string,
  { word, at, colon }: { word: string; at: number; colon: number },
  { marks, owners }: Known,
): Mark | undefined {
  const letters = [...word].length;
  if (letters < 1 || letters > LONGEST_STRANGE || !/^[\p{L}/／]+$/u.test(word) || /^https?$/i.test(word))
    return undefined;
  const before = open.slice(Math.max(0, at - LONGEST_VALUE), at);
  const beginsLine = /(?:^|\n)\s*$/u.test(before);
  const last = marks.at(-1);
  const mark = { field: undefined, label: word, start: at, end: colon + 1 };
  // In front of the first label only a line of its own is one, or a slip of the pen: a title may have a colon.
  const slip =
    letters > 1 && /\s$/u.test(before) && [...owners.keys()].some((one) => editDistance(fold(word), one) === 1);
  if (last === undefined) return slip || (beginsLine && at > 0 && letters <= 6) ? mark : undefined;
  // Right behind another label it is what that one says.
  if (open.slice(last.end, at).trim() === '') return undefined;
  return beginsLine || /\s$/u.test(before) ? mark : undefined;
}

const BOUNDARY = /[\s,，;；、|。》”"」】）)]$/u;
const JOINING = /(?:\s|是|为|叫|[:：])*/u.source;
const AND = /[、和与]/u.source;
/** One name or several, and nothing glued to them but the next label. */
const PERSON = (next: string) =>
  new RegExp(
    `^${JOINING}(?<names>(?:${NAME})(?:\\s?${AND}\\s?(?:${NAME}))*)(?=$|[\\s,，;；。、|（(]|\\d|${next})`,
    'u',
  );

/**
 * Labels without a colon: `《光影2》作者王某`, or a whole line run together. Each kind of field is told by what follows, so that a title
 * such as 作者的一天 is none.
 */
function bareMarks(
  open: string,
  { fields }: Labels,
  kindOf: KindOf,
  { colons, titled }: { colons: readonly Mark[]; titled: boolean },
): Mark[] {
  const names = Object.entries(fields)
    .flatMap(([field, own]) => own.map((name) => ({ field, name })))
    .filter(({ name }) => [...name].length > 1)
    .sort((a, b) => b.name.length - a.name.length);
  const next = names.map(({ name }) => name).join('|');
  const person = PERSON(next);
  const marks: Mark[] = [];
  let passed = 0;
  const places = next === '' ? [] : [...open.matchAll(new RegExp(next, 'gu'))];
  for (const found of places.slice(0, MOST_MARKS * 4)) {
    const start = found.index;
    const end = start + found[0].length;
    if (colons.some((mark) => start < mark.end && mark.start < end)) continue;
    const field = names.find(({ name }) => name === found[0])?.field ?? '';
    while ((colons[passed]?.end ?? open.length + 1) <= start) passed++;
    const ends = [marks.at(-1)?.end, colons[passed - 1]?.end].filter((one) => one !== undefined);
    const last = ends.length === 0 ? undefined : Math.max(...ends);
    const before = open[start - 1] ?? '';
    const value = last === undefined ? '' : open.slice(last, start).slice(-LONGEST_VALUE).trim();
    const apart = start === 0 || BOUNDARY.test(before);
    const behindValue = isPerson(value) || /\d$/u.test(value.slice(-1));
    const after = open.slice(end, end + LONGEST_VALUE);
    const started = last !== undefined || titled;
    const kind = kindOf(field);
    const named = kind === 'person' ? person.exec(after) : undefined;
    if (!fits({ field, kind, name: found[0], after, apart, behindValue, started, named: named !== null, before }))
      continue;
    const joining = named ? named[0].length - (named.groups?.names?.length ?? 0) : JOINS.exec(after)?.[0].length;
    const mark = { field, label: found[0], start, end: end + (joining ?? 0) };
    marks.push(named ? { ...mark, until: end + named[0].length } : mark);
  }
  return marks;
}

const JOINS = /^(?:\s|是|为|叫|[:：])*/u;

const isPerson = (text: string): boolean => new RegExp(`^${JOINING}(?:${NAME})$`, 'u').test(text);

interface Candidate {
  field: string;
  kind: FieldKind;
  name: string;
  after: string;
  /** The character in front of it. */
  before: string;
  /** Nothing is glued to its front. */
  apart: boolean;
  /** What is glued to its front is somebody's name or a number, under a label of its own. */
  behindValue: boolean;
  /** A title or another label stands before it. */
  started: boolean;
  /** A name follows it. */
  named: boolean;
}

/** Of whom, where and when it was. */
const PLACES: readonly string[] = ['authorUnit', 'workplace', 'company'];

function fits({ field, kind, name, after, before, apart, behindValue, started, named }: Candidate): boolean {
  if (kind === 'person') return !/[第原副一二三主]$/u.test(before) && named;
  if (kind === 'phone') return /^(?:\s|是|为|号码?|[:：])*[+＋(（]?\p{N}/u.test(after);
  if (kind === 'day' || kind === 'count') return (apart || behindValue) && /^(?:\s|是|为|约|共)*\p{N}/u.test(after);
  if (PLACES.includes(field))
    return (behindValue || (apart && started)) && /^(?:\s|是|为|在)*[^\s的是否,，。;；、]\S/u.test(after);
  if (field === 'title')
    return name.length > 1 && /^(?:标题|题目|作品名称?)$/u.test(name) && /^[是叫为](?!什么|啥|否)\S/u.test(after);
  if (field === 'reason') return apart && /^(?:是|\s)\s?\S/u.test(after) && !/^说明$/u.test(name);
  return false;
}
