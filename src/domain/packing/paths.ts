import { safeName } from './safe-name.ts';

/** What a pattern such as `{order}{unit}/{category}/{number}-{title}-{author}` is filled with. */
export type Facts = Readonly<Record<string, string>>;

/** Windows opens no longer paths without being told to; where people unpack to takes some of it. */
const LONGEST_PATH = 200;
/** What two files of one name are told apart by, such as ` (12)`. */
const FOR_CLASH = 6;
const BETWEEN = /^[-_\s·]+|[-_\s·]+$/g;

/**
 * Gives out paths by a pattern, no two of which are the same on any system. What a fact says never makes a folder; a fact that is
 * empty takes the sign between it and the next one with it.
 */
export function pathsBy(pattern: string): (facts: Facts, extension: string) => string {
  const taken = new Set<string>();
  return (facts, extension) => {
    const parts = pattern.split('/').map((part) => filled(part, facts));
    const folders = parts.slice(0, -1).map((part) => safeName(part));
    const room = LONGEST_PATH - folders.join('/').length - extension.length - 2 - FOR_CLASH;
    const stem = [...(parts.at(-1) ?? '')].slice(0, Math.max(1, room)).join('');
    for (let count = 1; ; count++) {
      const name = safeName(count === 1 ? stem : `${stem} (${count})`, extension);
      const path = [...folders, name].join('/');
      // Neither Windows nor macOS tells large letters from small ones.
      const key = path.normalize('NFKC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return path;
    }
  };
}

function filled(part: string, facts: Facts): string {
  const gap = '\0';
  const text = part.replace(/\{(\w+)\}/g, (_, name: string) => facts[name]?.trim() || gap);
  return text.replace(new RegExp(`[-_\\s·]*${gap}`, 'g'), '').replace(BETWEEN, '');
}

/** The names of facts that a pattern asks for. */
export const factsIn = (pattern: string): string[] => [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
