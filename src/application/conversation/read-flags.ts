import type { Arg } from './args.ts';
import type { Unread } from './read-names.ts';

/** Whether one of the words is said, such as 采用 behind /导出. */
export function takeFlag(unread: Unread, name: string, { of }: Extract<Arg, { kind: 'flag' }>): void {
  const known = unread.context.vocabulary[of];
  unread.input[name] = unread.words.some((word) => known.includes(word));
  unread.words = unread.words.filter((word) => !known.includes(word));
}

/** The number behind one of the words: `快照 2`, `快照2`, `快照:2`. */
export function takeNumbered(unread: Unread, name: string, { of }: Extract<Arg, { kind: 'numbered' }>): void {
  const { args, context, input } = unread;
  const digits = (text: string | undefined) => /^\D{0,2}(\d{1,9})\D{0,2}$/.exec(text?.normalize('NFKC') ?? '')?.[1];
  const labelled = digits(args.fields[name]);
  if (labelled !== undefined) input[name] = Number(labelled);
  for (const [index, word] of unread.words.entries()) {
    const behind = context.vocabulary[of].find((one) => word.startsWith(one));
    if (behind === undefined) continue;
    const inWord = digits(word.slice(behind.length));
    const number = inWord ?? digits(unread.words[index + 1]);
    if (number === undefined) continue;
    input[name] = Number(number);
    unread.words.splice(index, inWord === undefined ? 2 : 1);
    return;
  }
}

/** The word behind one of the words: `表样 荣誉证书`. */
export function takeNamed(unread: Unread, name: string, { of }: Extract<Arg, { kind: 'named' }>): void {
  const at = unread.words.findIndex((word) => unread.context.vocabulary[of].includes(word));
  if (at < 0) return;
  const [, behind = ''] = unread.words.splice(at, 2);
  unread.input[name] = behind;
}
