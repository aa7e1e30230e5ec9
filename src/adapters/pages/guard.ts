import type { Request } from 'express';
import type { Hall } from '../console/desk.ts';
import { forwardedProto, isHttps, isThisComputer, schemeOf } from '../console/guard.ts';
import type { Why } from '../console/refused.ts';
import { isOwnHost } from '../http.ts';

/**
 * Why a request is not answered at all: another name that was made to lead here, a page of another site, a line on which others could
 * read along. A link may be opened from anywhere. Undefined when nothing is wrong with it.
 */
export function wrongWithPage(
  request: Request,
  { practice, publicUrl }: Pick<Hall, 'practice' | 'publicUrl'>,
): Why | undefined {
  const { host, origin } = request.headers;
  if (practice ? !isThisComputer(request) : !isOwnHost(host, publicUrl)) return 'host';
  if (!practice && isHttps(publicUrl) && forwardedProto(request) !== 'https') return 'http';
  const site = request.headers['sec-fetch-site'];
  const opens = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if (site !== undefined && site !== 'same-origin' && !opens && !(site === 'none' && request.method === 'GET'))
    return 'origin';
  if (origin !== undefined && origin !== `${schemeOf(request, publicUrl)}://${host}`) return 'origin';
  return undefined;
}
