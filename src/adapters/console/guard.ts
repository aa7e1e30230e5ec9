import type { Request } from 'express';
import { isOwnHost } from '../http.ts';
import type { Hall } from './desk.ts';
import type { Why } from './refused.ts';

type Guarded = Pick<Hall, 'practice' | 'publicUrl'>;

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const LOCAL_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

export const isHttps = (publicUrl: string | undefined): boolean => publicUrl?.startsWith('https:') === true;

/**
 * Why a request is not answered at all: another name that was made to lead here, a page of another site, a form, a connection
 * on which the cookie could be read. Undefined when nothing is wrong with it.
 */
export function wrongWith(request: Request, { practice, publicUrl }: Guarded): Why | undefined {
  const { host, origin } = request.headers;
  if (practice ? !isThisComputer(request) : !isOwnHost(host, publicUrl)) return 'host';
  if (!practice && isHttps(publicUrl) && forwardedProto(request) !== 'https') return 'http';
  const site = request.headers['sec-fetch-site'];
  const writes = request.method !== 'GET' && request.method !== 'HEAD';
  // A link to the console may be opened from anywhere; what its pages ask for, they ask for themselves.
  const navigates = request.headers['sec-fetch-mode'] === 'navigate' && /^\/console(\/|\?|$)/.test(request.originalUrl);
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && !writes) && !(navigates && !writes))
    return 'origin';
  if (origin !== undefined && origin !== `${schemeOf(request, publicUrl)}://${host}`) return 'origin';
  if (writes && !/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return 'not-json';
  return undefined;
}

/** Practice mode has no passwords: it is for whoever sits at this computer. */
export const isThisComputer = (request: Request): boolean =>
  LOOPBACK.has(request.socket.remoteAddress ?? '') &&
  LOCAL_NAME.test(request.headers.host ?? '') &&
  request.headers['x-forwarded-for'] === undefined;

export const forwardedProto = (request: Request): string | undefined => {
  const said = request.headers['x-forwarded-proto'];
  return (Array.isArray(said) ? said[0] : said)?.split(',')[0]?.trim().toLowerCase();
};

/** What a browser names in `Origin`: behind a proxy the scheme of the outside. */
export const schemeOf = (request: Request, publicUrl: string | undefined): string =>
  isHttps(publicUrl) ? 'https' : (forwardedProto(request) ?? 'http');

/** Where a request comes from, to slow down whoever tries codes: behind a proxy of this network, what that one says. */
export function addressOf(request: Request): string {
  const peer = request.socket.remoteAddress ?? '';
  const near = LOOPBACK.has(peer) || /^(::ffff:)?(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(peer);
  const said = request.headers['x-forwarded-for'];
  const last = (Array.isArray(said) ? said.at(-1) : said)?.split(',').at(-1)?.trim();
  return (near && last !== undefined && last.length <= 64 ? last : peer) || 'unknown';
}
