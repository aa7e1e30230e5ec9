import { XMLParser } from 'fast-xml-parser';
import type { IncomingFile, Message } from '../../application/message.ts';
import type { FileKind } from '../wire/file-kind.ts';
import { fingerprintOf } from '../wire/json.ts';
import { pressedOn } from './card.ts';
import { CHANNEL, isId, LONGEST, type Press, pressBy } from './decode.ts';
import type { FileSource } from './decode-content.ts';

export class XmlRefused extends Error {}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  // MsgId is beyond 2^53, and somebody may be called 007 (docs/protocol-wecom.md, section 2.3).
  parseTagValue: false,
  processEntities: false,
  trimValues: true,
});

export type XmlFields = Record<string, unknown>;

/** The fields under `<xml>`; every value is a string. Throws `XmlRefused`, for any DTD too. */
export function readXml(text: string): XmlFields {
  const outside = withoutCdata(text);
  if (outside === undefined || MARKUP.test(outside)) throw new XmlRefused();
  let read: unknown;
  try {
    read = parser.parse(text, true);
  } catch {
    throw new XmlRefused();
  }
  const fields = (read as { xml?: unknown }).xml;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw new XmlRefused();
  return fields as XmlFields;
}

/** A DTD, or what is there to be processed. */
const MARKUP = /<!|<\?(?!xml\s)/i;
const [CDATA, CDATA_END] = ['<![CDATA[', ']]>'];

/** A CDATA section is somebody's words and may hold anything. Undefined when one does not end. Looks at each character once. */
function withoutCdata(text: string): string | undefined {
  const outside: string[] = [];
  for (let at = 0; ; ) {
    const begins = text.indexOf(CDATA, at);
    if (begins < 0) return outside.join('') + text.slice(at);
    const ends = text.indexOf(CDATA_END, begins + CDATA.length);
    if (ends < 0) return undefined;
    outside.push(text.slice(at, begins));
    at = ends + CDATA_END.length;
  }
}

const [ENCRYPT, ENCRYPT_END] = ['<Encrypt>', '</Encrypt>'];

/**
 * What is sealed in an envelope, before anybody has vouched for it: no parser sees that, and each character is looked at once.
 * Undefined for what is no envelope: without it, with two, or with markup around.
 */
export function encryptedInXml(envelope: string): string | undefined {
  const begins = envelope.indexOf(ENCRYPT);
  const ends = envelope.indexOf(ENCRYPT_END, begins);
  if (begins < 0 || ends < 0 || envelope.indexOf(ENCRYPT, begins + 1) >= 0) return undefined;
  const outside = withoutCdata(envelope.slice(0, begins) + envelope.slice(ends + ENCRYPT_END.length));
  if (outside === undefined || MARKUP.test(outside)) return undefined;
  const inside = envelope.slice(begins + ENCRYPT.length, ends).trim();
  const bare = inside.startsWith(CDATA) && inside.endsWith(CDATA_END);
  const sealed = (bare ? inside.slice(CDATA.length, -CDATA_END.length) : inside).trim();
  return /^[A-Za-z0-9+/=]+$/.test(sealed) ? sealed : undefined;
}

export const textField = (fields: XmlFields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

/**
 * What a member wrote to the app (docs/protocol-wecom.md, section 2.3); undefined for events that ask for nothing, and
 * for what names no sender.
 */
export function decodeApp(fields: XmlFields): Message | undefined {
  const field = (name: string) => textField(fields, name);
  const sender = field('FromUserName');
  const type = field('MsgType');
  if (!isId(sender)) return undefined;
  const message: Message = {
    channel: CHANNEL,
    id: `app:${isId(field('MsgId')) ? field('MsgId') : fingerprintOf(fields)}`,
    chat: { kind: 'direct', id: sender },
    sender: { id: sender },
    text: '',
    files: [],
    replyContext: { via: 'app' },
  };
  if (type === 'event' || field('Event') !== '') {
    const key = field('EventKey');
    const clicked = ['click', 'template_card_event', ''].includes(field('Event'));
    if (!clicked || key === '') return undefined;
    // Events carry no MsgId (docs/protocol-wecom.md, section 1.7).
    const id = ['app', sender, field('CreateTime'), field('Event'), key, field('TaskId')].join(':');
    return isId(id) ? { ...message, id, text: key } : undefined;
  }
  const link = [field('Title'), field('Url')].filter(Boolean).join('\n');
  const text = (field('Content') || link).slice(0, LONGEST);
  const files = filesOf(type, fields);
  const unreadable = type !== 'text' && text === '' && files.length === 0;
  return { ...message, text, files, ...(unreadable && { unreadable }) };
}

/** A button of a card that the app has sent, with the code by which that card can be changed once. */
export interface AppPress extends Press {
  responseCode: string;
}

/** Undefined for everything else, also for a card that is not ours. */
export function pressOnApp(fields: XmlFields): AppPress | undefined {
  const [senderId, task] = [textField(fields, 'FromUserName'), textField(fields, 'TaskId')];
  const ours = isId(senderId) ? pressedOn(task, textField(fields, 'EventKey')) : undefined;
  if (!ours || textField(fields, 'MsgType') !== 'event') return undefined;
  return { ...ours, ...pressBy(task, senderId, ours.index), responseCode: textField(fields, 'ResponseCode') };
}

const KINDS: Record<string, FileKind> = { image: 'image', video: 'video', file: 'file' };

/** What a kind that is not named, or not rightly, has beside its bytes. */
function kindBy(fields: XmlFields): FileKind | undefined {
  if ('PicUrl' in fields) return 'image';
  if ('ThumbMediaId' in fields) return 'video';
  return 'FileName' in fields ? 'file' : undefined;
}

/** `file` is undocumented here and may never come (docs/protocol-wecom.md, section 2.3). */
function filesOf(type: string, fields: XmlFields): IncomingFile[] {
  const kind = KINDS[type] ?? kindBy(fields);
  const mediaId = textField(fields, 'MediaId');
  if (!kind || mediaId === '') return [];
  const name = textField(fields, 'FileName');
  const source: FileSource = { kind, mediaId };
  return [{ source, ...(name !== '' && { name }) }];
}
