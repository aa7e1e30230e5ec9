/** Names that Windows keeps for devices, whatever extension they have. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;
/** Signs that no name on Windows may have, and the wide ones that people read the same. */
const WIDE: Record<string, string> = Object.fromEntries(
  ['<＜', '>＞', ':：', '"＂', '/／', '\\＼', '|｜', '?？', '*＊'].map(([sign = '', wide = '']) => [sign, wide]),
);
/** Controls, and signs that turn the direction of what follows or are not seen: `gnp.exe` would read as `exe.png`. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\ufffd]/gu;

/** What stands for a name of which nothing is left. */
const NAMELESS = '_';
/** Linux and macOS take 255 bytes, of which a Chinese sign has three. */
const MOST_BYTES = 240;
const encoder = new TextEncoder();

/** One name of a path, such as every system takes it: nobody's text becomes a folder, a device or another kind of file. */
export function safeName(text: string, extension = ''): string {
  const signs = text
    .normalize('NFC')
    .toWellFormed()
    .replace(UNSEEN, '')
    .replace(/[<>:"/\\|?*]/g, (sign) => WIDE[sign] ?? NAMELESS)
    .replace(/\s+/g, ' ');
  const bare = trimmed(signs) || NAMELESS;
  // Only what stands before the first dot tells a device.
  const [head = ''] = bare.split('.');
  const own = RESERVED.test(head.trim()) ? `${NAMELESS}${bare}` : bare;
  const ending = extension === '' ? '' : `.${extension.replace(/[^A-Za-z0-9]/g, '')}`;
  return shortened(own, MOST_BYTES - ending.length) + ending;
}

/** Windows drops dots and blanks at the end by itself, so that two names would be one. */
const trimmed = (text: string): string => text.replace(/^[\s]+|[\s.]+$/g, '');

function shortened(text: string, mostBytes: number): string {
  let signs = [...text];
  while (encoder.encode(signs.join('')).length > mostBytes) signs = signs.slice(0, -1);
  return trimmed(signs.join('')) || NAMELESS;
}
