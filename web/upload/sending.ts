import * as tus from 'tus-js-client';
import { here, type Told } from './told.ts';

export interface Progress {
  sent: number;
  /** Milliseconds, at the speed of the last seconds; undefined as long as nobody can tell. */
  left: number | undefined;
}

export interface Sending {
  /** Goes on at once where it had stopped, instead of when it would have tried again by itself. */
  goOn(): void;
  stop(): Promise<void>;
}

export interface Heard {
  progress(progress: Progress): void;
  /** The line is cut; it goes on by itself. */
  paused(): void;
  done(): void;
  /** The server does not take it, in its words. */
  refused(why: string): void;
}

/** Small enough for the line of a phone: what is cut has to be sent again from the last piece on. */
const CHUNK = 4 * 1024 * 1024;
/** What proxies let through that nobody has set up for this. */
const SMALL_CHUNK = 900 * 1024;
const AGAIN_AFTER_MS = 10_000;
const SPEED_OVER_MS = 10_000;

/** Sends a file, or what is missing of it (`id`), until it is there or refused, however often the line is cut. */
export function send(told: Told, file: File, print: string, id: string | undefined, heard: Heard): Sending {
  let again: number | undefined;
  const speed = speedometer();
  const upload = new tus.Upload(file, {
    endpoint: `${here}/files`,
    uploadUrl: id === undefined ? null : `${here}/files/${id}`,
    chunkSize: CHUNK,
    retryDelays: [500, 2_000, 5_000],
    // Some proxies know GET and POST alone.
    overridePatchMethod: true,
    storeFingerprintForResuming: false,
    headers: { 'x-page-token': told.token },
    metadata: { filename: file.name, print },
    onProgress: (sent) => heard.progress({ sent, left: speed(sent, file.size) }),
    onSuccess: () => heard.done(),
    onError: (error) => {
      const status = statusOf(error);
      if (status === 413 && upload.options.chunkSize === CHUNK) {
        upload.options.chunkSize = SMALL_CHUNK;
        return upload.start();
      }
      // Locked by a request of one's own that hangs, too fast, or a fault of the server: later it will do.
      if (status !== 0 && status < 500 && status !== 423 && status !== 429) return heard.refused(saidIn(error));
      if (status === 507) return heard.refused(saidIn(error));
      heard.paused();
      again = window.setTimeout(() => upload.start(), AGAIN_AFTER_MS);
    },
  });
  upload.start();
  return {
    goOn() {
      if (again === undefined) return;
      window.clearTimeout(again);
      again = undefined;
      upload.start();
    },
    stop() {
      window.clearTimeout(again);
      return upload.abort();
    },
  };
}

const responseTo = (error: Error) =>
  'originalResponse' in error ? (error as tus.DetailedError).originalResponse : null;
const statusOf = (error: Error): number => responseTo(error)?.getStatus() ?? 0;

/** The server says no in a sentence; a proxy may say it in a page. */
function saidIn(error: Error): string {
  const body = responseTo(error)?.getBody() ?? '';
  try {
    return JSON.parse(body).message || body;
  } catch {
    return body !== '' && body.length < 200 && body[0] !== '<' ? body : String(statusOf(error));
  }
}

/** How long the rest takes, by what went through in the last seconds. */
function speedometer() {
  const seen: { at: number; sent: number }[] = [];
  return (sent: number, size: number): number | undefined => {
    const now = Date.now();
    seen.push({ at: now, sent });
    while (seen.length > 2 && now - (seen[0] as { at: number }).at > SPEED_OVER_MS) seen.shift();
    const first = seen[0] as { at: number; sent: number };
    const took = now - first.at;
    return took < 1_000 || sent <= first.sent ? undefined : ((size - sent) * took) / (sent - first.sent);
  };
}
