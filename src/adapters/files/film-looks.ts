import { spawn } from 'node:child_process';
import type { Measured } from '../../domain/measured.ts';
// JavaScript without types, as the process that looks at pictures runs it.
import { hashesOf } from './inspect/picture-hash.js';

/** So many pictures are taken out, at even distances: in a copy that was coded anew the same stand at the same places. */
const PLACES = 5;
/** All of them together; what has not come by then is left out. */
const PATIENCE_MS = 3_000;
const EDGE = 64;
const BYTES = 8;
/** Larger ones take more memory than a reader of files may have. */
const MOST_PIXELS = 4096 * 2304;
const MOST_ALLOCATED = 64_000_000;

/** How each kind of file is read, so that no list of other files or addresses is ever taken for a film. */
const READ_AS: Record<string, string> = {
  ...{ mp4: 'mov', m4v: 'mov', mov: 'mov', '3gp': 'mov', mkv: 'matroska', webm: 'matroska', avi: 'avi' },
  ...{ flv: 'flv', wmv: 'asf', asf: 'asf', mpg: 'mpeg', m2ts: 'mpegts', mts: 'mpegts' },
};

/**
 * What is seen in a film, as hashes of 64 bits in base64, one for each place; eight zeros where nothing was to be seen. A program of
 * its own decodes it, which need not be there: undefined without it, and for what it cannot read in time.
 */
export async function filmLooks(
  file: string,
  { extension, measured }: { extension: string; measured: Measured },
  ffmpeg: string,
): Promise<string | undefined> {
  const { durationMs = 0, width = 0, height = 0, truncated } = measured;
  const format = READ_AS[extension];
  if (!format || truncated || durationMs < 1000 || width * height === 0 || width * height > MOST_PIXELS)
    return undefined;
  const until = AbortSignal.timeout(PATIENCE_MS);
  const hashes: Buffer[] = [];
  for (let place = 1; place <= PLACES; place++) {
    const seconds = ((durationMs / 1000) * place) / (PLACES + 1);
    const greys = await picture(ffmpeg, ['-f', format, '-ss', seconds.toFixed(2), '-i', `file:${file}`], until);
    const seen = greys && hashesOf(greys, EDGE);
    hashes.push(seen ? Buffer.from(seen, 'base64').subarray(0, BYTES) : Buffer.alloc(BYTES));
  }
  const all = Buffer.concat(hashes);
  return all.some((byte) => byte !== 0) ? all.toString('base64') : undefined;
}

/** One picture, small and grey. */
function picture(ffmpeg: string, input: string[], signal: AbortSignal): Promise<Uint8Array | undefined> {
  const careful = ['-v', 'quiet', '-nostdin', '-threads', '1', '-max_alloc', String(MOST_ALLOCATED)];
  const closed = ['-protocol_whitelist', 'file'];
  const out = ['-map', '0:v:0', '-frames:v', '1', '-vf', `scale=${EDGE}:${EDGE}:flags=area,format=gray`];
  return new Promise((resolve) => {
    const child = spawn(ffmpeg, [...careful, ...closed, ...input, ...out, '-f', 'rawvideo', 'pipe:1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
      killSignal: 'SIGKILL',
      signal,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', () => resolve(undefined));
    child.on('close', () => {
      const greys = Buffer.concat(chunks);
      resolve(greys.length === EDGE * EDGE ? greys : undefined);
    });
  });
}

/** Whether the program answers. */
export const answers = (ffmpeg: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(ffmpeg, ['-version'], { stdio: 'ignore', windowsHide: true, timeout: PATIENCE_MS });
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
