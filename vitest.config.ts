import path from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { startedByIt } from './vite.program.config.ts';

/** Minutes each. Last of all they would run alone; the two that follow the first mostly wait. */
const LONG = [
  'chaos/chaos',
  'adapters/replicas',
  'adapters/dingtalk-stream',
  'adapters/backup',
  'language/patterns',
  'scenarios/everywhere',
  'scenarios/belongs',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
      return found < 0 ? LONG.length : found;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

/**
 * The processes that code under test starts are the built ones, as in production; from the sources each would take three
 * times as long to translate itself as it takes to read a file. `tests/support/setup.ts` has built them.
 */
const builtProcesses: Plugin = {
  name: 'built-processes',
  transform: {
    filter: { id: /\/src\/adapters\/.*\.ts$/ },
    handler: (code) =>
      code.replace(/new URL\('\.\/([\w/-]+-process)\.js', import\.meta\.url\)/g, (found, name: string) => {
        const built = Object.keys(startedByIt).find((one) => path.basename(one) === path.basename(name));
        const file = path.resolve(import.meta.dirname, `dist/test-programs/${built}.js`);
        return built === undefined ? found : `new URL(${JSON.stringify(`file://${file}`)})`;
      }),
  },
};

// Without this file vitest would take vite.config.ts, whose root is the page.
export default defineConfig({
  plugins: [builtProcesses],
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/browser/**'],
    globalSetup: 'tests/support/setup.ts',
    sequence: { sequencer: LongFirst },
    // The files that a worker runs share what it has loaded, compiled and opened: each would take two seconds for it alone.
    isolate: false,
    setupFiles: 'tests/support/between-files.ts',
    // On two processors, as about half of what they do is waiting. Each holds up to 600 MB, and starts bots of 300.
    maxWorkers: 4,
    // A dialogue takes a second, opening a database three; on a busy machine ten times as long.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
