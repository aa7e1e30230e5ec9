import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';

export interface ByteRange {
  start: number;
  end: number;
}

/** What is handed out as bytes. */
export interface Handed {
  /** As somebody named it. */
  name: string;
  type: string;
  /** To be shown; else it is to be saved. */
  inline: boolean;
  size: number;
  /** The same for the same bytes. */
  tag: string;
  open(range: ByteRange | undefined): Readable | AsyncIterable<Uint8Array>;
}

/** Everything that keeps a browser from taking bytes for a page of ours. */
export function guardBytes(response: Response, { name, type, inline }: Pick<Handed, 'name' | 'type' | 'inline'>): void {
  const named = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  response.setHeader('content-type', type);
  response.setHeader('content-disposition', `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${named}`);
  // Should a browser ever take it for a page all the same: no origin, no script, nothing loaded.
  response.setHeader('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'");
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
}

/** Answers with the whole or with a range of it, so that a player can jump and a download can go on. */
export async function sendBytes(request: Request, response: Response, handed: Handed): Promise<void> {
  const { size } = handed;
  const etag = `"${handed.tag}"`;
  guardBytes(response, handed);
  response.setHeader('cache-control', 'private, no-cache');
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('etag', etag);
  if (request.headers['if-none-match'] === etag) return void response.status(304).end();
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === etag ? rangeOf(request.headers.range, size) : undefined;
  if (range === 'none') {
    response.setHeader('content-range', `bytes */${size}`);
    return void response.status(416).end();
  }
  response.setHeader('content-length', range ? range.end - range.start + 1 : size);
  if (range) {
    response.status(206);
    response.setHeader('content-range', `bytes ${range.start}-${range.end}/${size}`);
  }
  if (request.method === 'HEAD' || size === 0) return void response.end();
  await pipeline(handed.open(range), response).catch(() => response.destroy());
}

/** One range, as players ask for it; several, or what is no range, is answered with the whole. `none`: there are no such bytes. */
export function rangeOf(header: string | undefined, size: number): ByteRange | 'none' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '')
    return Number(to) === 0 || size === 0 ? 'none' : { start: Math.max(0, size - Number(to)), end: size - 1 };
  const start = Number(from);
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start >= size) return 'none';
  return end < start ? undefined : { start, end };
}
