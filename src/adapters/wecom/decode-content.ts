import type { IncomingFile } from '../../application/message.ts';
import type { FileKind } from '../wire/file-kind.ts';
import { type Fields, fieldsOf, listOf, wordIn } from '../wire/json.ts';

/** Where the bytes of a file are: under a URL that dies in five minutes, or under an id of the app's media store. */
export type FileSource =
  | { kind: FileKind; url: string /** Base64; absent where the key of the callback settings holds. */; key?: string }
  | { kind: FileKind; mediaId: string };

export interface Content {
  text: string;
  files: IncomingFile[];
  /** Nothing in it that could be read, though something was said. */
  unreadable: boolean;
}

/** Nobody can put more into one message by hand. */
const MOST_PIECES = 50;
const LONGEST_URL = 4000;
const LONGEST_KEY = 200;

/**
 * What a message or a quote says, whatever its kind is called: what is there is read, and a part of a shape that nobody
 * foresaw costs only itself (docs/protocol-wecom.md, section 4.2). The text runs of a mixed message are one text, whatever
 * stands between them (docs/protocol-wecom.md, section 5.3).
 */
export function contentOf(said: Fields): Content {
  const items = listOf(fieldsOf(said.mixed).msg_item).slice(0, MOST_PIECES);
  const pieces = [...items, said].map(pieceOf);
  const text = pieces
    .map((piece) => piece.text)
    .filter((run) => run !== '')
    .join('\n');
  const files = pieces.flatMap((piece) => piece.files);
  return { text, files, unreadable: text === '' && files.length === 0 && said.msgtype !== 'text' };
}

const KINDS: FileKind[] = ['image', 'video', 'file'];

function pieceOf(piece: Fields): Pick<Content, 'text' | 'files'> {
  const shared = fieldsOf(piece.appmsg);
  const file = fileIn('file', shared.file, wordIn(shared, 'title'));
  const words = [wordsIn(piece.text), wordsIn(piece.voice), ...(file ? [] : linkIn(shared))];
  return {
    text: words.filter((word) => word !== '').join('\n'),
    files: [...KINDS.map((kind) => fileIn(kind, piece[kind])), file].filter((one) => one !== undefined),
  };
}

/** A bare string is as good as the struct around it. */
function wordsIn(part: unknown): string {
  const fields = fieldsOf(part);
  if (Object.keys(fields).length > 0) return wordIn(fields, 'content').trim();
  return typeof part === 'string' && part.trim() !== '{}' ? part.trim() : '';
}

const linkIn = (shared: Fields): string[] => [wordIn(shared, 'title').trim(), wordIn(shared, 'url').trim()];

/** `title` stands for the name where the file has none of its own. */
function fileIn(kind: FileKind, part: unknown, title = ''): IncomingFile | undefined {
  const where = fieldsOf(part);
  // The document's own samples end with a blank inside the string.
  const url = wordIn(where, 'url').trim();
  if (url === '' || url.length > LONGEST_URL) return undefined;
  const key = wordIn(where, 'aeskey').slice(0, LONGEST_KEY);
  const name = (wordIn(where, 'filename', 'name') || title).trim();
  return { source: { kind, url, ...(key !== '' && { key }) } satisfies FileSource, ...(name !== '' && { name }) };
}
