import type { Day } from '../../domain/campaign.ts';
import type { Direction } from '../../domain/spoken-days.ts';
import type { PhraseId } from '../words/phrases.ts';

/**
 * What a command takes, by the name under which its labels stand in `prompts/commands.yaml` (`fields`). `required` is what is said when
 * it is missing; an example that works follows.
 */
export type Arg =
  /** For a read every unit that the word may mean, for a write the one; `report`: the one to report for, the actor's own by default. */
  | { kind: 'unit'; for: 'write'; required?: PhraseId }
  | { kind: 'unit'; for: 'report' }
  /** `sure`: words that name no unit for certain are passed over. */
  | { kind: 'units'; for: 'read'; sure?: boolean }
  | { kind: 'units'; for: 'write' }
  | { kind: 'category'; required?: PhraseId }
  | { kind: 'categories'; for: 'read' | 'write'; required?: PhraseId }
  /** Whether everybody is meant (全市). */
  | { kind: 'everyone' }
  /** `37`, `#37`, `第37号`. */
  | { kind: 'entry'; required: boolean }
  /** After 到 or 至, behind its label, or (`bare`) anywhere. */
  | { kind: 'day'; direction?: Direction; bare?: boolean; required?: PhraseId }
  | { kind: 'time' }
  | { kind: 'number'; required?: PhraseId }
  /** One of the words of a table of `prompts/commands.yaml`. */
  | { kind: 'choice'; of: 'remindActions' | 'inviteActions' | 'requestKinds' | 'roles' }
  /** In title marks, else the words that are nothing else; `whole`: all of those, marks and all. */
  | { kind: 'title'; whole?: boolean }
  | { kind: 'link' }
  /** A code for a link (提取码). */
  | { kind: 'linkCode' }
  /** The next word that is nothing else. */
  | { kind: 'word'; required?: PhraseId }
  /** All that is left, `labelled`: behind its label only. */
  | { kind: 'text'; labelled?: boolean; required?: PhraseId }
  /** Every field of an entry that was named by its label. */
  | { kind: 'fields' };

export type Args = Record<string, Arg>;

interface Values {
  unit: string;
  units: string[];
  category: string;
  categories: string[];
  everyone: boolean;
  entry: number;
  day: Day;
  time: string;
  number: number;
  choice: string;
  title: string;
  link: string;
  linkCode: string;
  word: string;
  text: string;
  fields: Record<string, string>;
}

type Always = 'units' | 'categories' | 'everyone' | 'title' | 'text' | 'fields';

type Value<One extends Arg> = One extends { kind: Always } | { required: string | true } | { for: 'report' }
  ? Values[One['kind']]
  : Values[One['kind']] | undefined;

/** What a command is handed: ids of units and categories, numbers of entries, Beijing days. */
export type Input<Declared extends Args> = { [Name in keyof Declared]: Value<Declared[Name]> };
