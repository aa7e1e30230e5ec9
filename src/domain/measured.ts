/**
 * What was measured of a file's bytes, kept as one JSON value: a new rule needs a new measure here and no new column. What could
 * not be measured is missing.
 */
export interface Measured {
  /** The checksum that a zip needs, counted while the bytes came in. */
  crc32?: number;
  /** Nothing is known but that the program died while it was measured; it is not opened again. */
  heldBack?: true;
  /** Of a video or a sound, whole milliseconds: how long it plays, whatever its clock starts from. */
  durationMs?: number;
  /** Of a picture or a video, as it is shown: in pixels, after it has been turned. */
  width?: number;
  height?: number;
  /** Degrees by which a player turns it. */
  rotation?: number;
  frameRate?: number;
  /** As programs name them: AVC, HEVC, AAC. */
  videoCodec?: string;
  audioCodec?: string;
  /** Subtitles that can be switched on and off; those drawn into the picture are not seen. */
  subtitles?: number;
  /** It ends before its own contents say that it does: the transfer broke off. */
  truncated?: true;
  /** It has the looks of its kind, and nothing in it can be played or shown. */
  hollow?: true;
  /** It opens with a password only. */
  locked?: true;
  /** Of a document. */
  pages?: number;
  characters?: number;
  /** Of an archive: how many files are in it. */
  entries?: number;
  /** Why an archive was not opened. */
  unopened?: 'locked' | 'nested' | 'too-much' | 'odd' | 'damaged';
}
