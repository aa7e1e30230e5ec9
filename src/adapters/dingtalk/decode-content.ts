import type { IncomingFile } from '../../application/message.ts';
import type { FileKind } from '../wire/file-kind.ts';
import { readJson } from '../wire/json.ts';

/**
 * Where the bytes of a file are: under codes that the platform changes for a URL
 * (docs/protocol-dingtalk.md, section 3.6).
 */
export interface FileSource {
  kind: FileKind;
  /** Any of them will do. Empty: the platform tells of the file and does not give it out. */
  codes: string[];
  /** Where the organisation's drive has it, for whoever looks for it by hand. */
  spaceId?: string;
  fileId?: string;
}

export interface Content {
  text: string;
  files: IncomingFile[];
  unreadable: boolean;
}

export type Fields = Record<string, unknown>;

/** Comes as an object, or as one written out (docs/protocol-dingtalk.md, section 3.2). */
export function fieldsOf(value: unknown): Fields {
  const read = typeof value === 'string' ? readJson(value) : value;
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Fields) : {};
}

export const wordIn = (fields: Fields, ...names: string[]): string => {
  const found = names.map((name) => fields[name]).find((value) => ['string', 'number'].includes(typeof value));
  return found === undefined ? '' : String(found);
};

const KINDS: Record<string, FileKind> = { picture: 'image', image: 'image', video: 'video', file: 'file' };

/**
 * What somebody said, of whatever kind; `audio` is what the platform heard (docs/protocol-dingtalk.md, section 3.2).
 */
export function contentOf(msgtype: string, said: { text?: unknown; content?: unknown }): Content {
  const content = fieldsOf(said.content);
  if (msgtype === 'text') return plain(wordIn(fieldsOf(said.text), 'content') || textIn(said.content));
  if (msgtype === 'richText') return richText(content);
  if (msgtype === 'audio') return plain(wordIn(content, 'recognition'), true);
  const kind = KINDS[msgtype];
  if (kind) {
    const file = fileOf(kind, content);
    return { text: '', files: file ? [file] : [], unreadable: !file };
  }
  // Observed and undocumented: a text in some other coat.
  if (['markdown', 'reply'].includes(msgtype)) return plain(textIn(said.content), true);
  return { text: '', files: [], unreadable: true };
}

const plain = (text: string, mayLack = false): Content => ({
  text,
  files: [],
  unreadable: mayLack && text.trim() === '',
});

/** A text, wherever a kind that nobody described keeps it. */
export function textIn(content: unknown): string {
  const fields = fieldsOf(content);
  if (Object.keys(fields).length > 0) return wordIn(fields, 'text', 'content', 'summary', 'title');
  return typeof content === 'string' ? content : '';
}

/**
 * Runs of text differ in style only; a picture between them ends the line. Quoted ones name their fields otherwise
 * (docs/protocol-dingtalk.md, section 3.5).
 */
export function richText(content: Fields): Content {
  const items = (Array.isArray(content.richText) ? content.richText : []).map(fieldsOf);
  const files: IncomingFile[] = [];
  let text = '';
  for (const item of items) {
    const kind = KINDS[wordIn(item, 'type', 'msgType', 'msgtype')] ?? ('downloadCode' in item ? 'image' : undefined);
    const file = kind && fileOf(kind, item);
    if (file) {
      files.push(file);
      if (text !== '' && !/\s$/.test(text)) text += '\n';
    }
    if (kind === undefined) text += mentionEnded(wordIn(item, 'text', 'content'));
  }
  return { text: text.trim(), files, unreadable: text.trim() === '' && files.length === 0 };
}

/** `@name` is a run of its own, and what follows may touch it. */
const mentionEnded = (run: string): string => (/^\s*@\S+$/.test(run) ? `${run} ` : run);

export function fileOf(kind: FileKind, content: Fields): IncomingFile | undefined {
  const codes = ['downloadCode', 'pictureDownloadCode']
    .map((name) => wordIn(content, name))
    .filter((one) => one !== '');
  if (codes.length === 0) return undefined;
  return named(content, { kind, codes, ...placeOf(content) });
}

/** A file that the platform tells of without a code: its sender has to send it another way. */
export const fileWithoutCode = (kind: FileKind, content: Fields): IncomingFile => ({
  ...named(content, { kind, codes: [], ...placeOf(content) }),
  withheld: true,
});

function named(content: Fields, source: FileSource): IncomingFile {
  const name = wordIn(content, 'fileName');
  return { source, ...(name !== '' && { name }) };
}

function placeOf(content: Fields): Pick<FileSource, 'spaceId' | 'fileId'> {
  const [spaceId, fileId] = [wordIn(content, 'spaceId'), wordIn(content, 'fileId')];
  return { ...(spaceId !== '' && { spaceId }), ...(fileId !== '' && { fileId }) };
}
