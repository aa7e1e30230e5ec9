import path from 'node:path';

const DIST = path.resolve(import.meta.dirname, '../../dist');

/** The program as it ships: `main`, `doctor`, `operate` or `campaign-check`. */
export const program = (name: string): string => path.join(DIST, 'program', `${name}.js`);

/** A program of the tests, listed in `vite.program.config.ts`. */
export const testProgram = (name: string): string => path.join(DIST, 'test-programs', `${name}.js`);
