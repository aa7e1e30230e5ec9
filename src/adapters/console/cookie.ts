import type { Request, Response } from 'express';
import type { Hall } from './desk.ts';

const isSecure = ({ practice, publicUrl }: Pick<Hall, 'practice' | 'publicUrl'>): boolean =>
  !practice && publicUrl?.startsWith('https:') === true;

/** With the prefix no other host, and no page over http, can set it. */
const nameOf = (desk: Pick<Hall, 'practice' | 'publicUrl'>): string => (isSecure(desk) ? '__Host-baosong' : 'baosong');

export function tokenIn(request: Request, desk: Pick<Hall, 'practice' | 'publicUrl'>): string | undefined {
  const name = nameOf(desk);
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=');
    const value = part.slice(at + 1).trim();
    if (at > 0 && part.slice(0, at).trim() === name && /^[\w-]{20,100}$/.test(value)) return value;
  }
  return undefined;
}

/** Null takes it away. */
export function setToken(response: Response, desk: Pick<Hall, 'practice' | 'publicUrl'>, token: string | null): void {
  response.cookie(nameOf(desk), token ?? '', {
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(desk),
    path: '/',
    ...(token === null && { maxAge: 0 }),
  });
}
