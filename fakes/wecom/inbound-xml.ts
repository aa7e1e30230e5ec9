import type { MediaStore } from './media.ts';
import type { Saying } from './types.ts';
import type { World } from './world.ts';

/** Larger than 2^53, as in the official sample (docs/protocol-wecom.md, section 1.8). */
const FIRST_MSG_ID = 4561255354251345929n;

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** Numbers stand bare, strings in CDATA, objects nest, arrays repeat their element. */
export function toXml(fields: Record<string, unknown>): string {
  const element = (name: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map((one) => element(name, one)).join('');
    if (typeof value === 'object' && value !== null)
      return `<${name}>${toXml(value as Record<string, unknown>)}</${name}>`;
    return `<${name}>${typeof value === 'string' ? cdata(value) : String(value)}</${name}>`;
  };
  return Object.entries(fields)
    .map(([name, value]) => element(name, value))
    .join('');
}

/**
 * Builds the XML of docs/protocol-wecom.md, section 2.3 for the app; a picture or a file is a media id for `media/get`.
 */
export function composeXml(world: World, media: MediaStore, saying: Saying): { msgid: string; xml: string } {
  const msgid = saying.msgid ?? String(FIRST_MSG_ID + BigInt(world.next()));
  const content = contentOf(media, saying);
  const fields = {
    ToUserName: world.app.corpId,
    FromUserName: saying.from,
    CreateTime: Math.floor(world.now() / 1000),
    ...content,
    // Every press brings one (docs/protocol-wecom.md, section 2.4).
    ...(content.Event === 'template_card_event' && { ResponseCode: world.responseCode() }),
    ...(content.MsgType !== 'event' && { MsgId: BigInt(msgid) }),
    AgentID: world.app.agentId,
  };
  return { msgid, xml: `<xml>${toXml(fields)}</xml>` };
}

function contentOf(media: MediaStore, saying: Saying): Record<string, unknown> {
  const keep = (kind: 'image' | 'voice' | 'video' | 'file', bytes: Uint8Array, name: string) =>
    media.add('corp', { kind, name, bytes: Buffer.from(bytes) }).media_id;
  if (saying.event) return { MsgType: 'event', ...saying.event };
  if (saying.other) {
    const { msgtype, ...fields } = saying.other;
    return { MsgType: msgtype, ...fields };
  }
  if (saying.image) {
    const { bytes, name = 'image.jpg' } = saying.image;
    return { MsgType: 'image', PicUrl: 'http://p.invalid/1', MediaId: keep('image', bytes, name) };
  }
  if (saying.video) {
    const { bytes, name = 'video.mp4' } = saying.video;
    const ThumbMediaId = keep('image', Buffer.from('\xFF\xD8\xFF', 'latin1'), 'thumb.jpg');
    return { MsgType: 'video', MediaId: keep('video', bytes, name), ThumbMediaId };
  }
  if (saying.file) {
    const { bytes, name = 'file' } = saying.file;
    return { MsgType: 'file', MediaId: keep('file', bytes, name), FileName: name };
  }
  if (saying.voice !== undefined)
    return { MsgType: 'voice', MediaId: keep('voice', Buffer.from(`#!AMR\n${saying.voice}`), 'v.amr'), Format: 'amr' };
  return { MsgType: 'text', Content: saying.text ?? '' };
}
