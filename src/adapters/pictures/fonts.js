import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';

const WEIGHTS = [400, 700];
/** In place of a sign that no part of the font has. */
const UNKNOWN = '\u3013';

/**
 * @typedef {object} Fonts
 * @property {(size: number, bold?: boolean) => string} font For a canvas, in points.
 * @property {(text: string) => string} drawable The text with a mark for each sign that cannot be drawn.
 */

/**
 * Registers those parts of the font that have the signs of a text: the font comes in a hundred small files, which together know
 * every sign that a name in China may have. Undefined where the package is not installed whole.
 * @param {string} text
 * @returns {Fonts | undefined}
 */
export function fontsFor(text) {
  const home = folder();
  if (home === undefined) return undefined;
  const parts = partsOf(home);
  /** @type {Set<string>} */
  const needed = new Set(['latin']);
  const unknown = new Set();
  for (const sign of new Set(`${text}${UNKNOWN}`)) {
    const code = sign.codePointAt(0) ?? 0;
    const part = parts.find(({ ranges }) => ranges.some(([from, to]) => from <= code && code <= to));
    if (part) needed.add(part.name);
    else if (code > 32) unknown.add(sign);
  }
  /** @type {Map<number, string[]>} */
  const families = new Map(WEIGHTS.map((weight) => [weight, []]));
  for (const weight of WEIGHTS)
    for (const name of needed) {
      const file = path.join(home, `files/noto-sans-sc-${name}-${weight}-normal.woff2`);
      if (!existsSync(file)) return undefined;
      const family = `N${weight}${name}`;
      GlobalFonts.registerFromPath(file, family);
      families.get(weight)?.push(family);
    }
  return {
    font: (size, bold = false) => `${size}px ${families.get(bold ? 700 : 400)?.join(',')}`,
    drawable: (said) => [...said].map((sign) => (unknown.has(sign) ? UNKNOWN : sign)).join(''),
  };
}

function folder() {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'));
  } catch {
    return undefined;
  }
}

/** @param {string} home */
function partsOf(home) {
  /** @type {Record<string, string>} */
  const listed = JSON.parse(readFileSync(path.join(home, 'unicode.json'), 'utf8'));
  return Object.entries(listed).map(([name, ranges]) => ({
    name: name.replace(/[[\]]/g, ''),
    ranges: ranges.split(',').map((range) => {
      const [from, to = from] = range.trim().replace(/^U\+/i, '').split('-');
      return [Number.parseInt(from ?? '', 16), Number.parseInt(to ?? '', 16)];
    }),
  }));
}
