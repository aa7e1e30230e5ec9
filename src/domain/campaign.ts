import type { RuleCheck } from './file-rules.ts';
import type { Media } from './formats.ts';

/** A calendar day in Beijing, `YYYY-MM-DD`. */
export type Day = string;
/** A calendar month in Beijing, `YYYY-MM`; a month without a day stays a month. */
export type Month = string;

/** The campaign as the notice states it. Every fact carries the clause it comes from. */
export interface Campaign {
  id: string;
  name: string;
  issuer: string;
  document: { number: string; title: string; issued: Day };
  units: Unit[];
  categories: Category[];
  table: TargetTable;
  cityTargets: CityTarget[];
  phases: Phase[];
  milestones: Milestone[];
  duties: Duty[];
  contacts: Contact[];
  answers: Answer[];
  remarks: Remark[];
  reminders: ReminderRules;
  calendar: { workdays: Day[]; holidays: Day[] };
  privacy: Privacy;
}

export interface Unit {
  id: string;
  name: string;
  /** What lists and group posts call it, e.g. 尧都区. */
  short: string;
  aliases: string[];
  /** Why it must report, when no row of the table says so. */
  duty?: { text: string; clause: string };
}

export type CategoryKind = 'work' | 'event' | 'ambassador' | 'report';

export interface Category {
  id: string;
  name: string;
  short: string;
  aliases: string[];
  kind: CategoryKind;
  /** The measure word a count is read with: 个, 场, 篇, 首, 名, 份. */
  measure: string;
  /** What files of this category usually are; used to offer choices, never to refuse. */
  media: Media[];
  /** Several files may make one work (photos). */
  manyFiles: boolean;
  /** A link alone makes an entry: the work is a site or was published on one. */
  linkSuffices: boolean;
  clause: string;
  content: string;
  project?: SubProject;
  rules: Rule[];
}

export interface SubProject {
  title: string;
  host: string;
  clause: string;
  platforms: { name: string; url?: string }[];
  contact: { name: string; phones: string[] };
}

/** `block`: cannot be right. `warn`: recorded, to be corrected. `note`: said, not measured. */
export type RuleLevel = 'block' | 'warn' | 'note';

export interface Rule {
  aspect: string;
  text: string;
  clause: string;
  level: RuleLevel;
  check?: RuleCheck;
}

export interface TargetTable {
  clause: string;
  title: string;
  /** Category ids in the order of the headings. */
  columns: string[];
  /** Cells as printed, surplus cells under no heading included. */
  rows: { unit: string; cells: number[] }[];
  /** The row 合计 as printed. */
  total: number[];
  note: { text: string; clause: string };
}

export interface CityTarget {
  category: string;
  number: number;
  text: string;
  clause: string;
}

export interface Phase {
  id: string;
  name: string;
  from: Month;
  to: Month;
  text: string;
  clause: string;
}

export interface Milestone {
  id: string;
  name: string;
  /** One of the two: a day (inclusive until 24:00 Beijing time), or a month without a day. */
  day?: Day;
  month?: Month;
  /** The notice's own words, e.g. 9月15日前. */
  wording: string;
  /** How the city reads wording that can be read two ways, to be confirmed. */
  reading?: string;
  text: string;
  clause: string;
}

export interface Duty {
  text: string;
  clause: string;
}

export interface Contact {
  office: string;
  name: string;
  phones: string[];
  email?: string;
  clause: string;
}

/** What the notice says, or does not say, on an aspect that people ask about in every category. */
export interface Answer {
  aspect: string;
  text: string;
  clause?: string;
}

/** A contradiction that arithmetic cannot find, such as two spellings of one title. */
export interface Remark {
  text: string;
  clause: string;
}

export interface ReminderRules {
  milestone: string;
  beforeDays: number[];
  onTheDay: boolean;
  afterWorkingDays: number[];
  phaseOpenings: boolean;
  digest?: { weekday: number; phase: string };
  /** To each coordinator in the direct chat, so many days before their own unit's deadline. */
  direct?: { beforeDays: number[] };
  /** How things stand, to staff in their direct chats. */
  staffDigest?: { weekday: number; phase: string };
  /** Beijing time, `HH:MM`. */
  at: string;
  /** Whole minutes added to `at`, from and to inclusive. */
  jitterMinutes: [number, number];
  /** Beijing times `HH:MM` between which nothing is posted; an interval may cross midnight. */
  quiet: [string, string][];
}

export interface Privacy {
  /** Personal fields are erased after this day. */
  eraseAfter: Day;
  kept: string[];
  purpose: string;
}
