import type { IncomingFile } from '../../application/message.ts';
import type { FileKind } from '../wire/file-kind.ts';
import { type Fields, fieldsOf, listOf, wordIn } from '../wire/json.ts';

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

/** A message or a quote, as far as it says anything. */
export interface Said {
  text?: unknown;
  content?: unknown;
}

const KINDS: Record<string, FileKind> = { picture: 'image', image: 'image', video: 'video', file: 'file' };
const CODES = ['downloadCode', 'pictureDownloadCode'];
/** Observed and undocumented: a text in some other coat. */
const COATS = ['markdown', 'reply'];
/** Their words are somebody else's, or the platform's. */
const NOT_THEIR_WORDS = ['chatRecord', 'interactiveCard', 'unknownMsgType'];

/**
 * What somebody said (docs/protocol-dingtalk.md, section 3.2): by its kind, and where that tells nothing, by what is in
 * it.
 */
export function contentOf(msgtype: string, said: Said): Content {
  const content = fieldsOf(said.content);
  const read = byKind(msgtype, said, content) ?? (msgtype === 'audio' ? undefined : byContent(said, content));
  if (read) return { ...read, unreadable: false };
  const text = NOT_THEIR_WORDS.includes(msgtype) ? '' : textIn(said.content);
  return { text, files: [], unreadable: msgtype !== 'text' && text.trim() === '' };
}

type Told = Pick<Content, 'text' | 'files'>;

/** Undefined where nothing is told. */
function byKind(kind: string, said: Said, content: Fields): Told | undefined {
  if (kind === 'text') return told(textIn(said.text) || textIn(said.content));
  if (kind === 'audio') return told(wordIn(content, 'recognition'));
  if (COATS.includes(kind)) return told(textIn(said.content));
  const file = KINDS[kind] && fileOf(KINDS[kind], content);
  return file ? { text: '', files: [file] } : undefined;
}

/** For a kind that is not named, or not rightly; undefined where nothing is told. */
export function byContent(said: Said, content = fieldsOf(said.content)): Told | undefined {
  const rich = richText(content);
  if (rich.text !== '' || rich.files.length > 0) return rich;
  // Of a sound the platform gives the words.
  if ('recognition' in content) return told(wordIn(content, 'recognition'));
  const file = fileOf(kindBy(content), content);
  return file ? { text: '', files: [file] } : told(textIn(said.text));
}

const told = (text: string): Told | undefined => (text.trim() === '' ? undefined : { text, files: [] });

function kindBy(content: Fields): FileKind {
  if ('videoType' in content || 'duration' in content) return 'video';
  return 'pictureDownloadCode' in content ? 'image' : 'file';
}

/** A text, wherever a kind that nobody described keeps it; a bare string is one itself. */
export function textIn(content: unknown): string {
  const fields = fieldsOf(content);
  if (Object.keys(fields).length > 0) return wordIn(fields, 'text', 'content', 'summary', 'title');
  return typeof content === 'string' && content.trim() !== '{}' ? content : '';
}

/**
 * Runs of text differ in style only; a picture between them ends the line. Quoted ones name their fields otherwise
 * (docs/protocol-dingtalk.md, section 3.5).
 */
export function richText(content: Fields): Told {
  const files: IncomingFile[] = [];
  let text = '';
  for (const item of listOf(content.richText)) {
    const kind = KINDS[wordIn(item, 'type', 'msgType', 'msgtype')];
    const file = fileOf(kind ?? 'image', item);
    if (file) {
      files.push(file);
      if (text !== '' && !/\s$/.test(text)) text += '\n';
    } else if (kind === undefined) text += mentionEnded(wordIn(item, 'text', 'content'));
  }
  return { text: text.trim(), files };
}

/** `@name` is a run of its own, and what follows may touch it. */
const mentionEnded = (run: string): string => (/^\s*@\S+$/.test(run) ? `${run} ` : run);

export function fileOf(kind: FileKind, content: Fields): IncomingFile | undefined {
  const codes = CODES.map((name) => wordIn(content, name)).filter((one) => one !== '');
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
