import type { CategoryKind } from '../../domain/campaign.ts';
import { FIELD_IDS, fieldsOf } from '../../domain/field.ts';
import type { Direction } from '../../domain/spoken-days.ts';
import type { Day } from '../../domain/time.ts';
import type { PhraseId } from '../words/phrases.ts';
import type { CommandLabels } from '../words/vocabulary.ts';
import type { WorkLine } from '../words/work-lines.ts';

/**
 * What a command takes. The name of each argument is also the key of its labels in `prompts/commands.yaml` (`fields`).
 * `required` is the phrase that asks for it when it is missing; an example that works follows it.
 */
export type Arg =
  /**
   * One unit. `write`: the word must name exactly one; `report`: the unit to report for, the actor's own unless another
   * is named.
   */
  | { kind: 'unit'; for: 'write'; required?: PhraseId }
  | { kind: 'unit'; for: 'report' }
  /** Any number of units. `sure`: only words that name a unit for certain are taken; the others may be the reason. */
  | { kind: 'units'; for: 'read'; sure?: boolean }
  | { kind: 'units'; for: 'write'; required?: PhraseId }
  | { kind: 'category'; required?: PhraseId }
  | { kind: 'categories'; for: 'read' | 'write'; required?: PhraseId }
  /** What the one word for a category may mean: several where it is not plain, none where there is no word. */
  | { kind: 'candidates' }
  /** Whether everybody is meant (全市). */
  | { kind: 'everyone' }
  /** `37`, `#37`, `第37号`. */
  | { kind: 'entry'; required: boolean }
  /** Several of them: `1 3-5、8号`. `leading`: other words may follow, `reason`: a reason does. `optional`: there may be none. */
  | { kind: 'entries'; leading?: boolean | 'reason'; optional?: boolean }
  /** All that stands behind the numbers, or behind the label of the title, as it was written, with its line breaks. */
  | { kind: 'titles' }
  /** A title with its author for each of several works, one a line; behind numbers, as many as these are. */
  | { kind: 'lines' }
  /** In how many works the files are, where that is said: 10件, 各算一件. */
  | { kind: 'works' }
  /** After 到 or 至, behind its label, or (`bare`) anywhere. Of several days the first, or (`until`) the last. */
  | { kind: 'day'; direction?: Direction; bare?: boolean; until?: boolean; required?: PhraseId }
  /** `HH:MM`; what is no time of a day stays as it is written. Said as so long from now it names the day too. */
  | { kind: 'time' }
  | { kind: 'number'; required?: PhraseId }
  /** One of the words of a table of `prompts/commands.yaml`. */
  | {
      kind: 'choice';
      of:
        | 'remindActions'
        | 'inviteActions'
        | 'uploadActions'
        | 'requestKinds'
        | 'roles'
        | 'exportKinds'
        | 'snapshotActions'
        | 'judgingActions'
        | 'paperActions'
        | 'templateKinds'
        | 'screenActions'
        | 'childActions'
        | 'mailActions';
    }
  /** Whether one of the words of a list of `prompts/commands.yaml` is said. */
  | {
      kind: 'flag';
      of:
        | 'acceptedOnly'
        | 'asPicture'
        | 'asPdf'
        | 'inGroup'
        | 'byLevel'
        | 'withRanking'
        | 'withProblems'
        | 'mailAnother'
        | 'mailAsOne';
    }
  /** The number behind one of those words. */
  | { kind: 'numbered'; of: 'snapshotWords' }
  /** The word behind one of those words; empty where nothing stands behind it. */
  | { kind: 'named'; of: 'formWords' }
  /**
   * The title in 《》, or else the words that are nothing else. `whole`: all of those words, title marks included, as
   * they are part of a longer name.
   */
  | { kind: 'title'; whole?: boolean }
  | { kind: 'link' }
  /** A code for a link (提取码). */
  | { kind: 'linkCode' }
  /** The next word that is nothing else. */
  | { kind: 'word'; required?: PhraseId }
  /** A name, also one that is typed with blanks in it: 王 丽. */
  | { kind: 'person' }
  /** All that is left, `labelled`: behind its label only. `written`: with its commas. */
  | { kind: 'text'; labelled?: boolean; written?: boolean; required?: PhraseId }
  /** Every other field of such an entry that was named by its label. */
  | { kind: 'fields'; of: CategoryKind | 'any' };

export type Args = Record<string, Arg>;

interface Values {
  unit: string;
  units: string[];
  category: string;
  categories: string[];
  everyone: boolean;
  entry: number;
  entries: number[];
  candidates: string[];
  day: Day;
  time: string;
  number: number;
  choice: string;
  flag: boolean;
  numbered: number;
  named: string;
  title: string;
  titles: string;
  lines: WorkLine[];
  works: string;
  link: string;
  linkCode: string;
  word: string;
  person: string;
  text: string;
  fields: Record<string, string>;
}

type Always =
  | 'flag'
  | 'units'
  | 'categories'
  | 'candidates'
  | 'entries'
  | 'everyone'
  | 'title'
  | 'titles'
  | 'text'
  | 'fields';

type Value<One extends Arg> = One extends { kind: Always } | { required: string | true } | { for: 'report' }
  ? Values[One['kind']]
  : Values[One['kind']] | undefined;

/** What a command is handed: ids of units and categories, numbers of entries, Beijing days. */
export type Input<Declared extends Args> = { [Name in keyof Declared]: Value<Declared[Name]> };

/** The labels that a command reads: what it insists on, and what can be told by its label only, must have some. */
export function labelsOf({ id, args }: { id: string; args: Args }): CommandLabels {
  const fields = Object.values(args).flatMap((arg) => (arg.kind === 'fields' ? entryFields(arg.of) : []));
  const must = Object.entries(args).filter(
    ([, arg]) => ('labelled' in arg && arg.labelled) || ('required' in arg && typeof arg.required === 'string'),
  );
  const takes = Object.entries(args).map(([name, arg]) => ({
    name,
    kind: arg.kind,
    ...('of' in arg && arg.kind !== 'fields' && { of: arg.of }),
    required: 'required' in arg && arg.required !== undefined && arg.required !== false,
  }));
  return { id, must: [...new Set([...must.map(([name]) => name), ...fields])], may: Object.keys(args), takes };
}

const entryFields = (of: CategoryKind | 'any') => (of === 'any' ? FIELD_IDS : fieldsOf(of));
