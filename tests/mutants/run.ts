// `npm run mutants -- --count 400 --seed 7 --part domain`: small wrong changes of the sources, each of which must turn a test red.
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Mutant, mutantsOf } from './mutants.ts';
import { ownTests, PARTS, type Part, ROOT } from './parts.ts';
import type { Order, Tried } from './trial.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    part: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
/** Longer than the slowest tests take on a busy machine: a mutant that never ends is noticed, too. */
const LONGEST_MS = 300_000;

/** The same for the same seed: mulberry32. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sample(part: Part, count: number): Mutant[] {
  const all = part.sources.flatMap((file) => mutantsOf(file, readFileSync(path.join(ROOT, file), 'utf8')));
  const roll = dice(Number(values.seed));
  return all
    .map((mutant) => ({ mutant, place: roll() }))
    .sort((one, other) => one.place - other.place)
    .slice(0, count)
    .map(({ mutant }) => mutant)
    .sort((one, other) => one.file.localeCompare(other.file) || one.from - other.from);
}

let trial: ChildProcess | undefined;
const ENDED = 'it ends the process';
const ENDLESS = 'it never ends';
/** What the process says next, or that it has ended, or that it takes too long. */
function answer(of: ChildProcess): Promise<Tried> {
  return new Promise((resolve) => {
    const say = (tried: Tried) => {
      clearTimeout(late);
      of.off('message', say).off('exit', ended);
      resolve(tried);
    };
    const ended = () => say({ red: ENDED });
    const late = setTimeout(() => say({ red: ENDLESS }), LONGEST_MS);
    of.once('message', say).once('exit', ended);
  });
}

async function tried(order: Order): Promise<string | undefined> {
  if (!trial) {
    trial = fork(path.join(import.meta.dirname, 'trial.ts'), {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: true,
    });
    await answer(trial);
  }
  const answered = answer(trial);
  trial.send(order);
  const { red } = await answered;
  if (red === ENDLESS || red === ENDED) end();
  return red;
}

/** With its workers, which a mutant may keep busy for ever. */
function end(): void {
  if (trial?.pid !== undefined) process.kill(-trial.pid, 'SIGKILL');
  trial = undefined;
}

let [killed, all] = [0, 0];
for (const part of PARTS.filter(({ name }) => values.part === undefined || values.part === name)) {
  const rounds = values.quick ? [part.quick] : [part.quick, part.slow];
  for (const tests of rounds) {
    const red = await tried({ tests });
    if (red !== undefined) throw new Error(`${red} is red without any mutant`);
  }
  const share = values.part === undefined ? part.share : 1;
  for (const mutant of sample(part, Math.round(Number(values.count) * share))) {
    let red: string | undefined;
    for (const tests of [ownTests(part, mutant.file), ...rounds])
      if (tests.length > 0) red ??= await tried({ mutant, tests });
    all++;
    if (red !== undefined) killed++;
    console.log(
      `${red === undefined ? 'SURVIVED' : 'killed  '} ${mutant.file}:${mutant.line} ${mutant.told}${red === undefined ? '' : ` (${red})`}`,
    );
  }
}
end();
console.log(
  `${all} mutants, ${killed} killed (${((100 * killed) / Math.max(1, all)).toFixed(1)} %), ${all - killed} survived`,
);
