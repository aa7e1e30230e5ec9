import type { Slots } from './intents.ts';
import { type Reading, wordsOf } from './reading.ts';

const SHORTEST = 2;
const LONGEST = 20;

/**
 * What a work is called when nothing marks it: 摄影 丁村夜校 贾晓峰拍的. Of what is left of the sentence without all that is recognised
 * in it, the first piece that could be a name. The bot only proposes it, and its sender reads it before anything counts.
 */
export function runOnTitle(reading: Reading, { author, author_unit: unit }: Slots): Slots {
  const { title_breaks: breaks, title_leads: leads, title_ends: ends, no_title: never } = reading.tongue.grammar.words;
  if (!breaks || !leads || !ends || !never) return {};
  const known = [author, unit].filter((one): one is string => typeof one === 'string' && one !== '');
  const pieces = piecesOf(reading, known)
    .flatMap((piece) => piece.split(new RegExp(breaks.source, 'giu')))
    .map((piece) => stripped(piece ?? '', leads, ends))
    .filter((piece) => [...piece].length >= SHORTEST && [...piece].length <= LONGEST && !never.test(piece));
  const named = reading.tongue.grammar.words.person_name;
  const first = pieces.find((piece) => !named?.test(piece)) ?? pieces[0];
  return first === undefined ? {} : { title: first };
}

/** The stretches between what is recognised, as typed; those after a category come first. */
function piecesOf(reading: Reading, known: string[]): string[] {
  const found: { start: number; text: string }[] = [];
  for (const piece of withinTitles(reading).matchAll(/[^\uE000-\uE0FF\s，,。；;、！!？?…:：]+/gu)) {
    const end = piece.index + piece[0].length;
    let text = wordsOf(reading, { start: piece.index, end });
    for (const one of known) text = text.replace(one, '\n');
    found.push({ start: piece.index, text });
  }
  const category = reading.things.find(({ kind }) => kind === 'category')?.end ?? 0;
  const after = ({ start }: { start: number }) => (start >= category ? 0 : 1);
  return found.sort((one, other) => after(one) - after(other) || one.start - other.start).map(({ text }) => text);
}

/** What is recognised inside of a name is a part of it: the 歌 of 清朗之歌, when the category has been named before. */
function withinTitles({ masked, said, things }: Reading): string {
  const categories = things.filter(({ kind }) => kind === 'category');
  const counts = things.filter(({ kind, start, end }) => kind === 'count' && end - start < 3);
  const [, ...later] = categories;
  let text = masked;
  const han = (sign: string | undefined) => /\p{sc=Han}/u.test(sign ?? '');
  const selves = things.filter(({ kind, start, end }) => kind === 'self' && han(said[start - 1]) && han(said[end]));
  for (const { start, end } of [...later, ...counts, ...selves])
    if (han(said[end]) || han(said[start - 1])) text = text.slice(0, start) + said.slice(start, end) + text.slice(end);
  return text;
}

function stripped(piece: string, leads: RegExp, ends: RegExp): string {
  let text = piece;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(leads, '').replace(ends, '');
  }
  return text;
}
