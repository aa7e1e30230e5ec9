// Writes one sheet in a process of its own, so that twenty thousand rows cost the bot itself nothing.
import type { SheetToWrite } from '../../domain/sheet-to-write.ts';
import { writeWorkbook } from './write-xlsx.ts';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const sheet = JSON.parse(Buffer.concat(chunks).toString('utf8')) as SheetToWrite | SheetToWrite[];
process.stdout.write(await writeWorkbook(sheet));
