/** A small model of screening, written from what it promises (docs/product.md, sections 7 and 14) and not from the deeds. */

export interface Handed {
  unit: string;
  category: string;
  title: string;
  authors: string[];
  /** Empty, but where the category takes one for the files. */
  link: string;
  files: string[];
  state: 'waiting' | 'mended' | 'returned' | 'passed' | 'merged' | 'withdrawn';
  /** The entry that it became. */
  entry?: number;
}

interface Reported {
  unit: string;
  category: string;
  title: string;
  authors: string;
  link: string;
  files: string[];
  state: 'received' | 'accepted' | 'returned' | 'withdrawn';
}

const pending = ({ state }: Handed) => state === 'waiting' || state === 'mended';

export class ScreenedWorld {
  readonly handed = new Map<number, Handed>();
  readonly entries = new Map<number, Reported>();

  private reported = (unit: string) =>
    [...this.entries.values()].filter((one) => one.unit === unit && one.state !== 'withdrawn');

  private heldBy = (unit: string) => new Set(this.reported(unit).flatMap(({ files }) => files));

  /** What becomes of files, or of a link for them, that are handed in, or exchanged in what `except` is. */
  judge(
    { unit, link, files }: Pick<Handed, 'unit' | 'link' | 'files'>,
    except?: number,
  ): 'waiting' | 'repeated' | 'refused' {
    const others = [...this.handed].flatMap(([number, one]) =>
      one.unit === unit && number !== except && (pending(one) || one.state === 'passed') ? [one] : [],
    );
    if (files.length === 0 && link === '') return 'refused';
    if (files.length === 0) return others.some((one) => one.link === link) ? 'repeated' : 'waiting';
    const known = new Set(others.flatMap((one) => one.files));
    return files.every((file) => known.has(file)) ? 'repeated' : 'waiting';
  }

  canMend = (one: Handed) => pending(one) || one.state === 'returned';
  canDecide = (one: Handed, byUnit: string) => one.unit === byUnit && pending(one);

  judgePass(one: Handed, byUnit: string, another: boolean): 'refused' | 'repeated' | 'again' | 'passed' {
    if (!this.canDecide(one, byUnit)) return 'refused';
    const held = this.heldBy(one.unit);
    if (one.files.length > 0 && one.files.every((file) => held.has(file))) return 'repeated';
    const authors = one.authors.join('、');
    const alike = this.reported(one.unit).some(
      (entry) =>
        (one.link !== '' && entry.link === one.link) ||
        (entry.category === one.category && entry.title === one.title && entry.authors === authors),
    );
    return alike && !another ? 'again' : 'passed';
  }

  pass(one: Handed, entry: number): void {
    const held = this.heldBy(one.unit);
    const { unit, category, title, link } = one;
    const files = one.files.filter((file) => !held.has(file));
    this.entries.set(entry, { unit, category, title, link, authors: one.authors.join('、'), files, state: 'received' });
    one.state = 'passed';
    one.entry = entry;
  }

  merge([first, ...others]: Handed[], title: string): void {
    if (!first) return;
    for (const other of others) {
      if (first.link === '') first.link = other.link;
      first.files.push(...other.files.filter((file) => !first.files.includes(file)));
      first.authors.push(...other.authors.filter((author) => !first.authors.includes(author)));
      other.state = 'merged';
    }
    first.title = title;
  }

  /** What the city reads. */
  city(): Record<string, number> {
    const table: Record<string, number> = {};
    for (const { unit, category, state } of this.entries.values())
      if (state === 'received' || state === 'accepted')
        table[`${unit}/${category}`] = (table[`${unit}/${category}`] ?? 0) + 1;
    return table;
  }
}
