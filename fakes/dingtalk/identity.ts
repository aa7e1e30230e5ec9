import { createHash, createHmac } from 'node:crypto';

const digest = (text: string) => createHash('sha256').update(text).digest('base64');

/** The ids of docs/protocol-dingtalk.md, section 3.1, always the same for the same person or chat. */
export const identities = {
  /** Encrypted, of no use for sending. */
  sender: (userid: string) => `$:LWCP_v1:$${digest(`sender ${userid}`).slice(0, 32)}`,
  /** Of a single chat: it begins with `cid` as that of a group does. */
  conversation: (userid: string) => `cid${digest(`single ${userid}`).slice(0, 22)}==`,
  union: (userid: string) => digest(`union ${userid}`).replace(/[+/=]/g, '').slice(0, 22),
};

/** `base64(HMAC_SHA256(key, timestamp + "\n" + key))` (docs/protocol-dingtalk.md, sections 4.8, 5.1). */
export const signatureOf = (secret: string, timestamp: string): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
