import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Section } from '../application/words/words.ts';

/**
 * Reads every `*.md` of a folder. A file `progress.md` with a heading `## city` holds the phrase `progress.city`; text
 * above the first heading is a note to whoever edits the file.
 */
export function readSections(folder: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.md')) continue;
    const lines = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').split('\n');
    let open: { id: string; line: number; body: string[] } | undefined;
    const close = () => {
      if (open) sections.set(open.id, { template: open.body.join('\n').trim(), file, line: open.line });
    };
    lines.forEach((line, index) => {
      const heading = /^## +(\S+)\s*$/.exec(line);
      if (heading) {
        close();
        open = { id: `${basename(file, '.md')}.${heading[1]}`, line: index + 1, body: [] };
      } else open?.body.push(line);
    });
    close();
  }
  return sections;
}
