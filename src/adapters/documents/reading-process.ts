// Reads one document in a process of its own, so that whatever the document does costs that process and no more.
import { documentIn } from './read.ts';

// Says that it has started: from here on its time is counted.
process.stdout.write('\n');
const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const result = await documentIn(Buffer.concat(chunks));
const { user, system } = process.cpuUsage();
const used = { milliseconds: (user + system) / 1000, megabytes: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(JSON.stringify({ result, used }));
