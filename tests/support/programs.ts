import path from 'node:path';

const DIST = path.resolve(import.meta.dirname, '../../dist');

/**
 * How a program is started: as `npm start` does it; by tests without the compiler that makes WebAssembly, of which PGlite
 * and Prisma are, quicker while it runs. A process that lives for seconds pays one for it, and gains nothing. The bench and
 * the long chaos run, which use this outside of vitest, measure what ships.
 */
export const NODE_OPTIONS = ['--enable-source-maps', ...(process.env.VITEST ? ['--liftoff-only'] : [])];

/** The program as it ships: `main`, `doctor`, `operate`, `campaign-check`, `campaign-draft` or `campaign-next`. */
export const program = (name: string): string => path.join(DIST, 'program', `${name}.js`);

/** A program of the tests, listed in `vite.program.config.ts`. */
export const testProgram = (name: string): string => path.join(DIST, 'test-programs', `${name}.js`);
