// Reads one document in a process of its own, so that whatever the document does costs that process and no more.
import { readFileSync } from 'node:fs';
import { documentIn } from './read.ts';

// Says that it has started: from here on its time is counted.
process.stdout.write('\n');
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const result = await documentIn(Buffer.concat(chunks));
const { user, system } = process.cpuUsage();
const used = { milliseconds: (user + system) / 1000, megabytes: megabytes() };
process.stdout.write(JSON.stringify({ result, used }));

/** The most memory of this program. What `resourceUsage` tells on Linux begins with that of the process that started this one. */
function megabytes(): number {
  const { maxRSS } = process.resourceUsage();
  if (process.platform !== 'linux') return maxRSS / 1024;
  const peak = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return (peak === undefined ? maxRSS : Number(peak)) / 1024;
}
