// npm run eval:hostile: reads files that were made to bring their reader down, and prints for each how long it took and how much more
// memory the program and the processes that read for it held. Ends with 1 where one takes over 5 s or 300 MB.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostileFiles } from './hostile/files.ts';
import { type MadeFile, measureReading } from './hostile/measure.ts';

const MOST_SECONDS = 5;
const MOST_MB = 300;
const [, , folder] = process.argv;
if (folder !== undefined) await makeIn(folder);
else await measure();

async function makeIn(folder: string): Promise<void> {
  const made = (await hostileFiles()).map(([name, { name: called, bytes }], at): MadeFile => {
    const file = path.join(folder, String(at));
    writeFileSync(file, bytes);
    return { name, called, file };
  });
  writeFileSync(path.join(folder, 'made.json'), JSON.stringify(made));
}

async function measure(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'baosong-hostile-'));
  try {
    // In a process of its own: what it takes to make them is no memory of the reading.
    execFileSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), folder], { stdio: 'inherit' });
    const measured = await measureReading(JSON.parse(readFileSync(path.join(folder, 'made.json'), 'utf8')));
    for (const { name, seconds, ownMb, withChildrenMb, said } of measured) {
      const memory = `itself ${ownMb.toFixed(0)} MB more, with its readers ${withChildrenMb.toFixed(0)} MB more`;
      console.log(`${name.padEnd(44)} ${seconds.toFixed(2)} s, ${memory}: ${said}`);
    }
    const over = measured.filter(({ seconds, withChildrenMb }) => seconds > MOST_SECONDS || withChildrenMb > MOST_MB);
    console.log(`${measured.length} files, ${over.length} over ${MOST_SECONDS} s or ${MOST_MB} MB`);
    process.exitCode = over.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
