import type { Say } from './words.ts';

/** Bytes as people read them, in units of 1024. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Minutes and seconds, rounded down: 2:59.9 must not read as 3 minutes, which would break the rule it keeps. */
export function durationInWords({ say }: { say: Say }, ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return say('receipt.duration', { minutes, seconds: String(seconds % 60).padStart(minutes > 0 ? 2 : 1, '0') });
}
