import type { ExportLayouts } from './export-table.ts';
import type { RuleCheck } from './file-rules.ts';
import type { Media } from './formats.ts';
import type { Award, Bound, OpenQuestion, Recurring, Target, UnitKind, WayToSend, Weight } from './notice-facts.ts';
import type { ReviewRules } from './review/rules.ts';
import type { Day, DayOrMonth, Month } from './time.ts';

/** The campaign as the notice states it. Every fact carries the clause it comes from. */
export interface Campaign {
  id: string;
  name: string;
  /** What chats call it where there are several. */
  short?: string;
  issuer: string;
  /** Number and day are left out where the notice has none. */
  document: { number?: string; title: string; issued?: Day };
  units: Unit[];
  kinds: UnitKind[];
  categories: Category[];
  table: TargetTable;
  targets: Target[];
  cityTargets: CityTarget[];
  phases: Phase[];
  milestones: Milestone[];
  recurring: Recurring[];
  /** Asked of every category. */
  rules: Rule[];
  submit: WayToSend[];
  /** Works are handed in on their sub-project's own platform too, and the bot asks whether that was done. */
  alsoOnPlatform?: { text: string; clause: string };
  awards: Award[];
  weights: Weight[];
  duties: Duty[];
  contacts: Contact[];
  /** What a draft could not read for certain. Nobody answers out of it; it is there to be asked. */
  questions: OpenQuestion[];
  answers: Answer[];
  remarks: Remark[];
  reminders: ReminderRules;
  calendar: { workdays: Day[]; holidays: Day[] };
  privacy: Privacy;
  /** What the office's papers need beside the notice: to whom they are sent and who signs, in order. */
  bulletin?: { to?: string; signers?: string[] };
  /** How tables are laid out for this office, where it differs from the house's own way. */
  exports: ExportLayouts;
  /** How works are judged; left out where they are not judged here. */
  review?: ReviewRules;
}

export interface Unit {
  id: string;
  name: string;
  /** What lists and group posts call it, e.g. 尧都区. */
  short: string;
  aliases: string[];
  /** The kind it belongs to, where the notice gives numbers by kind. */
  kind?: string;
  clause?: string;
  quote?: string;
  /** Enterprises and other bodies below it, whose works it screens. */
  children?: string[];
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
  /** The measure word a count is read with: 个, 场, 篇, 首, 名, 份; empty where the notice has none. */
  measure: string;
  /** What files of this category usually are; used to offer choices, never to refuse. */
  media: Media[];
  /** Several files may make one work (photos). */
  manyFiles: boolean;
  /** A link alone makes an entry: the work is a site or was published on one. */
  linkSuffices: boolean;
  clause: string;
  content: string;
  quote?: string;
  project?: SubProject;
  /** What a written report speaks of; what is missing is pointed out. */
  parts?: ReportPart[];
  rules: Rule[];
}

/** Something that a report is to speak of, and the words of which one at least then stands in it. */
export interface ReportPart {
  name: string;
  words: string[];
  clause: string;
}

export interface SubProject {
  title: string;
  host: string;
  clause: string;
  platforms: { name: string; url?: string }[];
  /** The last day on which its own platform takes works, where that is known. */
  deadline?: { day: Day; text: string; clause: string };
  /** Left out until somebody is named for this year. */
  contact?: { name: string; phones: string[] };
}

/** `block`: cannot be right. `warn`: recorded, to be corrected. `note`: said, not measured. */
export type RuleLevel = 'block' | 'warn' | 'note';

export interface Rule {
  aspect: string;
  text: string;
  clause: string;
  quote?: string;
  level: RuleLevel;
  check?: RuleCheck;
}

export interface TargetTable {
  clause: string;
  title: string;
  /** Whether the numbers are floors, caps or exact; left out, they are floors. */
  bound?: Bound;
  /** Where the notice says so: 限额推荐，超出名额的按报送顺序取前. */
  said?: { text: string; clause: string };
  /** Category ids in the order of the headings. */
  columns: string[];
  /** Cells as printed, surplus cells under no heading included; `null` is a blank or a dash, which is not 0. */
  rows: { unit: string; cells: (number | null)[] }[];
  /** The row 合计 as printed; a total of each half of a table with two units a row stands in `subtotals`. */
  total: number[];
  subtotals?: { units: string[]; cells: number[] }[];
  note?: { text: string; clause: string };
}

export interface CityTarget {
  category: string;
  number: number;
  text: string;
  clause: string;
  quote?: string;
}

export interface Phase {
  id: string;
  name: string;
  from: DayOrMonth;
  /** Left out: open-ended (11月起). */
  to?: DayOrMonth;
  /** The notice's own words, where a day is only roughly said: 4月上旬. */
  wording?: string;
  quote?: string;
  text: string;
  clause: string;
}

export interface Milestone {
  id: string;
  name: string;
  /** One of the two: a day (inclusive until 24:00 Beijing time), or a month without a day. */
  day?: Day;
  month?: Month;
  /** The hour, `24:00` for the end of the day; without it the whole day counts. */
  time?: string;
  /** Works are due: a day that is reminded of and looked at. The milestone `report` always is. */
  reporting?: boolean;
  /** Only for these. */
  categories?: string[];
  units?: string[];
  kinds?: string[];
  quote?: string;
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
  quote?: string;
}

export interface Contact {
  office: string;
  /** Left out where the notice gives a number only. */
  name?: string;
  phones: string[];
  email?: string;
  /** Which lines are for what, or a group to join, in the notice's words. */
  note?: string;
  quote?: string;
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

/** On this day of the week (1 is Monday) in a phase, or in several. */
export interface WeeklyRule {
  weekday: number;
  phase: string | string[];
}

export interface ReminderRules {
  /** Left out where the notice names no day. */
  milestone?: string;
  beforeDays: number[];
  onTheDay: boolean;
  afterWorkingDays: number[];
  phaseOpenings: boolean;
  digest?: WeeklyRule;
  /** To each coordinator in the direct chat, so many days before their own unit's deadline. */
  direct?: { beforeDays: number[] };
  /** How things stand, to staff in their direct chats. */
  staffDigest?: WeeklyRule;
  /** For so many days after the notice the posts name no unit. */
  unnamedDays?: number;
  /** Beijing time, `HH:MM`. */
  at: string;
  /** Whole minutes added to `at`, from and to inclusive. */
  jitterMinutes: [number, number];
  /** Beijing times `HH:MM` between which nothing is posted; an interval may cross midnight. */
  quiet: [string, string][];
}

export interface Privacy {
  /** Personal fields are erased after this day; a draft leaves it to the office. */
  eraseAfter?: Day;
  kept: string[];
  purpose: string;
}
