/**
 * Cuts a text into messages of at most `limit` bytes on line ends, an overlong line between characters, and numbers them:
 * `(1/3)`. Neutralise first: it makes texts longer.
 */
export function split(text: string, limit: number): string[] {
  const whole = text.trim();
  if (Buffer.byteLength(whole) <= limit) return whole === '' ? [] : [whole];
  // Room for `(123/456)` and its line end.
  const room = limit - 12;
  const parts: string[] = [];
  let part = '';
  for (const line of whole.split('\n').flatMap((one) => pieces(one, room))) {
    const longer = part === '' ? line : `${part}\n${line}`;
    if (Buffer.byteLength(longer) <= room) part = longer;
    else {
      if (part !== '') parts.push(part);
      part = line;
    }
  }
  if (part !== '') parts.push(part);
  return parts.map((one, index) => `(${index + 1}/${parts.length})\n${one}`);
}

/** A line as pieces that fit; characters stay whole. */
function pieces(line: string, room: number): string[] {
  if (Buffer.byteLength(line) <= room) return [line];
  const found: string[] = [];
  let piece = '';
  let size = 0;
  for (const character of line) {
    const bytes = Buffer.byteLength(character);
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
