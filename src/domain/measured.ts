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
  /** Of a picture: dots per inch, as it says itself. */
  dpi?: number;
  /** Of a photo: by the camera's own clock, `2020-09-03 10:20`, and what it was taken with. Where it was taken is not kept. */
  capturedAt?: string;
  camera?: string;
  /** Of a picture: frames of an animation, when there are several. */
  frames?: number;
  /** What a picture or a film looks like, to find near-same ones: see `domain/likeness.ts`. */
  likeness?: string;
  /** Of a film: what is seen at even places of it, where a program that decodes it is installed; see `domain/likeness.ts`. */
  looks?: string;
  /** A sound in which nothing is to be heard. */
  silent?: true;
  /** Of a document. */
  pages?: number;
  characters?: number;
  /** What it calls itself inside. */
  title?: string;
  /** It holds a program of its own, which is never run: macros of an office file, scripts of a pdf. */
  program?: true;
  /** Of an archive: how many files are in it. */
  entries?: number;
  /** Why an archive was not opened. */
  unopened?: 'locked' | 'nested' | 'too-much' | 'odd' | 'damaged';
}
