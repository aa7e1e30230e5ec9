/**
 * The name in a `Content-Disposition` (docs/protocol-wecom.md, section 4.3, point 2): `filename*` first; a plain
 * `filename` comes form-urlencoded, or as bare UTF-8, which Node hands over as latin1. Never throws; undefined when
 * there is none.
 */
export function nameIn(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const extended = /filename\*\s*=\s*([^;]+)/i.exec(header)?.[1]?.trim().replace(/^"|"$/g, '');
  const parts = extended && /^([\w-]*)'[^']*'(.*)$/s.exec(extended);
  const fromExtended = parts && decoded(parts[2] ?? '', false);
  if (fromExtended) return fromExtended;
  const match = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/i.exec(header.replace(/filename\*\s*=[^;]*/gi, ''));
  const quoted = match?.[1]?.replace(/\\(.)/g, '$1');
  const bare = (quoted ?? match?.[2] ?? '').trim();
  return bare === '' ? undefined : decoded(utf8(bare), true);
}

/** A `+` is a blank only where all of it could be a form's encoding; beside raw blanks or characters it is itself. */
function decoded(text: string, form: boolean): string {
  const encoded = /%[0-9A-Fa-f]{2}/.test(text);
  const asForm = form && (encoded || /^[\w.+~*-]+$/.test(text));
  const bytes = (asForm ? text.replaceAll('+', ' ') : text).replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const raw = Buffer.from(run.replaceAll('%', ''), 'hex');
    const name = raw.toString();
    // What is no UTF-8 was no encoding either, or GBK: better shown as sent than as rubbish.
    return name.includes('\uFFFD') ? gbk(raw) : name;
  });
  return bytes;
}

function gbk(raw: Buffer): string {
  return new TextDecoder('gb18030').decode(raw);
}

/** Bytes above ASCII in a header are UTF-8, or GBK from an old server. */
function utf8(header: string): string {
  const codes = [...header].map((sign) => sign.codePointAt(0) ?? 0);
  if (codes.every((code) => code < 0x80) || codes.some((code) => code > 0xff)) return header;
  const raw = Buffer.from(header, 'latin1');
  const text = raw.toString();
  return text.includes('\uFFFD') ? gbk(raw) : text;
}
