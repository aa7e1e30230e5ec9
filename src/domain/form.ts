/** What an office's own form is filled with: words by their names, and tables by theirs, row by row. */
export interface FormFilling {
  /** Null: there is none yet. */
  words: Record<string, string | null>;
  /** `columns` are there also where no row is. Null: there is none yet. */
  tables: Record<string, { columns: string[]; rows: Record<string, string>[] } | null>;
}

/** A place of a form that is to be filled: `{活动}`, or where a table's rows begin and end: `{#优秀作品名单}`, `{/}`. */
export interface FormTag {
  kind: 'word' | 'begins' | 'ends';
  name: string;
}

/** Why a form cannot be filled. `tag`: the place in it, as it is written. */
export type FormFault =
  | { code: 'unreadable' }
  | { code: 'unpaired'; tag: string }
  | { code: 'unknown'; tag: string; known: string[] }
  | { code: 'not-yet'; tag: string };

export type Filled<Docx> = { ok: true; docx: Docx } | { ok: false; fault: FormFault };

/** The first place that cannot be filled, in the order of the form; a table's rows take the words around them as well. */
export function formFault(tags: readonly FormTag[], { words, tables }: FormFilling): FormFault | undefined {
  const open: string[] = [];
  for (const { kind, name } of tags) {
    if (kind === 'begins') {
      const tag = `{#${name}}`;
      if (!Object.hasOwn(tables, name)) return { code: 'unknown', tag, known: Object.keys(tables) };
      if (tables[name] === null) return { code: 'not-yet', tag };
      open.push(name);
    } else if (kind === 'ends') {
      if (open.pop() === undefined) return { code: 'unpaired', tag: `{/${name}}` };
    } else {
      const columns = open.flatMap((table) => tables[table]?.columns ?? []);
      if (columns.includes(name)) continue;
      const tag = `{${name}}`;
      if (!Object.hasOwn(words, name)) return { code: 'unknown', tag, known: [...columns, ...Object.keys(words)] };
      if (words[name] === null) return { code: 'not-yet', tag };
    }
  }
  const [left] = open;
  return left === undefined ? undefined : { code: 'unpaired', tag: `{#${left}}` };
}
