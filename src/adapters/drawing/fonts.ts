import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

const require = createRequire(import.meta.url);
const PACKAGE = '@fontsource/noto-sans-sc/files/noto-sans-sc';
const FACES = { plain: '400-normal', bold: '700-normal' } as const;
let registered = false;

/** Latin first: the Chinese file holds no Latin letters. There may be no font on the machine at all. */
export const FAMILIES = { plain: 'LatinPlain, ChinesePlain', bold: 'LatinBold, ChineseBold' } as const;

/** Makes the families known to the canvas; once for the process, about 60 ms. */
export function registerFonts(): void {
  if (registered) return;
  for (const [weight, file] of Object.entries(FACES)) {
    const name = weight === 'bold' ? 'Bold' : 'Plain';
    GlobalFonts.registerFromPath(require.resolve(`${PACKAGE}-latin-${file}.woff2`), `Latin${name}`);
    GlobalFonts.registerFromPath(require.resolve(`${PACKAGE}-chinese-simplified-${file}.woff2`), `Chinese${name}`);
  }
  registered = true;
}
