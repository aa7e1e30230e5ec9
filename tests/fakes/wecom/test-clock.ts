import type { Clock } from '../../../src/application/ports.ts';

/** Time that a test moves. */
export class TestClock implements Clock {
  private at: number;

  constructor(start = '2020-09-10T15:00:00+08:00') {
    this.at = Date.parse(start);
  }

  now(): Date {
    return new Date(this.at);
  }

  advance(ms: number): void {
    this.at += ms;
  }
}
