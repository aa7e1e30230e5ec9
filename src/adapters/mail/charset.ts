/** Labels that say nothing, or that programs write whatever the bytes are. */
const SAYS_NOTHING = /^(us-ascii|ascii|ansi_x3\.4-1968|unknown-8bit|x-unknown|default|iso-8859-1|latin1|)$/;
/** All the names of the Chinese charset; each is a part of GB18030. */
const CHINESE = /^(x-)?(gb|cp936|ms936|936|euc-cn|windows-936)/;

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const GB18030 = new TextDecoder('gb18030');

/** Bytes of which nobody says what they are: UTF-8 where they can be that, else GB18030. */
export function guessed(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return GB18030.decode(bytes);
  }
}

/** The text of a part. What it declares holds, unless it declares nothing or the bytes cannot be that. */
export function decodedAs(charset: string, bytes: Uint8Array): string {
  const label = charset.trim().toLowerCase();
  if (SAYS_NOTHING.test(label) || /^utf-?8$/.test(label)) return guessed(bytes);
  if (CHINESE.test(label)) return GB18030.decode(bytes);
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return guessed(bytes);
  }
}
