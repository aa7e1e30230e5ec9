import type { Clock } from '../../src/application/ports.ts';

/** The time of the platforms and of the bot's processes: it runs, and it jumps. The database's own clock stays as it is. */
export class ChaosClock implements Clock {
  #offset: number;
  readonly #heeds = new Set<() => void>();

  constructor(start: string) {
    this.#offset = Date.parse(start) - Date.now();
  }

  /** What it is ahead of this computer's clock. */
  get offsetMs(): number {
    return this.#offset;
  }

  now(): Date {
    return new Date(Date.now() + this.#offset);
  }

  jump(ms: number): void {
    this.#offset += ms;
    for (const heed of this.#heeds) heed();
  }

  onJump(heed: () => void): void {
    this.#heeds.add(heed);
  }
}
