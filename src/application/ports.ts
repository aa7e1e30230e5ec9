import type { Readable } from 'node:stream';
import type { DocumentResult } from '../domain/document.ts';
import type { Drawing } from '../domain/drawing.ts';
import type { Measured } from '../domain/measured.ts';
import type { OfficialPaper } from '../domain/official-paper.ts';
import type { SheetResult } from '../domain/sheet.ts';
import type { Cell, SheetToWrite } from '../domain/sheet-to-write.ts';
import type { Chat, IncomingFile, Message, Post } from './message.ts';

/** Real time, or the practice clock. */
export interface Clock {
  now(): Date;
}

/**
 * What became of a post. `unknown`: the platform did not say, the post may be in the chat, so it is never repeated.
 * `later`: nothing (more) was shown; try again. With `queued` it only waits for its turn or for the line and may do so
 * for a day; without it the platform turned it down, which counts as an attempt. `begun`: a part of this very text is
 * already shown, so the text must not change. `progress`: how much is shown, in the channel's own terms; it is stored
 * and handed to `send` at the next attempt, even of another process. `unreached`: platform ids of mentioned people who
 * were not reached.
 */
export type Delivery =
  | { state: 'sent'; messageId?: string; unreached?: string[] }
  | { state: 'refused'; reason: string }
  | { state: 'later'; afterMs: number; reason: string; queued?: boolean; begun?: boolean; progress?: object }
  | { state: 'unknown'; reason: string };

/** A file as the platform gives it out. Some name it, or tell its size, only then. */
export interface Opened {
  bytes: Readable;
  name?: string;
  /** A lower bound in bytes, to refuse a file that is too large before it is read. */
  size?: number;
}

/**
 * Thrown when a post could not be put together because the store or the database failed: nothing was sent, so it may be
 * repeated.
 */
export class NotBegun extends Error {}

/** The platform will not give the file out any more: asking again is of no use. */
export class FileGone extends Error {}

/** What the bot can do in a chat as things are set up now. */
export interface Reach {
  /** It can write there without having been asked. */
  posts: boolean;
  /** A mention there notifies the person. */
  mentions: boolean;
  /** The largest file that it can send there, in bytes; absent: none. */
  largestFile?: number;
}

/** Whether a channel does its work; what else it tells is for the person who runs it. */
export interface ChannelStatus {
  ready: boolean;
  [detail: string]: unknown;
}

export interface Channel {
  readonly name: string;
  /** Whether a post sent again under the same key is shown once. */
  readonly knowsRepeats: boolean;
  /** Whether the platform takes one answer to this message: what the bot says to it is then one post. */
  answersOnce?(message: Message): boolean;
  /** How long to wait before each further attempt at a file that could not be had. */
  readonly fetchAgainAfterMs?: readonly number[];
  /** How long a file may take before its sender hears that it is on its way. */
  readonly tellAfterMs?: number;
  /**
   * Says something about a message that is still worked on: now or never, past the outbox, without spending the one answer
   * that some messages have. Never throws.
   */
  tellMeanwhile?(message: Message, text: string): Promise<void>;
  /** False while only another process can send: it is left to send what waits. */
  sends?(): boolean;
  /** Opens the bytes of a file; throws when they cannot be had, `FileGone` when they never will. */
  open(file: IncomingFile): Promise<Opened>;
  /** Sends one post. `key` is unique per post: a channel that can tell a repeat by it must not show it twice. */
  send(chat: Chat, post: Post, key: string, replyContext?: unknown, progress?: object): Promise<Delivery>;
  reach?(chat: Chat): Reach;
  /** The direct chat in which the bot may write to somebody who never spoke to it there; undefined: it has to be spoken to first. */
  directChatWith?(senderId: string): string | undefined;
  status?(): ChannelStatus;
  /** The largest file that can be sent there, in bytes; undefined: as large as any. */
  readonly largestFile?: number;
}

/** Bytes that are stored, with what was measured on them. */
export interface StoredFile {
  sha256: string;
  /** Bytes. */
  size: number;
  /** By magic bytes, without a dot; empty when unknown. */
  extension: string;
  mime: string;
  measured: Measured;
}

/** A file of the message in hand: stored and measured, or why not. */
export type ReceivedFile =
  | ({ name: string; quoted: boolean } & StoredFile)
  | { name: string; quoted: boolean; failure: 'empty' | 'too-large' | 'gone' | 'unavailable' | 'withheld' };

/**
 * Our own store does not do its work: the disk is full, the object store is away. Nobody's link or file is at fault, and the
 * same bytes may be taken later. `code` is what the system calls it, such as `ENOSPC`.
 */
export class StoreFailed extends Error {
  readonly code: string;
  /** Bytes that did not fit, as far as they were counted. */
  readonly bytes: number;
  constructor(code: string, bytes: number, cause?: unknown) {
    super(cause instanceof Error ? cause.message : code, { cause });
    this.name = 'StoreFailed';
    this.code = code;
    this.bytes = bytes;
  }
}

/** Opening a file that somebody sent is the one thing that may end the process: it is noted before, and done once. */
export interface Looking {
  /** False: it has been tried, and is not to be done again. */
  begin(): Promise<boolean>;
  end(): Promise<void>;
}

