import type { Agent } from 'node:http';
import type { Logger } from 'pino';
import { OpenRefused, openGateway } from './gateway.ts';
import { Line, type LineTimes } from './line.ts';

/** Milliseconds; the defaults are those of docs/protocol-dingtalk.md, section 2.1. */
export interface StreamTimes extends LineTimes {
  openMs: number;
  /** The last one repeats, without end. */
  backoffMs: number[];
  /** A line that held so long has earned the first pause again. */
  stableMs: number;
  /** After a no that a person has to put right. */
  refusedMs: number;
  /** How long an old line stays open beside the new one, for the messages that are still on their way on it. */
  retireMs: number;
}

const TIMES: StreamTimes = {
  openMs: 10_000,
  handshakeMs: 10_000,
  pingMs: 20_000,
  deadMs: 60_000,
  backoffMs: [1_000, 2_000, 4_000, 8_000, 16_000, 30_000],
  stableMs: 60_000,
  refusedMs: 60_000,
  retireMs: 3_000,
};

export interface StreamParts {
  apiBase: string;
  clientId: string;
  clientSecret: string;
  log: Logger;
  agent?: Agent | undefined;
  times?: Partial<StreamTimes>;
  onCallback(topic: string, data: string): Promise<object | null>;
  /** Said once for each kind until a connection succeeds; it goes on trying, slowly. */
  onRefused(fault: 'credentials' | 'setup', code: string): void;
}

type State = 'idle' | 'connecting' | 'connected' | 'waiting' | 'refused' | 'stopped';

/**
 * Keeps one line open, for as long as it is not stopped: one attempt at a time, one timer. A line that the platform
 * retires is replaced while it still carries messages.
 */
export class Stream {
  readonly #parts: StreamParts;
  readonly #times: StreamTimes;
  readonly #lines = new Set<Line>();
  readonly #inHand = new Set<Promise<unknown>>();
  /**
   * Lines that the platform has announced to close; the announcement may come before the line has told that it is open.
   */
  readonly #retired = new WeakSet<Line>();
  readonly #said = new Set<string>();
  #line: Line | undefined;
  #opening = false;
  #state: State = 'idle';
  #next: NodeJS.Timeout | undefined;
  #attempts = 0;
  #openedAt = 0;
  #lastInbound: Date | undefined;

  constructor(parts: StreamParts) {
    this.#parts = parts;
    this.#times = { ...TIMES, ...parts.times };
  }

  start(): void {
    if (this.#state === 'idle') void this.#open();
  }

  /** Takes nothing new, acknowledges what is stored, and leaves no connection and no timer behind. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    clearTimeout(this.#next);
    await Promise.race([Promise.allSettled([...this.#inHand]), pause(this.#times.retireMs)]);
    for (const line of this.#lines) line.end();
    this.#lines.clear();
    this.#line = undefined;
  }

  status() {
    return { ready: this.#line !== undefined, connection: this.#state, lastInbound: this.#lastInbound ?? null };
  }

  async #open(): Promise<void> {
    clearTimeout(this.#next);
    if (this.#state === 'stopped' || this.#opening) return;
    this.#opening = true;
    if (!this.#line && this.#state !== 'refused') this.#state = 'connecting';
    const line = this.#newLine();
    this.#lines.add(line);
    try {
      await line.connect();
      this.#opening = false;
      if (this.#isStopped()) this.#drop(line);
      else this.#take(line);
    } catch (error) {
      this.#opening = false;
      this.#drop(line);
      if (!this.#isStopped()) this.#failed(error);
    }
  }

  #newLine(): Line {
    const { apiBase, clientId, clientSecret, log, agent } = this.#parts;
    const line: Line = new Line({
      clientId,
      clientSecret,
      log,
      agent,
      times: this.#times,
      open: () => openGateway({ apiBase, clientId, clientSecret, withinMs: this.#times.openMs, agent }),
      onCallback: (topic, data) => this.#receive(topic, data),
      onRetired: () => {
        if (!this.#retired.has(line) && line === this.#line && !this.#opening) this.#again();
        this.#retired.add(line);
      },
      onClosed: () => {
        this.#lines.delete(line);
        if (line !== this.#line) return;
        this.#line = undefined;
        this.#again();
      },
    });
    return line;
  }

  #receive(topic: string, data: string): Promise<object | null> {
    if (this.#isStopped()) return Promise.reject(new Error('stopped'));
    this.#lastInbound = new Date();
    const done = this.#parts.onCallback(topic, data);
    const held = done.then(
      () => {},
      () => {},
    );
    this.#inHand.add(held);
    void held.then(() => this.#inHand.delete(held));
    return done;
  }

  #take(line: Line): void {
    clearTimeout(this.#next);
    const old = this.#line;
    this.#line = line;
    this.#openedAt = performance.now();
    this.#state = 'connected';
    this.#said.clear();
    this.#parts.log.info({ replaced: old !== undefined }, 'dingtalk: connected');
    if (old) setTimeout(() => this.#drop(old), this.#times.retireMs).unref();
    if (this.#retired.has(line)) this.#again();
  }

  #drop(line: Line): void {
    line.end();
    this.#lines.delete(line);
  }

  #failed(error: unknown): void {
    const { log, onRefused } = this.#parts;
    const { code, name } = error as NodeJS.ErrnoException;
    const refusal = error instanceof OpenRefused ? error.refusal : undefined;
    log.warn({ code: refusal?.code ?? code ?? name }, 'dingtalk: not connected');
    const wrong = refusal?.fault;
    if (refusal && (wrong === 'credentials' || wrong === 'setup')) {
      if (!this.#said.has(wrong)) onRefused(wrong, refusal.code);
      this.#said.add(wrong);
      this.#waitFor(this.#times.refusedMs, 'refused');
    } else this.#again();
  }

  /**
   * After a line that held, the first attempt is made at once, so that a line to be retired is replaced while it still
   * works.
   */
  #again(): void {
    if (this.#isStopped()) return;
    if (this.#openedAt > 0 && performance.now() - this.#openedAt >= this.#times.stableMs) this.#attempts = 0;
    this.#openedAt = 0;
    const pauses = [0, ...this.#times.backoffMs];
    this.#waitFor(pauses[Math.min(this.#attempts++, pauses.length - 1)] ?? 0, 'waiting');
  }

  #waitFor(ms: number, state: State): void {
    clearTimeout(this.#next);
    if (!this.#line) this.#state = state;
    this.#next = setTimeout(() => void this.#open(), ms * (0.5 + Math.random() / 2)).unref();
  }

  #isStopped(): boolean {
    return this.#state === 'stopped';
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref());
