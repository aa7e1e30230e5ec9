/** So many within so long. */
export interface Allowance {
  most: number;
  ms: number;
}

/** Counts what is sent, per chat or per key, so that the platform never has to refuse. */
export interface Bucket {
  /** Milliseconds to wait; 0 when it was taken. */
  take(key: string): Promise<number>;
}