export interface FileStore {
  /**
   * Streams the bytes to the store under their hash, reads them back and compares.
   * Throws `FileTooLarge` beyond `limit` bytes, `FileEmpty` for none, `StoreFailed` when the store is at fault, and whatever the
   * source throws; nothing is left behind then. `looking` is asked before
   * the bytes are measured, and told when that is over.
   */
  put(bytes: Readable | AsyncIterable<Uint8Array>, limit: number, looking?: Looking): Promise<StoredFile>;
  /** The bytes, or those of a range, whose ends both belong to it. */
  open(sha256: string, range?: { start: number; end: number }): Readable;
  /** Stores a few bytes and removes them, where there is room for so many more. Throws `StoreFailed`. */
  probe(bytes: number): Promise<void>;
  has(sha256: string): Promise<boolean>;
  /** Every stored file with its age in real time, even when the practice clock says otherwise. */
  list(): AsyncIterable<{ sha256: string; ageMs: number }>;
  /** Does nothing when it is not there. */
  remove(sha256: string): Promise<void>;
}

/**
 * Bytes on their way, kept in pieces: when the line is cut or the process dies, what has come is there for whichever process goes
 * on with it. `id` is a name of ours, never one that somebody sent.
 */
export interface PieceStore {
  /**
   * Keeps what comes from `offset` on, and all of it that came when the source fails, which is thrown then. Returns where it has
   * come to. Throws `StoreFailed`.
   */
  add(id: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /** How many bytes are there without a gap. */
  length(id: string): Promise<number>;
  /** Those bytes, in their order. */
  open(id: string): AsyncIterable<Uint8Array>;
  remove(id: string): Promise<void>;
  /** Whatever lies there, with the age of its first piece in real time. */
  list(): AsyncIterable<{ id: string; ageMs: number }>;
}

export class FileTooLarge extends Error {}
export class FileEmpty extends Error {}

/** What only one of several processes may do, such as keeping a long connection; the database decides which. */
export interface Lease {
  readonly name: string;
  /** Whether this process may act now. Turns false by itself when it could not renew in time. */
  held(): boolean;
  /** Which process has it; undefined when none has. */
  holder(): Promise<string | undefined>;
  /** Calls with true when it is held, now or later, and with false when it no longer is. */
  watch(heed: (held: boolean) => void): void;
}

export type { Calendar } from '../domain/calendar.ts';

export type ArchiveFault = 'locked' | 'nested' | 'too-much' | 'odd' | 'damaged';

export interface ArchiveOpener {
  /**
   * The files of a zip, unpacked to be read one after another; `close` throws them away. What is too many, too much, locked or packed
   * twice is not unpacked at all. A name may be anything. Never throws for what the archive is; `limit` is in bytes, of each file.
   */
  open(
    bytes: () => Readable,
    limit: number,
  ): Promise<
    | { ok: true; members: { name: string; bytes: () => Readable }[]; close(): Promise<void> }
    | { ok: false; fault: ArchiveFault }
  >;
}

export interface DocumentReader {
  /** The text of a docx, pdf or txt, as `SheetReader` reads sheets. */
  read(open: () => Readable, size: number): Promise<DocumentResult>;
}

export interface SheetReader {
  /**
   * The sheets of an xlsx, xls or csv, as text. Never throws for what the file is. Takes up to twenty seconds and is never called within a
   * transaction. `size` in bytes.
   */
  read(open: () => Readable, size: number): Promise<SheetResult>;
}

export interface PaperWriter {
  /** A paper as a docx; the same paper makes the same bytes. Takes up to some seconds, and is never called within a transaction. */
  write(paper: OfficialPaper): Promise<Readable>;
}

export interface SheetWriter {
  /** A sheet, or several as tabs of one book, as an xlsx; the same sheet makes the same bytes. Takes up to some seconds, and is never called within a transaction. */
  write(sheet: SheetToWrite | SheetToWrite[]): Promise<Readable>;
}

/** There is no font for Chinese on this computer: words would come out as boxes. */
export class NoFont extends Error {}

export interface PictureMaker {
  /** As a png for a phone, 390 points wide, three dots a point; a table as it is asked for. Takes up to some seconds. Throws `NoFont`. */
  draw(drawing: Drawing): Promise<Readable>;
}

/**
 * Why nothing is known to have been written to a table outside. `gone`: one of the rows is not there. `later`: nothing was done. `unclear`: it may
 * have been. `refused`: a person has to put something right; `reason` is what the platform calls it.
 */
export type NotWritten =
  | { state: 'gone' | 'unclear' }
  | { state: 'later'; afterMs: number }
  | { state: 'refused'; reason: string };

/** A table of a platform that takes rows and tells nothing of them but their ids when they are added. Its calls never throw. */
export interface OutsideTable {
  readonly key: string; // By which its rows are kept.
  readonly shows: 'progress' | 'works';
  readonly address: string; // The same for the same table; no secret.
  readonly columns: readonly { field: string; title: string }[];
  readonly phones: boolean; // Whether phone numbers may stand in it.
  /** Adds rows that say nothing but `mark`, for whoever comes upon one that was never filled. */
  add(count: number, mark: string): Promise<NotWritten | { state: 'done'; ids: string[] }>;
  update(rows: { recordId: string; cells: Record<string, Cell> }[]): Promise<{ state: 'done' } | NotWritten>;
}
