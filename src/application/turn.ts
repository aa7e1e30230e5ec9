import type { Entrance } from '../domain/entrance.ts';
import type { Actor } from '../domain/permission.ts';
import type { Destination } from './message.ts';
import type { Office, Tx } from './office.ts';

/** The person who acts, with what they may act for. */
export interface Speaker extends Actor {
  name: string;
  /** Units this person coordinates, in the campaign's order. */
  units: string[];
  /** Where the bot writes to this person on the channel in hand; missing before the first direct message. */
  directChatId?: string;
}

/** By what way somebody came to act; it stands in the audit beside every change. */
export interface Origin {
  entrance: Entrance;
  /** The number of the stored message, of the session, of the sheet's row. */
  id?: string;
  /** The chat it was said in: where a draft that lapses is told of. */
  chat?: Destination;
}

/** What every deed needs to know: who acts, by what way, when, and the transaction in which all of it happens or nothing. */
export interface Turn extends Pick<Office, 'campaign' | 'calendar' | 'channels' | 'fileLimit' | 'uploadLimit'> {
  tx: Tx;
  now: Date;
  actor: Speaker;
  origin: Origin;
}

/** Who acts when the clock does. */
export const NOBODY: Speaker = { name: '', roles: [], units: [] };
