import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { NODE_OPTIONS, program, testProgram } from '../support/programs.ts';
import type { ChaosClock } from './clock.ts';
import type { Knob } from './seams/control.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** On a busy machine a start takes a minute, and a database that is away refuses it. */
const START_MS = 5 * 60_000;

/** How a process came to its end. */
export interface Death {
  pid: number;
  how: 'kill' | 'terminate' | 'itself';
  /** `performance.now()` when it was struck, and when it was gone. */
  struckAt: number;
  goneAt: number;
  code: number | null;
}

export interface BotProcess {
  pid: number;
  /** Set when it takes requests. */
  port: number | undefined;
  child: ChildProcess;
  paused: boolean;
  /** It has been told to end. */
  struck: boolean;
}

export interface ProcessesOptions {
  count: number;
  env: Record<string, string>;
  clock: ChaosClock;
  /** Where their logs go. */
  folder: string;
  /** Preloaded: a planted bug. */
  planted?: string | undefined;
}

/** The bot's processes, each started as `npm start` does it; whatever kills one, another one takes its place. */
export class Processes {
  readonly #options: ProcessesOptions;
  readonly #running = new Set<BotProcess>();
  readonly deaths: Death[] = [];
  started = 0;
  #closing = false;

  constructor(options: ProcessesOptions) {
    this.#options = options;
    options.clock.onJump(() => {
      for (const one of this.#running) this.#turn(one, { clockOffsetMs: options.clock.offsetMs });
    });
  }

  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.count }, () => this.startOne()));
  }

  ports(): number[] {
    return [...this.#running].flatMap(({ port }) => port ?? []);
  }

  get running(): BotProcess[] {
    return [...this.#running].filter(({ port, paused, struck }) => port !== undefined && !paused && !struck);
  }

  /** Again and again until it runs: a database that is away refuses a start in words. */
  async startOne(): Promise<void> {
    const until = performance.now() + START_MS;
    while (!this.#closing) {
      if (await this.#tryStart()) return;
      if (performance.now() > until) throw new Error('the bot does not start; see its log');
    }
  }

  async kill(one: BotProcess, how: 'kill' | 'terminate' = 'kill'): Promise<void> {
    one.struck = true;
    const struckAt = performance.now();
    const gone = once(one.child, 'close');
    this.deaths.push({ pid: one.pid, how, struckAt, goneAt: Number.POSITIVE_INFINITY, code: null });
    const death = this.deaths.at(-1) as Death;
    one.child.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
    await gone;
    death.goneAt = performance.now();
    death.code = one.child.exitCode;
  }

  /** Stands still as a computer that is overwhelmed, or a virtual one that is moved. */
  async pause(one: BotProcess, forMs: number): Promise<void> {
    one.paused = true;
    one.child.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, forMs));
    one.child.kill('SIGCONT');
    one.paused = false;
  }

  skew(one: BotProcess, byMs: number): void {
    this.#turn(one, { clockOffsetMs: this.#options.clock.offsetMs + byMs });
  }

  fillDisk(full: boolean): void {
    for (const one of this.#running) this.#turn(one, { diskFull: full });
  }

  /** Ends all, and starts none any more. */
  async stop(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#running].filter(({ struck }) => !struck).map((one) => this.kill(one, 'terminate')));
  }

  #turn({ child }: BotProcess, knob: Knob): void {
    if (child.connected) child.send(knob, () => undefined);
  }

  async #tryStart(): Promise<boolean> {
    const { env, clock, folder, planted } = this.#options;
    const { PATH, HOME, LANG, TMPDIR } = process.env;
    // A part is put in the place of another one only while the sources are imported one by one.
    const [preloads, main] =
      planted === undefined
        ? [[pathToFileURL(testProgram('chaos-control')).href], program('main')]
        : [['tsx', './tests/chaos/seams/control.ts', planted], 'src/start/main.ts'];
    const child = spawn(
      process.execPath,
      [...NODE_OPTIONS, ...preloads.flatMap((one) => ['--import', one]), main, `--clock-offset=${clock.offsetMs}`],
      {
        cwd: ROOT,
        env: { PATH, HOME, LANG, TMPDIR, PORT: '0', LOG_LEVEL: 'warn', ...env },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    const one: BotProcess = { pid: child.pid as number, port: undefined, child, paused: false, struck: false };
    this.#running.add(one);
    this.started++;
    const log = createWriteStream(path.join(folder, `bot-${this.started}.log`));
    let said = '';
    const ready = new Promise<boolean>((resolve) => {
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        log.write(text);
        if (one.port !== undefined) return;
        said += text;
        const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
        if (!found) return;
        one.port = Number(found[1]);
        // It may have jumped while the process was starting.
        this.#turn(one, { clockOffsetMs: clock.offsetMs });
        resolve(true);
      });
      child.stderr?.setEncoding('utf8').on('data', (text: string) => log.write(text));
      child.once('close', () => {
        this.#running.delete(one);
        log.end();
        if (!this.deaths.some(({ pid }) => pid === one.pid) && one.port !== undefined)
          this.deaths.push({
            pid: one.pid,
            how: 'itself',
            struckAt: performance.now(),
            goneAt: performance.now(),
            code: child.exitCode,
          });
        resolve(false);
      });
    });
    return ready;
  }
}
