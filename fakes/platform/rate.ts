export interface Window {
  ms: number;
  most: number;
}

/**
 * Counts takings per key in sliding windows; a refused taking is not counted
 * (docs/protocol-wecom.md, sections 2.7, 3, 4.7).
 */
export class Rate {
  private readonly taken = new Map<string, number[]>();
  private readonly now: () => number;
  private readonly windows: () => Window[];

  constructor(now: () => number, windows: () => Window[]) {
    this.now = now;
    this.windows = windows;
  }

  take(key: string): boolean {
    const now = this.now();
    const windows = this.windows();
    const longest = Math.max(...windows.map(({ ms }) => ms));
    const times = (this.taken.get(key) ?? []).filter((at) => at > now - longest);
    this.taken.set(key, times);
    if (windows.some(({ ms, most }) => times.filter((at) => at > now - ms).length >= most)) return false;
    times.push(now);
    return true;
  }
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
