// Loaded before `src/start/main.ts` in a process of the chaos run: gives it a clock that jumps and a disk that fills up, both
// at the edge of the system, so that the program itself is the one that ships. The parent process turns the knobs.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

export type Knob = { clockOffsetMs: number } | { diskFull: boolean };

const RealDate = Date;
let offset = 0;
let full = false;

const now = () => RealDate.now() + offset;
// The wall clock alone: timers and `performance.now()` go on as they do when somebody sets the clock of a computer.
const Shifted: DateConstructor = new Proxy(RealDate, {
  construct: (target, given, caller) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, caller === Shifted ? target : caller),
  apply: () => new RealDate(now()).toString(),
  get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
});
globalThis.Date = Shifted;

const { open } = fs.promises;
fs.promises.open = async (file, flags, mode) => {
  const handle = await open(file, flags, mode);
  if (flags !== 'wx') return handle;
  const { write } = handle;
  handle.write = ((...given: Parameters<typeof write>) => {
    if (!full) return write.apply(handle, given);
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28 });
  }) as typeof write;
  return handle;
};
syncBuiltinESMExports();

const argument = process.argv.find((one) => one.startsWith('--clock-offset='));
offset = Number(argument?.split('=')[1] ?? 0);

process.on('message', (knob: Knob) => {
  if ('diskFull' in knob) full = knob.diskFull;
  else offset = knob.clockOffsetMs;
});
// The knobs alone keep no process running.
process.channel?.unref();
