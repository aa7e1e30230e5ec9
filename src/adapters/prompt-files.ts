import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type PhraseTable, type SayOf, type Section, wordsFrom } from '../application/words/words.ts';

const HEADING = /^## +(\S+)\s*$/;

/**
 * Reads one `*.md`. In `progress.md`, what stands under the heading `## city` is the phrase `progress.city`; text above the
 * first heading is a note to whoever edits the file.
 */
export function readSectionsOf(file: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  const name = path.basename(file);
  let open: { id: string; line: number; body: string[] } | undefined;
  const close = () => {
    if (open) sections.set(open.id, { template: open.body.join('\n').trim(), file: name, line: open.line });
  };
  const lines = readFileSync(file, 'utf8').replaceAll('\r\n', '\n').split('\n');
  for (const [index, line] of lines.entries()) {
    const heading = HEADING.exec(line);
    if (heading) {
      close();
      open = { id: `${path.basename(name, '.md')}.${heading[1]}`, line: index + 1, body: [] };
    } else open?.body.push(line);
  }
  close();
  return sections;
}

/** Reads every `*.md` of a folder. */
export function readSections(folder: string): Map<string, Section> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort();
  return new Map(files.flatMap((file) => [...readSectionsOf(path.join(folder, file))]));
}

/** Under the names that a file's sections have among those of other files. */
export const inFile = <const Table extends PhraseTable, Name extends string>(name: Name, phrases: Table) =>
  Object.fromEntries(Object.entries(phrases).map(([id, facts]) => [`${name}.${id}`, facts])) as {
    readonly [Id in keyof Table & string as `${Name}.${Id}`]: Table[Id];
  };

/** What one file of `prompts/` says, under the headings themselves. Throws `WordsInvalid`. */
export function sayFrom<const Table extends PhraseTable>(file: string, phrases: Table): SayOf<Table> {
  const name = path.basename(file, '.md');
  const say = wordsFrom(readSectionsOf(file), inFile(name, phrases) as PhraseTable) as (
    id: string,
    facts?: object,
  ) => string;
  return ((id: string, facts?: object) => say(`${name}.${id}`, facts)) as SayOf<Table>;
}
