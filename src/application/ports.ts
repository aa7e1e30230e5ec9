import type { Readable } from 'node:stream';
import type { Chat, IncomingFile, Post } from './message.ts';

/** Real time, or the practice clock. */
export interface Clock {
  now(): Date;
}

/** `unknown`: the platform did not say; the post may be in the chat and is not repeated. */
export type Delivery =
  | { state: 'sent'; messageId?: string }
  | { state: 'refused'; reason: string }
  | { state: 'later'; afterMs: number; reason: string }
  | { state: 'unknown'; reason: string };

export interface Channel {
  readonly name: string;
  /** Whether a post sent again under the same key is shown once. */
  readonly knowsRepeats: boolean;
  /** Opens the bytes of a file; throws when they cannot be had. */
  open(file: IncomingFile): Promise<Readable>;
  /** Sends one post. `key` is unique per post: a channel that can tell a repeat by it must not show it twice. */
  send(chat: Chat, post: Post, key: string, replyContext?: unknown): Promise<Delivery>;
}

/** Bytes that are stored, with what was measured on them. */
export interface StoredFile {
  sha256: string;
  /** Bytes. */
  size: number;
  /** By magic bytes, without a dot; empty when unknown. */
  extension: string;
  mime: string;
  durationMs?: number;
}

export interface FileStore {
  /**
   * Streams the bytes to the store under their hash, reads them back and compares.
   * Throws `FileTooLarge` beyond `limit` bytes, `FileEmpty` for none; nothing is left behind then.
   */
  put(bytes: Readable, limit: number): Promise<StoredFile>;
  open(sha256: string): Readable;
  has(sha256: string): Promise<boolean>;
}

export class FileTooLarge extends Error {}
export class FileEmpty extends Error {}

export type { Calendar } from '../domain/calendar.ts';

export interface SheetReader {
  /** The first sheet of an xlsx as text, row by row. Throws for what is no sheet, or too large a one. */
  rows(bytes: Readable): Promise<string[][]>;
}
