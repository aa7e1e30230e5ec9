const utf8Bytes = (text: string): number => Buffer.byteLength(text);

/**
 * Cuts a text into messages of at most `limit` bytes on line ends, an overlong line between characters, and numbers them:
 * `(1/3)`. Neutralise first: it makes texts longer. `bytesOf` says how long a text is on the wire; that of two texts
 * together is the sum.
 */
export function split(text: string, limit: number, bytesOf = utf8Bytes): string[] {
  const whole = text.trim();
  if (bytesOf(whole) <= limit) return whole === '' ? [] : [whole];
  const room = limit - bytesOf('(1234/5678)\n');
  const parts: string[] = [];
  let part = '';
  for (const line of whole.split('\n').flatMap((one) => pieces(one, room, bytesOf))) {
    const longer = part === '' ? line : `${part}\n${line}`;
    if (bytesOf(longer) <= room) part = longer;
    else {
      if (part !== '') parts.push(part);
      part = line;
    }
  }
  if (part !== '') parts.push(part);
  return parts.map((one, index) => `(${index + 1}/${parts.length})\n${one}`);
}

/** A line as pieces that fit; characters stay whole. */
function pieces(line: string, room: number, bytesOf: (text: string) => number): string[] {
  if (bytesOf(line) <= room) return [line];
  const found: string[] = [];
  let piece = '';
  let size = 0;
  for (const character of line) {
    const bytes = bytesOf(character);
    if (size + bytes > room) {
      found.push(piece);
      piece = '';
      size = 0;
    }
    piece += character;
    size += bytes;
  }
  found.push(piece);
  return found;
}
