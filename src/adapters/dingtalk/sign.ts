import { createHmac } from 'node:crypto';
import { sameSecret } from '../wire/same-secret.ts';

/**
 * HMAC-SHA256 over the time and the secret itself, in base64 (docs/protocol-dingtalk.md, sections 4.8 and 5.1).
 * `timestamp` is in milliseconds.
 */
export const signOf = (secret: string, timestamp: string): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');

/** The platform would have us take an hour; a signature that covers no body is of use to whoever has recorded it, so long. */
export const WINDOW_MS = 5 * 60_000;

/**
 * Why a request to us is turned away; undefined when it is signed and of the last five minutes
 * (docs/protocol-dingtalk.md, section 5.1).
 */
export function faultOf(
  { timestamp, sign }: { timestamp: string; sign: string },
  secret: string,
  now: number,
): 'timestamp' | 'sign' | undefined {
  if (!/^\d{1,16}$/.test(timestamp)) return 'timestamp';
  if (!sameSecret(sign.trim(), signOf(secret, timestamp))) return 'sign';
  return Math.abs(now - Number(timestamp)) <= WINDOW_MS ? undefined : 'timestamp';
}
