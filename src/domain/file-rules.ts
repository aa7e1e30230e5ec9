import { mayBeNamed } from './contents.ts';
import type { Measured } from './measured.ts';

/** A file whose bytes are stored, with what was measured on them. */
export interface AdmittedFile {
  /** The sender's name for it; empty when there is none. */
  name: string;
  /** Bytes. */
  size: number;
  /** By magic bytes, without a dot; empty when unknown. */
  extension: string;
  measured: Measured;
  sha256: string;
}

/** What the campaign file tells a rule. */
interface Parameters {
  /** A whole number from 1. */
  count: number;
  /** Without a dot. */
  extensions: string[];
  /** Limits that are within themselves; left out where the notice has none. */
  least: number;
  most: number;
  /** Of a picture. */
  edge: 'width' | 'height' | 'long';
  /** What the limits are counted in. */
  seconds: 'seconds';
  bytes: 'bytes';
}
export type Parameter = keyof Parameters;
type Limit = 'least' | 'most';
type Told<Given extends Record<string, Parameter>> = {
  [Name in keyof Given as Given[Name] extends Limit ? never : Name]: Parameters[Given[Name]];
} & { [Name in keyof Given as Given[Name] extends Limit ? Name : never]?: number };

/** How people read a fact. */
export type Shown = 'as-it-is' | 'format' | 'bytes' | 'seconds' | 'formats';

export type Fact = string | number | boolean | string[];

interface FileRule<Given extends Record<string, Parameter>> {
  given: Given;
  /**
   * What it may object, with the facts of each besides the file and the rule's own words: a section of
   * `prompts/replies/admission.md` each. The section `check-<kind>` there says what is looked at.
   */
  objections: Record<string, Record<string, Shown>>;
  /** Undefined: nothing. `unsure`: it could not be measured, so nobody is asked to correct it. */
  check(
    told: Told<Given>,
    file: AdmittedFile,
  ): { code: string; facts: Record<string, Fact>; unsure?: true } | undefined;
}

const fileRule = <const Given extends Record<string, Parameter>>(rule: FileRule<Given>) => rule;

const LIMITS = { least: 'least', most: 'most' } as const;

/** Said to be asked, and looked at by people. */
const byPeople = <const Given extends Record<string, Parameter>>(given: Given) =>
  fileRule({ given, objections: {}, check: () => undefined });

const isUnder = (value: number, { least }: { least?: number }) => least !== undefined && value < least;
const isOutside = (value: number, limits: { least?: number; most?: number }) =>
  isUnder(value, limits) || (limits.most !== undefined && value > limits.most);

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
      const value = Math.floor(durationMs / 1000);
      return isOutside(value, limits)
        ? { code: 'duration-outside', facts: { value, under: isUnder(value, limits) } }
        : undefined;
    },
  }),
  size: fileRule({
    given: { unit: 'bytes', ...LIMITS },
    objections: { 'size-outside': { value: 'bytes', under: 'as-it-is' } },
    check: (limits, { size: value }) =>
      isOutside(value, limits) ? { code: 'size-outside', facts: { value, under: isUnder(value, limits) } } : undefined,
  }),
  pixels: byPeople({ edge: 'edge', ...LIMITS }),
  resolution: byPeople({ width: 'count', height: 'count' }),
  dpi: byPeople(LIMITS),
  words: byPeople(LIMITS),
  lines: byPeople(LIMITS),
  pages: byPeople(LIMITS),
  people: byPeople(LIMITS),
  pieces: byPeople(LIMITS),
  copies: byPeople(LIMITS),
};

type Kind = keyof typeof FILE_RULES;
type GivenTo<K extends Kind> = Told<(typeof FILE_RULES)[K]['given']>;

/** What a rule of the campaign has checked. */
export type RuleCheck = { [K in Kind]: { kind: K } & GivenTo<K> }[Kind];

/** Whether the bytes of a file tell. */
export const isMeasured = (kind: Kind): boolean => Object.keys(FILE_RULES[kind].objections).length > 0;

/** What a file is objected to by one check; undefined when nothing is. */
export function objectionBy(check: RuleCheck, file: AdmittedFile) {
  const rule: FileRule<Record<string, Parameter>> = FILE_RULES[check.kind];
  return rule.check(check as never, file);
}

/** What is objected to whatever the campaign says, and what no check can be made of. */
const OF_EVERY_FILE: FileRule<never>['objections'] = {
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
