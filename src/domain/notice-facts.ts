import type { Day } from './time.ts';

/** Every fact of a notice says where it stands; `quote` are the notice's own words, kept where a machine read them. */
export interface Said {
  text: string;
  clause: string;
  quote?: string;
}

/** A kind of units, or of people, that the notice speaks of without naming each: 各区县教育局, 每所市属学校. */
export interface UnitKind {
  id: string;
  name: string;
  /** What the notice calls it elsewhere. */
  aliases: string[];
  /** The units known to be of the kind; a group of the notice lists all of its own. */
  units?: string[];
  clause: string;
  quote?: string;
}

export type Period = 'week' | 'month' | 'quarter' | 'year';

/** What the numbers of a table or a target are: at least, at most, just so many. Left out where the notice leaves it open. */
export type Bound = 'min' | 'max' | 'exact';

/**
 * How many the notice asks for, said in its text. For whom: some units, kinds of units, people in its own words (每名作者),
 * or `city`: a number of the whole, which is never divided. Without any of them it is for each unit.
 */
export interface Target extends Said {
  units?: string[];
  kinds?: string[];
  who?: string;
  scope?: 'city';
  /** None: of whatever is reported. */
  categories?: string[];
  min?: number;
  max?: number;
  exactly?: number;
  /** A bare number (作品10个): whether it is a floor, a cap or exact is left open. */
  number?: number;
  /** No number is asked: 不限, 自愿. Different from 0. */
  none?: boolean;
  /** Not this category at all: 不参加报送. */
  excluded?: boolean;
  share?: Share;
  per?: Period;
  /** This many of it by that day: 6月30日前完成不少于一半. */
  until?: Day;
  /** Of the categories together: 作品总数不超过5件. */
  together?: boolean;
  /** Of the members of a kind or group together: 每组合计不少于20件. No member has a part of its own. */
  pooled?: boolean;
  /** Entries of these do not use up the quota of the unit. */
  outsideQuota?: boolean;
  /** One target of those with the same mark is enough: 微视频1件或漫画2件. */
  either?: string;
}

export interface Share {
  percent: number;
  /** What the part is, in the notice's words. */
  of?: string;
  /** Of what it is a part: of everything reported, or of the unit's own target. Left out where no machine can count it. */
  base?: 'reported' | 'target';
  bound?: Bound;
  rounding?: 'up' | 'down' | 'nearest';
}

/** What is due again and again, or some days after something. */
export interface Recurring extends Said {
  every?: Period;
  /** The day of the month, or of the week from Monday. */
  day?: number;
  /** The period's last day. */
  last?: boolean;
  time?: string;
  /** So many working days (or days) after `event`. */
  after?: { days: number; working: boolean; event: string };
  categories?: string[];
  kinds?: string[];
  units?: string[];
}

export type WayKind = 'email' | 'platform' | 'post' | 'paper' | 'account';

/** Where to send it, and what. */
export interface WayToSend extends Said {
  way: WayKind;
  /** The address, as written. */
  to: string;
  categories?: string[];
}

export interface Award extends Said {
  categories?: string[];
  places: { name: string; number?: number; percent?: number }[];
}

/** What counts how much in the review, or how many points a deed brings. */
export interface Weight extends Said {
  parts: { name: string; percent?: number; points?: number }[];
}

/** What a reader must ask the office: it stands in the list to be confirmed, and in the draft until it is answered. */
export interface OpenQuestion extends Said {
  kind: string;
}
