import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { base64, wrong } from './bodies.ts';
import type { Tried } from './callbacks.ts';
import { sign, unseal } from './seal.ts';
import type { ChatId, World } from './world.ts';

const xml = new XMLParser({ parseTagValue: false, processEntities: false });
const envelope = z.strictObject({
  xml: z.strictObject({ Encrypt: base64, MsgSignature: z.string(), TimeStamp: z.string(), Nonce: z.string() }),
});
const reply = z.object({
  xml: z.object({
    ToUserName: z.string(),
    FromUserName: z.string(),
    CreateTime: z.string(),
    MsgType: z.string(),
    Content: z.string().optional(),
  }),
});

/**
 * The optional answer in the body of an app's callback; an empty one is recommended
 * (docs/protocol-wecom.md, section 1.6).
 */
export function appAnswered(world: World, { body = '' }: Tried, chat: ChatId, msgid: string) {
  if (body === '') return;
  const outer = envelope.safeParse(parsed(body));
  if (!outer.success) return world.violate('app', 'malformed-envelope', wrong(outer.error));
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = outer.data.xml;
  if (MsgSignature !== sign(world.app.token, TimeStamp, Nonce, Encrypt)) return world.violate('app', 'wrong-signature');
  try {
    const { message, receiver } = unseal(world.app.aesKey, Encrypt);
    if (receiver !== world.app.corpId) return world.violate('app', 'wrong-receiver', receiver);
    const { MsgType, Content = '' } = reply.parse(parsed(message)).xml;
    if (Buffer.byteLength(Content) > 2048) world.violate('app', 'over-long', `${Buffer.byteLength(Content)} bytes`);
    world.show({ via: 'app', chat, msgtype: MsgType, text: Content, inReplyTo: msgid });
  } catch (error) {
    world.violate('app', 'does-not-open', String(error));
  }
}

function parsed(text: string): unknown {
  try {
    return xml.parse(text);
  } catch {
    return undefined;
  }
}
