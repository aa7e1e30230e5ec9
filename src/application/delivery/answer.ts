import type { Day } from '../../domain/time.ts';
import type { Choice, Destination, OutgoingFile, Table } from '../message.ts';

/**
 * How a post is made anew when it is sent, however long it had to wait for the line: it holds for its Beijing day only.
 * `nudge` was wanted by staff at that moment, quiet hour or not.
 */
export type Recipe =
  | { what: 'group' | 'staff'; day: Day }
  | { what: 'direct'; day: Day; personId: number; unitIds: string[] }
  | { what: 'nudge'; day: Day; unitIds: string[]; categoryIds: string[] };

/** Something the bot says; without `to`, in the chat of the message in hand. */
export interface Answer {
  text: string;
  files?: OutgoingFile[];
  mentions?: string[];
  choices?: Choice[];
  table?: Table;
  to?: Destination;
  recipe?: Recipe;
}
