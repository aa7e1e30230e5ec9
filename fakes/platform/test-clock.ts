import type { MovedClock } from './alarms.ts';

/** Time that a test moves. */
export class TestClock implements MovedClock {
  private at: number;
  private readonly listeners = new Set<() => void>();

  constructor(start = '2020-09-10T15:00:00+08:00') {
    this.at = Date.parse(start);
  }

  now(): Date {
    return new Date(this.at);
  }

  advance(ms: number): void {
    this.at += ms;
    for (const listener of this.listeners) listener();
  }

  onMove(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
