import type { Logger } from 'pino';
import type { Campaign, Day } from '../domain/campaign.ts';
import type { Actor } from '../domain/permission.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Interpretation } from './language/intents.ts';
import type { Advisor } from './language/model.ts';
import type { Tongue } from './language/reading.ts';
import type { Lexicons } from './lexicons.ts';
import type { Chat, Choice, Message, OutgoingFile, Table } from './message.ts';
import type { Calendar, Channel, Clock, FileStore, SheetReader, StoredFile } from './ports.ts';
import type { Vocabulary } from './vocabulary.ts';
import type { Say } from './words.ts';

export type Tx = Prisma.TransactionClient;

/** What the bot is made of; built once in `main.ts`. */
export interface Office {
  prisma: PrismaClient;
  campaign: Campaign;
  lexicons: Lexicons;
  vocabulary: Vocabulary;
  /** What people say in plain words, with the campaign's names. */
  tongue: Tongue;
  /** A language model, where one is configured. */
  advisor?: Advisor;
  say: Say;
  clock: Clock;
  calendar: Calendar;
  store: FileStore;
  sheets: SheetReader;
  /** Bytes; a larger file is refused in words. */
  fileLimit: number;
  channels: Map<string, Channel>;
  log: Logger;
}

/** A file of the message in hand: stored and measured, or why not. */
export type ReceivedFile =
  | ({ name: string; quoted: boolean } & StoredFile)
  | { name: string; quoted: boolean; failure: 'empty' | 'too-large' | 'unavailable' | 'withheld' };

/** The person who speaks, with what they may speak for. */
export interface Speaker extends Actor {
  name: string;
  /** Units this person coordinates, in the campaign's order. */
  units: string[];
  /** Where the bot writes to this person on the channel in hand; missing before the first direct message. */
  directChatId?: string;
}

/** One message in hand, inside one transaction. */
export interface Context extends Omit<Office, 'prisma'> {
  tx: Tx;
  now: Date;
  message: Message;
  speaker: Speaker;
  inGroup: boolean;
  files: ReceivedFile[];
  /** The sender answered 确认 to this very command. */
  confirmed: boolean;
  /** What the language model takes the message for, when it was asked; null when it did not know. */
  advice?: Interpretation | null;
}

export interface Destination {
  channel: string;
  chat: Chat;
}

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
