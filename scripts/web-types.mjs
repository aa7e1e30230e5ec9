// vue-tsc patches a compiler written in JavaScript, which TypeScript 7 is not: it gets TypeScript 6.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
process.argv.push('-p', 'web');
require('vue-tsc').run(require.resolve('typescript6/lib/tsc'));
