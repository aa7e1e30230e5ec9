import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { archiveOpener } from '../../../src/adapters/archives.ts';
import { inspect } from '../../../src/adapters/files/inspect.ts';
import { sheetReader } from '../../../src/adapters/sheets.ts';

export interface Reading {
  name: string;
  seconds: number;
  /** More than before it was read, at most. */
  ownMb: number;
  /** The same with the most that each process held which was reading for it. */
  withChildrenMb: number;
  said: string;
}

const EVERY_MS = 10;
const LIMIT = 200_000_000;

export interface MadeFile {
  name: string;
  /** As somebody named it. */
  called: string;
  file: string;
}

/** Reads each as it is read when it comes in; one after another, so that what one leaves behind weighs on the next. */
export async function measureReading(files: readonly MadeFile[]): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const { name, file, called } of files) {
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    // A process that stayed from the file before holds what it holds; of a new one all is more.
    const stayed = new Map(childrenOf(process.pid).map((pid) => [pid, heldBy(pid, 'VmRSS')]));
    let own = 0;
    let all = 0;
    const look = () => {
      const rss = process.memoryUsage.rss() - before;
      const more = childrenOf(process.pid).map((pid) => {
        const had = stayed.get(pid);
        return had === undefined ? heldBy(pid, 'VmHWM') : Math.max(0, heldBy(pid, 'VmRSS') - had);
      });
      own = Math.max(own, rss);
      all = Math.max(all, rss + more.reduce((sum, one) => sum + one, 0));
    };
    const timer = setInterval(look, EVERY_MS);
    const began = performance.now();
    const said = await readingOf(file, called);
    look();
    clearInterval(timer);
    const mb = 1_000_000;
    readings.push({
      name,
      seconds: (performance.now() - began) / 1000,
      ownMb: own / mb,
      withChildrenMb: all / mb,
      said,
    });
  }
  return readings;
}

async function readingOf(file: string, called: string): Promise<string> {
  const open = () => createReadStream(file);
  const { extension, measured } = await inspect(file);
  if (called.endsWith('.xlsx')) {
    const read = await sheetReader.read(open, statSync(file).size);
    return `${extension}, ${read.ok ? 'read' : read.fault}`;
  }
  if (called.endsWith('.zip')) {
    const opened = await archiveOpener.open(open, LIMIT);
    if (opened.ok) await opened.close();
    return `${extension}, ${opened.ok ? `${opened.members.length} unpacked` : opened.fault}`;
  }
  const { likeness: _, ...facts } = measured;
  return `${extension} ${JSON.stringify(facts)}`;
}

/** Where the system tells of its processes; elsewhere the program itself is measured alone. */
function childrenOf(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const own = tasks.flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return own.flatMap((child) => [child, ...childrenOf(child)]);
  } catch {
    return [];
  }
}

function heldBy(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
