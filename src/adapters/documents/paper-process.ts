// Writes one paper in a process of its own: the package that makes a docx takes 100 MB, which the bot itself then never has.
import type { OfficialPaper } from '../../domain/official-paper.ts';
import { writePaper } from './write-docx.ts';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const paper = JSON.parse(Buffer.concat(chunks).toString('utf8')) as OfficialPaper;
process.stdout.write(await writePaper(paper));
