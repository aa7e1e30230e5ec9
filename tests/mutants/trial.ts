// Tries mutants one after another as its parent tells them, in one Vitest that keeps what it has read of the other files.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createVitest } from 'vitest/node';
import type { Mutant } from './mutants.ts';
import { ROOT } from './parts.ts';

/** What to try: no mutant means the sources as they are. */
export interface Order {
  mutant?: Mutant;
  tests: string[];
}
/** The first test that is red, if any. */
export interface Tried {
  red?: string;
}

let current: Mutant | undefined;
const spoilt = {
  name: 'mutant',
  enforce: 'pre' as const,
  load(id: string) {
    if (current === undefined || id.split('?')[0] !== path.join(ROOT, current.file)) return null;
    const source = readFileSync(path.join(ROOT, current.file), 'utf8');
    return source.slice(0, current.from) + current.instead + source.slice(current.to);
  },
};

const vitest = await createVitest(
  'test',
  {
    ...{ root: ROOT, watch: false, bail: 1, maxWorkers: 1, reporters: [{}], globalSetup: [] },
    ...{ setupFiles: ['tests/support/between-files.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
    ...{ include: ['tests/**/*.test.ts'], config: false },
  },
  { plugins: [spoilt], logLevel: 'silent' },
);
await vitest.globTestSpecifications();

process.once('disconnect', () => process.exit());
process.on('message', async ({ mutant, tests }: Order) => {
  for (const one of [current, mutant]) if (one) vitest.invalidateFile(path.join(ROOT, one.file));
  current = mutant;
  const specifications = tests.map((file) => vitest.getRootProject().createSpecification(path.join(ROOT, file)));
  const { testModules, unhandledErrors } = await vitest.rerunTestSpecifications(specifications);
  // Among them are those of earlier runs, as they were.
  const ran = testModules.filter(({ moduleId }) => tests.includes(path.relative(ROOT, moduleId)));
  const red = ran.find((module) => !module.ok());
  const tried: Tried = red
    ? { red: path.relative(ROOT, red.moduleId) }
    : unhandledErrors.length > 0
      ? { red: 'an error' }
      : {};
  process.send?.(tried);
});
process.send?.({});
