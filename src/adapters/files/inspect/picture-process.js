// Looks at pictures in a process of its own, as what decodes them takes much memory, lives in no heap and may end its process. Each
// line that comes in is the path of a file; what was learnt goes out as a line of JSON.
import { createInterface } from 'node:readline';
import { lookAt } from './picture-look.js';

/** Beyond this it ends itself; no picture of a camera needs so much. */
const MOST_MEMORY = 350_000_000;
setInterval(() => {
  if (process.memoryUsage.rss() > MOST_MEMORY) process.exit(1);
}, 50).unref();

for await (const file of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await lookAt(file).catch(() => ({})))}\n`);
