import { extensionOf } from '../../domain/formats.ts';
import { normalise } from '../words/normalise.ts';

export interface SaidFile {
  name: string;
  ext: string;
  sizeMb?: number;
  quoted: boolean;
}

/** What a message consists of besides what its sender says. */
export interface Segments {
  said: string;
  files: SaidFile[];
  /** The text of a quoted message; empty when only a file was quoted. */
  quote?: string;
}

const SEGMENT = /\[(?<label>[^\][:：]{1,6}?)(?:[:：]\s*(?<inside>[^\]]*))?\]/g;
const NAMED_AFTER =
  /^\s*(?<name>[^[\]\n]+?\.[A-Za-z][A-Za-z0-9]{1,4})(?=[\s(（，,。]|$)(?:\s*[(（]\s*(?<size>[\d.]+)\s*(?<unit>[KMG])B?\s*[)）])?/i;
const MENTION = /@[\p{L}\p{N}_-]{1,20}(?=[\s\u2005,，:：]|$)/gu;
const MEGABYTES: Record<string, number> = { K: 1 / 1024, M: 1, G: 1024 };

/**
 * Splits a message into what is said, the files that came with it and what it quotes. `labels` are the words that stand
 * for a file, a quoted file and a quoted message in square brackets, and the names under which the bot is addressed.
 */
export function segmentsOf(
  text: string,
  labels: { file: readonly string[]; quotedFile: readonly string[]; quote: readonly string[]; bot: readonly string[] },
): Segments {
  const files: SaidFile[] = [];
  let quote: string | undefined;
  let said = '';
  let rest = normalise(text);
  for (let found = SEGMENT.exec(rest); found; found = SEGMENT.exec(rest)) {
    SEGMENT.lastIndex = 0;
    const { label = '', inside } = found.groups ?? {};
    const after = rest.slice(found.index + found[0].length);
    said += rest.slice(0, found.index);
    if (labels.quotedFile.includes(label)) {
      files.push(fileFrom(inside ?? '', undefined, undefined, true));
      quote ??= '';
      rest = after;
    } else if (labels.quote.includes(label)) {
      quote = inside ?? '';
      rest = after;
    } else if (labels.file.includes(label)) {
      const named = inside === undefined ? NAMED_AFTER.exec(after) : undefined;
      const { name = inside ?? '', size, unit } = named?.groups ?? {};
      files.push(fileFrom(name, size, unit, false));
      rest = after.slice(named?.[0].length ?? 0);
    } else {
      said += found[0];
      rest = after;
    }
  }
  said = (said + rest).replace(MENTION, (mention) => (labels.bot.includes(mention.slice(1)) ? ' ' : mention)).trim();
  return { said, files, ...(quote !== undefined && { quote }) };
}

function fileFrom(written: string, size: string | undefined, unit: string | undefined, quoted: boolean): SaidFile {
  const inside = /^(?<name>.*?)\s*[(（]\s*(?<size>[\d.]+)\s*(?<unit>[KMG])B?\s*[)）]$/i.exec(written.trim())?.groups;
  const name = inside?.name ?? written.trim();
  const amount = Number(inside?.size ?? size);
  const megabytes = amount * (MEGABYTES[(inside?.unit ?? unit ?? 'M').toUpperCase()] ?? 1);
  return {
    name,
    ext: extensionOf(name),
    quoted,
    ...(Number.isFinite(megabytes) && { sizeMb: Math.round(megabytes * 100) / 100 }),
  };
}
