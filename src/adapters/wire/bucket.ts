/** So many within so long. */
export interface Allowance {
  most: number;
  ms: number;
}

/** Counts what was sent, per chat or per key, so that the platform never has to refuse. */
export class Bucket {
  readonly #allowances: Allowance[];
  readonly #longest: number;
  readonly #taken = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(allowances: Allowance[], now: () => number) {
    this.#allowances = allowances;
    this.#longest = Math.max(...allowances.map(({ ms }) => ms));
    this.#now = now;
  }

  /** Milliseconds to wait; 0 when it was taken. */
  async take(key: string): Promise<number> {
    const now = this.#now();
    if (this.#taken.size > 1000) this.#forget(now);
    const taken = (this.#taken.get(key) ?? []).filter((at) => at > now - this.#longest);
    const waits = this.#allowances.map(({ most, ms }) => {
      const nth = taken.at(-most);
      return nth === undefined ? 0 : nth + ms - now;
    });
    const wait = Math.max(0, ...waits);
    if (wait === 0) taken.push(now);
    this.#taken.set(key, taken);
    return wait;
  }

  #forget(now: number): void {
    for (const [key, taken] of this.#taken) if ((taken.at(-1) ?? 0) <= now - this.#longest) this.#taken.delete(key);
  }
}
