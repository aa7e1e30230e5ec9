import type { ServerResponse } from 'node:http';

/** How a media server misbehaves for one file; every count is used up request by request. */
export interface ServingFaults {
  /** Answers 503 so many times first. */
  unavailable?: number;
  /** So many requests get no answer at all. */
  silent?: number;
  /** So many requests stop in the middle, the connection stays open. */
  stall?: number;
  /** So many requests are cut in the middle. */
  cut?: number;
  /** Content-Length says that many bytes more (or fewer, when negative) than there are; so many times, default always. */
  lies?: { bytes: number; times?: number };
}

export interface ServedFile {
  bytes: Buffer;
  disposition: string | undefined;
  faults: ServingFaults;
}

/** Whether a fault with a count is due once more. */
function due(faults: ServingFaults, name: 'unavailable' | 'silent' | 'stall' | 'cut'): boolean {
  const left = faults[name] ?? 0;
  if (left > 0) faults[name] = left - 1;
  return left > 0;
}

function lie(faults: ServingFaults): number {
  const { lies } = faults;
  if (!lies || lies.times === 0) return 0;
  if (lies.times !== undefined) faults.lies = { ...lies, times: lies.times - 1 };
  return lies.bytes;
}

export function refuseFile(response: ServerResponse, code: string, message: string): void {
  response.writeHead(403, { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

/** Answers one GET, with the fault that is due. */
export function serveFile({ bytes, disposition, faults }: ServedFile, response: ServerResponse): void {
  if (due(faults, 'unavailable')) {
    response.writeHead(503).end();
    return;
  }
  if (due(faults, 'silent')) return;
  const length = bytes.length + lie(faults);
  response.strictContentLength = false;
  response.writeHead(200, {
    // Before the length: after it, Node takes the bytes of a name for characters and refuses them.
    ...(disposition !== undefined && { 'content-disposition': disposition }),
    'content-type': 'application/octet-stream',
    'content-length': length,
    connection: 'close',
  });
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  if (due(faults, 'stall')) response.write(half);
  else if (due(faults, 'cut')) response.write(half, () => response.destroy());
  else if (length > bytes.length) response.write(bytes, () => response.destroy());
  else response.end(bytes.subarray(0, length));
}
