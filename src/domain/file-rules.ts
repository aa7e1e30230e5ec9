import { mayBeNamed } from './contents.ts';
import { ENTRY_RULES } from './entry-rules.ts';
import { mediaOf } from './formats.ts';
import {
  type AdmittedFile,
  byPeople,
  type EntryRule,
  type FileRule,
  type Found,
  fileRule,
  type Given,
  isOutside,
  isUnder,
  LIMITS,
  outside,
  type SaidOfEntry,
  type Shown,
  type Told,
} from './rule.ts';

export type { AdmittedFile, Fact, Parameter, SaidOfEntry, Shown } from './rule.ts';

const counted = { value: 'as-it-is', under: 'as-it-is' } as const;
const unmeasured = (code: string): Found => ({ code, facts: {}, unsure: true });
const isShown = (file: AdmittedFile) => ['image', 'video'].includes(mediaOf(file));
const isWritten = (file: AdmittedFile) => mediaOf(file) === 'document';

/**
 * What a rule may ask of a file, by its `check: {kind}` in the campaign file. 小于 is strict: 3 minutes sharp is not under 3 minutes
 * (`duration-under`, `size-under`); what is at least and at most (不超过, 以内) holds its limits.
 */
export const FILE_RULES = {
  format: fileRule({
    given: { extensions: 'extensions' },
    objections: { format: { measured: 'format', allowed: 'formats' }, 'format-unknown': { allowed: 'formats' } },
    check({ extensions: allowed }, { extension }) {
      if (extension === '') return { code: 'format-unknown', facts: { allowed }, unsure: true };
      if (allowed.some((one) => mayBeNamed(one, extension))) return undefined;
      return { code: 'format', facts: { measured: extension, allowed } };
    },
  }),
  'duration-under': fileRule({
    given: { seconds: 'count' },
    objections: {
      duration: { seconds: 'seconds', limit: 'seconds', over: 'as-it-is' },
      'duration-unknown': { limit: 'seconds' },
    },
    check({ seconds: limit }, { measured: { durationMs } }) {
      if (durationMs === undefined) return { code: 'duration-unknown', facts: { limit }, unsure: true };
      const seconds = Math.floor(durationMs / 1000);
      return durationMs < limit * 1000
        ? undefined
        : { code: 'duration', facts: { seconds, limit, over: seconds - limit } };
    },
  }),
  'size-under': fileRule({
    given: { bytes: 'count' },
    objections: { size: { size: 'bytes', limit: 'bytes', over: 'bytes' } },
    check: ({ bytes: limit }, { size }) =>
      size < limit ? undefined : { code: 'size', facts: { size, limit, over: size - limit } },
  }),
  duration: fileRule({
    given: { unit: 'seconds', ...LIMITS },
    objections: {
      'duration-outside': { value: 'seconds', under: 'as-it-is' },
      'duration-unknown': { limit: 'seconds' },
    },
    check(limits, { measured: { durationMs } }) {
      if (durationMs === undefined)
        return { code: 'duration-unknown', facts: { limit: limits.most ?? 0 }, unsure: true };
      // 3:00.9 is read as three minutes.
      return outside('duration-outside', Math.floor(durationMs / 1000), limits);
    },
  }),
  size: fileRule({
    given: { unit: 'bytes', ...LIMITS },
    objections: { 'size-outside': { value: 'bytes', under: 'as-it-is' } },
    check: (limits, { size }) => outside('size-outside', size, limits),
  }),
  pixels: fileRule({
    given: { edge: 'edge', ...LIMITS },
    objections: {
      'pixels-outside': { width: 'as-it-is', height: 'as-it-is', under: 'as-it-is' },
      'pixels-unknown': {},
    },
    check({ edge, ...limits }, file) {
      const { width, height } = file.measured;
      if (!isShown(file)) return undefined;
      if (width === undefined || height === undefined) return unmeasured('pixels-unknown');
      const value = { width, height, long: Math.max(width, height) }[edge];
      if (!isOutside(value, limits)) return undefined;
      return { code: 'pixels-outside', facts: { width, height, under: isUnder(value, limits) } };
    },
  }),
  // As wide and as high at least, whichever way it is turned.
  resolution: fileRule({
    given: { width: 'count', height: 'count' },
    objections: {
      'resolution-under': { width: 'as-it-is', height: 'as-it-is' },
      'pixels-unknown': {},
    },
    check(wanted, file) {
      const { width, height } = file.measured;
      if (!isShown(file)) return undefined;
      if (width === undefined || height === undefined) return unmeasured('pixels-unknown');
      const enough =
        Math.max(width, height) >= Math.max(wanted.width, wanted.height) &&
        Math.min(width, height) >= Math.min(wanted.width, wanted.height);
      return enough ? undefined : { code: 'resolution-under', facts: { width, height } };
    },
  }),
  dpi: fileRule({
    given: LIMITS,
    objections: { 'dpi-outside': counted, 'dpi-unknown': {} },
    check(limits, file) {
      const { dpi } = file.measured;
      if (mediaOf(file) !== 'image') return undefined;
      return dpi === undefined ? unmeasured('dpi-unknown') : outside('dpi-outside', dpi, limits);
    },
  }),
  words: fileRule({
    given: LIMITS,
    objections: { 'words-outside': counted, 'words-unknown': {} },
    check(limits, file) {
      const { characters } = file.measured;
      if (!isWritten(file)) return undefined;
      // A page that was scanned has words, and none that can be counted.
      return characters ? outside('words-outside', characters, limits) : unmeasured('words-unknown');
    },
  }),
  lines: byPeople(LIMITS),
  pages: fileRule({
    given: LIMITS,
    objections: { 'pages-outside': counted, 'pages-unknown': {} },
    check(limits, file) {
      const { pages } = file.measured;
      if (!isWritten(file)) return undefined;
      return pages === undefined ? unmeasured('pages-unknown') : outside('pages-outside', pages, limits);
    },
  }),
  // What a chat makes smaller has lost what the camera wrote into it.
  original: fileRule({
    given: {},
    objections: { original: {} },
    check(_, file) {
      const { camera, capturedAt } = file.measured;
      const isOriginal = mediaOf(file) !== 'image' || camera !== undefined || capturedAt !== undefined;
      return isOriginal ? undefined : { code: 'original', facts: {} };
    },
  }),
  // On paper: nothing that is sent tells.
  copies: byPeople(LIMITS),
  ...ENTRY_RULES,
};

