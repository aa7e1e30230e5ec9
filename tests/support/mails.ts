/** GBK for characters that it has, made from the decoder that Node brings. */
const GBK = new Map<string, Buffer>();
for (let high = 0x81; high <= 0xfe; high++)
  for (let low = 0x40; low <= 0xfe; low++) {
    const bytes = Buffer.from([high, low]);
    const character = new TextDecoder('gb18030').decode(bytes);
    if ([...character].length === 1 && character !== '\ufffd') GBK.set(character, bytes);
  }

export const gbk = (text: string): Buffer =>
  Buffer.concat(
    [...text].map((one) => (one.charCodeAt(0) < 0x80 ? Buffer.from(one) : (GBK.get(one) ?? Buffer.from('?')))),
  );

export const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
export const hex = (bytes: Buffer, sign: string): string =>
  [...bytes].map((byte) => sign + byte.toString(16).toUpperCase().padStart(2, '0')).join('');
export const word = (charset: string, bytes: Buffer, how: 'B' | 'Q' = 'B'): string =>
  `=?${charset}?${how}?${how === 'B' ? bytes.toString('base64') : hex(bytes, '=')}?=`;

type Piece = string | Buffer;

/** Lines of a mail, each a text or the bytes as they are. */
export const lines = (...pieces: Piece[]): Buffer =>
  Buffer.concat(pieces.flatMap((piece) => [Buffer.isBuffer(piece) ? piece : Buffer.from(piece), Buffer.from('\r\n')]));

export interface Part {
  /** Header lines; left out, those of a file with the name in UTF-8. */
  head?: Piece[];
  name?: string;
  type?: string;
  bytes: Buffer;
}

export interface Made {
  from?: Piece;
  subject?: Piece;
  date?: string;
  id?: string;
  text?: string;
  /** Lines of the text part's head, with its bytes as they stand in the mail. */
  words?: { head: Piece[]; body: Piece };
  html?: string;
  parts?: Part[];
  extra?: Piece[];
}

const utf8Name = (name: string) => word('UTF-8', Buffer.from(name));
let made = 0;

export const header = (name: string, value: Piece): Buffer =>
  Buffer.concat([Buffer.from(`${name}: `), Buffer.isBuffer(value) ? value : Buffer.from(value)]);

/** A mail as programs write it. */
export function mail({ from, subject, date, id, text, words, html, parts = [], extra = [] }: Made): Buffer {
  made++;
  const body: Buffer[] = [];
  if (words) body.push(lines('--B', ...words.head, '', words.body));
  if (text !== undefined)
    body.push(
      lines(
        '--B',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: base64',
        '',
        base64(Buffer.from(text)),
      ),
    );
  if (html !== undefined)
    body.push(
      lines(
        '--B',
        'Content-Type: text/html; charset=utf-8',
        'Content-Transfer-Encoding: base64',
        '',
        base64(Buffer.from(html)),
      ),
    );
  for (const { head, name = '', type = 'application/octet-stream', bytes } of parts)
    body.push(
      lines(
        '--B',
        ...(head ?? [
          `Content-Type: ${type}; name="${utf8Name(name)}"`,
          `Content-Disposition: attachment; filename="${utf8Name(name)}"`,
        ]),
        'Content-Transfer-Encoding: base64',
        '',
        base64(bytes),
      ),
    );
  return Buffer.concat([
    lines(
      header('From', from ?? `${word('UTF-8', Buffer.from('小李'))} <xiaoli@163.com>`),
      'To: lfgh@163.com',
      header('Subject', subject ?? ''),
      `Date: ${date ?? 'Thu, 10 Sep 2020 15:00:00 +0800'}`,
      ...(id === '' ? [] : [`Message-ID: ${id ?? `<${made}@made.test>`}`]),
      'MIME-Version: 1.0',
      ...extra,
      'Content-Type: multipart/mixed; boundary="B"',
      '',
    ),
    ...body,
    lines('--B--'),
  ]);
}

export const inUtf8 = (text: string): string => word('UTF-8', Buffer.from(text));
