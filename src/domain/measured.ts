/**
 * What was measured of a file's bytes, kept as one JSON value: a new rule needs a new measure here and no new column. What could
 * not be measured is missing.
 */
export interface Measured {
  /** Nothing is known but that the program died while it was measured; it is not opened again. */
  heldBack?: true;
  /** Of a video or a sound, whole milliseconds. */
  durationMs?: number;
}