type Kind = keyof typeof FILE_RULES;
type GivenTo<K extends Kind> = Told<(typeof FILE_RULES)[K]['given']>;

/** What a rule of the campaign has checked. */
export type RuleCheck = { [K in Kind]: { kind: K } & GivenTo<K> }[Kind];

/** Whether the bytes of a file, or what is said of it, tell. */
export const isMeasured = (kind: Kind): boolean => Object.keys(FILE_RULES[kind].objections).length > 0;

/** What a file is objected to by one check; undefined when nothing is. */
export function objectionBy(check: RuleCheck, file: AdmittedFile): Found {
  const rule: FileRule<Given> | EntryRule<Given> = FILE_RULES[check.kind];
  return 'check' in rule ? rule.check(check as never, file) : undefined;
}

/** The same of the files of an entry together. */
export function objectionToEntry(check: RuleCheck, files: readonly AdmittedFile[], said?: SaidOfEntry): Found {
  const rule: FileRule<Given> | EntryRule<Given> = FILE_RULES[check.kind];
  return 'checkEntry' in rule ? rule.checkEntry(check as never, files, said) : undefined;
}

/** What is objected to whatever the campaign says, and what no check can be made of. */
const OF_EVERY_FILE: Record<string, Record<string, Shown>> = {
  empty: {},
  'too-large': { size: 'bytes', limit: 'bytes' },
  'same-bytes': { as: 'as-it-is' },
  'name-mismatch': { named: 'format', measured: 'format' },
  /** Not what its name says, and no work at all: a web page named mp4 is refused, words named mp4 are warned of. */
  'no-work': { named: 'format', measured: 'format' },
  /** The transfer broke off; `hollow`: nothing of it can be played. */
  truncated: { hollow: 'as-it-is' },
  hollow: {},
  'no-picture': {},
  /** Nothing is heard. */
  silent: {},
  /** Pages without a word that could be copied. */
  scanned: {},
  program: { macros: 'as-it-is' },
  locked: {},
  unopened: { locked: 'as-it-is', nested: 'as-it-is', tooMuch: 'as-it-is', odd: 'as-it-is', damaged: 'as-it-is' },
  'held-back': {},
  unmeasured: {},
};

/** Everything that may be objected, by its code, with the facts of each besides `file`, `text` and `clause`. */
export const OBJECTIONS: Readonly<Record<string, Record<string, Shown>>> = Object.assign(
  {},
  OF_EVERY_FILE,
  ...Object.values(FILE_RULES).map(({ objections }) => objections),
);
