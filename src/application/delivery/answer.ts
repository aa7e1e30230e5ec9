import type { CityPicture } from '../../domain/city-picture.ts';
import type { Day } from '../../domain/time.ts';
import type { Choice, Destination, OutgoingFile, Table, UnwrittenSheet } from '../message.ts';

/**
 * What to make a post from when it is sent at last, however long the line was down: its list must be of that moment. It
 * is good for its own Beijing day only. `nudge`: staff asked for it just now, so it is sent in quiet hours too.
 */
export type Recipe = { campaign: string } & What;

type What =
  | { what: 'group' | 'group-picture' | 'staff'; day: Day }
  | { what: 'direct'; day: Day; personId: number; unitIds: string[] }
  | { what: 'screening'; day: Day; personId: number; unitIds: string[] }
  | { what: 'platform'; day: Day; personId: number; unitIds: string[]; categoryId: string }
  /** Of several campaigns to one chat. */
  | { what: 'parts'; day: Day; parts: Recipe[] }
  | { what: 'nudge' | 'group-nudge'; day: Day; unitIds: string[]; categoryIds: string[] };

/** Something the bot says; without `to`, in the chat of the message in hand. */
export interface Answer {
  text: string;
  files?: OutgoingFile[];
  sheets?: UnwrittenSheet[];
  mentions?: string[];
  choices?: Choice[];
  table?: Table;
  /** Stands alone: it follows the answer whose words it shows. */
  picture?: CityPicture;
  to?: Destination;
  recipe?: Recipe;
}
