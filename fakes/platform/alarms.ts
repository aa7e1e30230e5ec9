import type { Clock } from '../../src/application/ports.ts';

/** A clock that tells when it was moved; `onMove` returns how to stop listening. */
export interface MovedClock extends Clock {
  onMove(listener: () => void): () => void;
}

interface Alarm {
  at: number;
  ring: () => void;
}

/** What is to happen later by the clock: at once when a test moves the clock there, on a real clock by a timer. */
export class Alarms {
  private set: Alarm[] = [];
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly clock: Clock;
  private readonly deafen: (() => void) | undefined;

  constructor(clock: Clock) {
    this.clock = clock;
    if ('onMove' in clock) this.deafen = (clock as MovedClock).onMove(() => this.ring());
  }

  in(ms: number, ring: () => void): void {
    this.set.push({ at: this.clock.now().getTime() + ms, ring });
    if (this.deafen) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.ring();
    }, ms + 1);
    timer.unref();
    this.timers.add(timer);
  }

  /** In the order in which they are due, those included that are set meanwhile and are due as well. */
  ring(): void {
    const now = this.clock.now().getTime();
    for (;;) {
      const due = this.set.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at)[0];
      if (!due) return;
      this.set = this.set.filter((alarm) => alarm !== due);
      due.ring();
    }
  }

  stop(): void {
    this.deafen?.();
    this.set = [];
    for (const timer of this.timers) clearTimeout(timer);
  }
}
