import type { CityPicture } from '../domain/city-picture.ts';
import type { SheetToWrite } from '../domain/sheet-to-write.ts';

export interface Chat {
  kind: 'group' | 'direct';
  /** The platform's id, verbatim. */
  id: string;
}

/** A chat of a channel, as somewhere to say something. */
export interface Destination {
  channel: string;
  chat: Chat;
}

/** A file that the platform announced; its bytes are fetched through the channel. */
export interface IncomingFile {
  /** The sender's name for it; may be missing (a video from an album). */
  name?: string;
  /** Bytes, when the platform says so. */
  size?: number;
  /** What the channel needs to fetch it, opaque to everybody else. */
  source: unknown;
  /** The platform tells of the file and does not give it out: whoever has it must send it another way. */
  withheld?: boolean;
}

/** What a channel's `decode` makes of a platform's message; only messages meant for the bot become one. */
export interface Message {
  channel: string;
  /** Unique per channel: the same id again is the same message again. */
  id: string;
  chat: Chat;
  /**
   * `unidentified`: the platform does not say who this is. The id then tells people apart, and can be used for nothing
   * else.
   */
  sender: { id: string; name?: string; unidentified?: boolean };
  text: string;
  files: IncomingFile[];
  /** The message that the sender quoted (引用). */
  quote?: { text?: string; files: IncomingFile[] };
  /** The message is of a kind that the channel cannot read, such as a place or a sticker. */
  unreadable?: boolean;
  /** What the channel needs to answer this very message, opaque to everybody else. */
  replyContext?: unknown;
  /** Numbers of identity or bank cards stood in the text; they were blanked before it was stored. */
  masked?: boolean;
}

/** A file of the bot's own store to be sent along. */
export interface OutgoingFile {
  name: string;
  sha256: string;
}

/** A sheet that goes along as an xlsx; `name` has no extension. */
export interface UnwrittenSheet {
  name: string;
  sheet: SheetToWrite;
}

/**
 * A table that repeats some lines of the text: channels that can show tables replace the lines by it, others ignore it.
 */
export interface Table {
  head: string[];
  rows: string[][];
  /** Exactly the lines of the text that the table replaces, line ends between them. */
  lines: string;
}

/** What somebody may answer with. It is said in the text as well: a channel that can, shows a button; the others leave it. */
export interface Choice {
  label: string;
  /** The message that it stands for, said in that chat by whoever presses it. */
  says: string;
  /**
   * It answers the question of this post: only the person who was asked may press it, and only until they say something
   * else.
   */
  answers?: boolean;
}

/**
 * What the bot says, in plain text without markup: the channel renders it and neutralises whatever its platform would
 * take for markup or a mention.
 */
export interface Post {
  text: string;
  files: OutgoingFile[];
  /** Files still to be written: that takes longer than the transaction in which they are made up. None is left when a channel gets it. */
  sheets?: UnwrittenSheet[];
  /** Platform user ids to mention where the channel can. */
  mentions: string[];
  choices?: Choice[];
  table?: Table;
  /**
   * A picture still to be drawn, of what another post has said in words: where it cannot be drawn or shown, nobody is told. None
   * is left when a channel gets the post.
   */
  picture?: CityPicture;
}
