import { bare } from './fold.ts';
import type { Line } from './lines.ts';
import { contains, coreOf, meant } from './names.ts';
import { isWork } from './work-words.ts';

export interface DraftCategory {
  name: string;
  aliases: string[];
  clause: string;
  quote: string;
  measure?: string;
  /** Headings under which the notice describes it. */
  described: Line[];
  /** In the table of figures. */
  column?: boolean;
  /** Named by a sentence only, such as a report that goes with the works. */
  report?: boolean;
  /** A sub-project with host and platform of its own. */
  project?: Line;
}

/** The categories of works that the notice asks for, growing while it is read. */
export class Catalogue {
  readonly all: DraftCategory[] = [];
  /** What the notice is called, without 征集 and 活动. */
  subject = '';
  /** 艺术作品类：绘画、书法、摄影 is a name for all of them. */
  private readonly groups: { name: string; of: DraftCategory[] }[] = [];

  group(name: string, of: DraftCategory[]): void {
    this.groups.push({ name: withoutEnd(bare(name)), of });
  }

  /** Whether the text speaks of several by their common name. */
  namesGroup(text: string): boolean {
    return this.groups.some(({ name }) => bare(text).includes(name));
  }

  add(category: Omit<DraftCategory, 'aliases' | 'described'> & { described?: Line[] }): DraftCategory {
    const known = this.same(category.name);
    if (known) {
      this.call(known, category.name);
      known.described.push(...(category.described ?? []));
      if (category.measure !== undefined) known.measure ??= category.measure;
      if (category.project) known.project = category.project;
      return known;
    }
    const made: DraftCategory = { ...category, aliases: [], described: category.described ?? [] };
    this.all.push(made);
    return made;
  }

  /** The one that a name means, or undefined. */
  same(name: string): DraftCategory | undefined {
    const exact = this.all.find((one) => namesOf(one).some((known) => coreOf(known) === coreOf(name)));
    if (exact) return exact;
    const alike = this.all.filter((one) =>
      namesOf(one).some((known) => withoutEnd(known) === withoutEnd(name) || isPart(known, name)),
    );
    return meant(name, alike, namesOf);
  }

  /** Every one that the text names, by the longest names first; a stretch of text names one. */
  mentioned(text: string): DraftCategory[] {
    let rest = bare(text);
    const found: { at: number; one: DraftCategory }[] = [];
    const names = [
      ...this.groups.flatMap(({ name, of }) => of.map((one) => ({ name, one }))),
      ...this.all.flatMap((one) => [...spoken(one), ...this.tails(one)].map((name) => ({ name, one }))),
    ];
    const distinct = [...new Set(names.map(({ name }) => name))].sort((a, b) => b.length - a.length);
    for (const name of distinct) {
      const owners = names.filter((one) => one.name === name);
      for (let at = rest.indexOf(name); at >= 0; at = rest.indexOf(name)) {
        for (const { one } of owners) found.push({ at, one });
        rest = rest.slice(0, at) + '\u0000'.repeat(name.length) + rest.slice(at + name.length);
      }
    }
    return [...new Set(found.sort((a, b) => a.at - b.at).map(({ one }) => one))];
  }

  /** 公益短视频 for 安全公益短视频, where no other ends so. */
  private tails(category: DraftCategory): string[] {
    const plain = bare(category.name);
    const tails = Array.from({ length: Math.max(0, plain.length - 3) }, (_, at) => plain.slice(at + 1));
    return tails.filter(
      (tail) =>
        isWork(tail) &&
        !/^(作品|类)/.test(tail) &&
        !this.all.some((one) => one !== category && namesOf(one).some((name) => bare(name).includes(tail))),
    );
  }

  /** Whether the text begins with one of them. */
  begins(text: string): boolean {
    const plain = bare(text);
    return this.all.some((one) => spoken(one).some((name) => plain.startsWith(name)));
  }

  private call(category: DraftCategory, name: string): void {
    if (!namesOf(category).some((known) => coreOf(known) === coreOf(name))) category.aliases.push(name);
  }
}

export const namesOf = (category: DraftCategory): string[] => [category.name, ...category.aliases];

const withoutEnd = (name: string): string => coreOf(name).replace(/(类|作品|项目|组)$/, '');

/** 手机摄影 and 摄影; but 图文 is no 图文类海报. */
function isPart(one: string, other: string): boolean {
  const [a, b] = [withoutEnd(one), withoutEnd(other)];
  return (
    Math.min(a.length, b.length) >= 2 &&
    (a.endsWith(b) || b.endsWith(a) || a.startsWith(b) || b.startsWith(a)) &&
    contains(a, b)
  );
}

/** All ways to say it in a sentence: with 类 or 作品 after it, without the brackets. */
function spoken(category: DraftCategory): string[] {
  return namesOf(category).flatMap((name) => {
    const plain = bare(name);
    const short = plain.replace(/\(.*?\)/g, '');
    const stem = withoutEnd(short);
    return [...new Set([plain, short, ...(stem.length >= 2 ? [stem] : [])])];
  });
}
