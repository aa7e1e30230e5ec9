/** A small model of what counts, written from what is counted (docs/product.md, section 7) and not from the deeds. */

export interface Work {
  unit: string;
  category: string;
  state: 'received' | 'accepted' | 'returned' | 'withdrawn';
  title: string;
  link: string;
  files: Set<string>;
  /** The decision that may still be taken back. */
  decided: { by: string; before: 'received' | 'accepted' } | undefined;
  /** What it was when it was withdrawn. */
  before?: 'received' | 'returned';
}

export type Verdict = 'received' | 'repeated' | 'again' | 'refused' | 'done' | 'restored';

/** Categories that need no file: an event, and a work that is complete with its link. */
const COMPLETE_WITHOUT_FILE = (category: string, link: string) =>
  category === 'event' || (category === 'thematic' && link !== '');

export class World {
  readonly works = new Map<number, Work>();

  reported(unit: string, except?: number): Work[] {
    return [...this.works].flatMap(([number, work]) =>
      work.unit === unit && work.state !== 'withdrawn' && number !== except ? [work] : [],
    );
  }

  held(unit: string, except?: number): Set<string> {
    return new Set(this.reported(unit, except).flatMap(({ files }) => [...files]));
  }

  /** What becomes of something that is reported. */
  judge(said: {
    unit: string;
    category: string;
    title: string;
    link: string;
    files: string[];
    another: boolean;
  }): Verdict {
    const { unit, category, title, link } = said;
    const held = this.held(unit);
    const fresh = said.files.filter((file) => !held.has(file));
    const nothingNew = said.files.length > 0 && fresh.length === 0;
    if (nothingNew && !COMPLETE_WITHOUT_FILE(category, link)) return 'repeated';
    return !said.another && this.isAlike({ unit, category, title, link }) ? 'again' : 'received';
  }

  /** What becomes of a withdrawal that is taken back. */
  judgeRestored(number: number, work: Work, another: boolean): Verdict {
    if (work.state !== 'withdrawn') return 'refused';
    const held = this.held(work.unit, number);
    if ([...work.files].some((file) => held.has(file))) return 'repeated';
    return !another && this.isAlike(work) ? 'again' : 'restored';
  }

  isAlike({ unit, category, title, link }: Pick<Work, 'unit' | 'category' | 'title' | 'link'>): boolean {
    return this.reported(unit).some(
      (one) => (link !== '' && one.link === link) || (one.category === category && one.title === title),
    );
  }

  receive(
    number: number,
    said: { unit: string; category: string; title: string; link: string; files: string[] },
  ): void {
    const held = this.held(said.unit);
    const files = new Set(said.files.filter((file) => !held.has(file)));
    this.works.set(number, { ...said, files, state: 'received', decided: undefined });
  }

  /** What somebody looking at the table must read. */
  tally(): Record<string, Record<'received' | 'accepted' | 'returned', number>> {
    const table: Record<string, Record<'received' | 'accepted' | 'returned', number>> = {};
    for (const { unit, category, state } of this.works.values()) {
      if (state === 'withdrawn') continue;
      const key = `${unit}/${category}`;
      const row = table[key] ?? { received: 0, accepted: 0, returned: 0 };
      table[key] = { ...row, [state]: row[state] + 1 };
    }
    return table;
  }
}
