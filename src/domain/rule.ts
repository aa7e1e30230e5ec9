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

/** What an entry says that a rule may look at; words that are not known yet are empty. */
export interface SaidOfEntry {
  title: string;
  author: string;
  /** By all their names, the one that is printed first. */
  unit: readonly string[];
  category: readonly string[];
  /** How many works of this category its author has in the campaign, this one included. */
  ofAuthor: number;
}

/** What a name of a file may have to be made of. */
export const NAME_PARTS = ['unit', 'category', 'title', 'author'] as const;
export type NamePart = (typeof NAME_PARTS)[number];

/** What the campaign file tells a rule. */
interface Parameters {
  /** A whole number from 1. */
  count: number;
  /** Without a dot. */
  extensions: string[];
  /** Limits that are within themselves; left out where the notice has none. */
  least: number;
  most: number;
  /** Of a picture or a film. */
  edge: 'width' | 'height' | 'long';
  /** What the limits are counted in. */
  seconds: 'seconds';
  bytes: 'bytes';
  /** In the order in which the notice names them. */
  parts: NamePart[];
}
export type Parameter = keyof Parameters;
type Limit = 'least' | 'most';
export type Given = Record<string, Parameter>;
export type Told<Of extends Given> = {
  [Name in keyof Of as Of[Name] extends Limit ? never : Name]: Parameters[Of[Name]];
} & { [Name in keyof Of as Of[Name] extends Limit ? Name : never]?: number };

/** How people read a fact. */
export type Shown = 'as-it-is' | 'format' | 'bytes' | 'seconds' | 'formats';

export type Fact = string | number | boolean | string[];

/** `unsure`: it could not be measured, so nobody is asked to correct it. */
export type Found = { code: string; facts: Record<string, Fact>; unsure?: true } | undefined;

interface Declared<Of extends Given> {
  given: Of;
  /**
   * What it may object, with the facts of each besides the file and the rule's own words: a section of
   * `prompts/replies/admission.md` each. The section `check-<kind>` there says what is looked at.
   */
  objections: Record<string, Record<string, Shown>>;
}

/** What is asked of each file by itself. */
export interface FileRule<Of extends Given> extends Declared<Of> {
  check(told: Told<Of>, file: AdmittedFile): Found;
}

/** What is asked of the files of an entry together, and of what is said of it. */
export interface EntryRule<Of extends Given> extends Declared<Of> {
  checkEntry(told: Told<Of>, files: readonly AdmittedFile[], said: SaidOfEntry | undefined): Found;
}

export const fileRule = <const Of extends Given>(rule: FileRule<Of>) => rule;
export const entryRule = <const Of extends Given>(rule: EntryRule<Of>) => rule;

export const LIMITS = { least: 'least', most: 'most' } as const;

/** Said to be asked, and looked at by people. */
export const byPeople = <const Of extends Given>(given: Of) =>
  fileRule({ given, objections: {}, check: () => undefined });

type Limits = { least?: number; most?: number };

export const isUnder = (value: number, { least }: Limits) => least !== undefined && value < least;
export const isOutside = (value: number, limits: Limits) =>
  isUnder(value, limits) || (limits.most !== undefined && value > limits.most);

/** A number that is not within its limits is named, with whether there is too little of it. */
export function outside(code: string, value: number, limits: Limits): Found {
  return isOutside(value, limits) ? { code, facts: { value, under: isUnder(value, limits) } } : undefined;
}
