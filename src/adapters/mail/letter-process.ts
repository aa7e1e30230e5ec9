// Takes mails apart in a process of its own, so that whatever one does costs that process and no more. Each line that comes in tells
// where a mail lies; what it says goes out as a line of JSON.
import { createInterface } from 'node:readline';
import type { LetterAsked, LetterRefused } from './letter.ts';
import { takeApart } from './take-apart.ts';

for await (const line of createInterface({ input: process.stdin })) {
  const refused = (error: unknown): LetterRefused => ({ refused: String((error as { code?: string }).code ?? error) });
  process.stdout.write(`${JSON.stringify(await takeApart(JSON.parse(line) as LetterAsked).catch(refused))}\n`);
}
