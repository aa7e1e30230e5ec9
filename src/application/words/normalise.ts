const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\u00AD]/g;
const CONTROL = /(?!\n)\p{Cc}/gu;
const ODD_SPACE = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;

/** Longer messages are refused: they can only be a paste gone wrong, and reading them costs time. */
export const LONGEST_TEXT = 4000;

/** What every incoming text goes through: one kind of line break, plain spaces, nothing invisible. Titles stay as typed. */
export function normalise(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(INVISIBLE, '')
    .replace(ODD_SPACE, ' ')
    .replace(/\t/g, ' ')
    .replace(CONTROL, '')
    .toWellFormed()
    .trim();
}

/** One line of somebody's words, fit to stand inside a sentence of the bot: no line breaks, at most `limit` characters. */
export function oneLine(text: string, limit = 60): string {
  const line = normalise(text).replace(/\s+/g, ' ');
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit).join('')}…` : line;
}

/** The sender's name for a file, for people to read: the last part of any path, one line, no characters a file system minds. */
export function fileName(name: string | undefined): string {
  const last = (name ?? '').split(/[\\/]/).pop() ?? '';
  return oneLine(last.replace(/[<>:"|?*]/g, '_').replace(/^\.+/, ''), 80);
}
