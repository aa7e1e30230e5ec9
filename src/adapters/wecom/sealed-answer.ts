import { seal, signatureOf } from './envelope.ts';

/** An answer as the platform opens it. */
export interface Sealed {
  encrypt: string;
  signature: string;
  /** In seconds. */
  timestamp: number;
  nonce: string;
}

/** What is answered to one callback; `nonce` is that of the request. */
export function sealedFor(
  answer: string,
  { token, receiver, key, nonce, now }: { token: string; receiver: string; key: Buffer; nonce: string; now: Date },
): Sealed {
  const encrypt = seal(key, answer, receiver);
  const timestamp = Math.floor(now.getTime() / 1000);
  return { encrypt, signature: signatureOf(token, String(timestamp), nonce, encrypt), timestamp, nonce };
}
