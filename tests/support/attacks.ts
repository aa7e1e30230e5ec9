/** What a pattern may be stuffed with: single letters, one of each kind of class, and the words that stand in it. */
function atomsOf(source: string): string[] {
  const atoms = new Set<string>();
  const classes: Record<string, string> = { d: '1', s: ' ', w: 'a', S: '甲', D: '甲', W: '，', n: '\n' };
  for (const [atom] of source.matchAll(
    /\\p\{[^}]+\}|\\u[0-9a-fA-F]{4}|\\.|\[(?:\\.|[^\]\\])*\]|[^\\()[\]{}|?*+^$]/gu,
  )) {
    if (atom.startsWith('\\p')) for (const one of ['甲', '，', '🙏', ' ']) atoms.add(one);
    else if (atom.startsWith('\\u')) atoms.add(String.fromCharCode(Number.parseInt(atom.slice(2), 16)));
    else if (atom.startsWith('\\')) atoms.add(classes[atom.slice(1)] ?? atom.slice(1));
    else if (atom.startsWith('[')) for (const one of membersOf(atom)) atoms.add(one);
    else atoms.add(atom === '.' ? '甲' : atom);
  }
  return [...atoms];
}

function membersOf(written: string): string[] {
  const named = [...written.slice(1, -1).matchAll(/\\u([0-9a-fA-F]{4})|\\?(.)/gu)].map(([, code, one]) =>
    code === undefined ? (one as string) : String.fromCharCode(Number.parseInt(code, 16)),
  );
  const own = written.startsWith('[^') ? ['甲', '1', ' '] : [named[0] ?? '', named.at(-1) ?? ''];
  return [...own, ...(written.includes('\\d') ? ['1'] : []), ...(written.includes('\\s') ? [' '] : [])];
}

/** Literal words of two letters and more, such as stand between the bars of a group. */
const wordsOf = (source: string): string[] => [...new Set([...source.matchAll(/\p{L}{2,}/gu)].map(([word]) => word))];

/** A text made against a pattern, as long as it is asked for. */
export type Attack = (size: number) => string;

const filledWith =
  (text: string): Attack =>
  (size) =>
    text.repeat(Math.ceil(size / text.length)).slice(0, size);

/**
 * Texts made to make a pattern search for long: every letter and class of it over and over, its words over and over,
 * and a word in front of and behind a long run of a letter.
 */
export function attacksOn(source: string): Attack[] {
  const atoms = atomsOf(source);
  const words = wordsOf(source);
  const [first = '甲', ...more] = words;
  const last = more.at(-1) ?? first;
  const between = atoms.flatMap((atom): Attack[] => [
    (size) => `${first}${filledWith(atom)(size)}`.slice(-size),
    (size) => `${filledWith(atom)(size)}${last}`.slice(-size),
    filledWith(`${atom}甲`),
  ]);
  const pairs = atoms.slice(1).map((atom, index) => filledWith(`${atoms[index]}${atom}`));
  const all = [...atoms.map(filledWith), ...words.map(filledWith), ...between, ...pairs];
  return [...new Map(all.map((attack) => [attack(100), attack])).values()];
}
