import { createHash } from 'node:crypto';
import { z } from 'zod';
import { firstFile } from '../platform/multipart.ts';
import { MINUTE, Rate } from '../platform/rate.ts';
import { base64, bytes, wrong } from './bodies.ts';
import { type MediaStore, unfit } from './media.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { Sent } from './types.ts';
import { type Answer, OK, type World } from './world.ts';

const names = z.array(z.string()).optional();
const article = z.strictObject({
  title: z.string().min(1),
  description: z.string().optional(),
  url: z.string().min(1),
  picurl: z.string().optional(),
});
const mediaId = z.strictObject({ media_id: z.string().min(1) });

/** docs/protocol-wecom.md, section 3. An empty content is told apart below: it has a code of its own. */
const message = z.discriminatedUnion('msgtype', [
  z.strictObject({
    msgtype: z.literal('text'),
    text: z.strictObject({ content: bytes(2048), mentioned_list: names, mentioned_mobile_list: names }),
  }),
  z.strictObject({ msgtype: z.literal('markdown'), markdown: z.strictObject({ content: bytes(4096) }) }),
  z.strictObject({ msgtype: z.literal('markdown_v2'), markdown_v2: z.strictObject({ content: bytes(4096) }) }),
  z.strictObject({ msgtype: z.literal('image'), image: z.strictObject({ base64: base64, md5: z.string() }) }),
  z.strictObject({ msgtype: z.literal('news'), news: z.strictObject({ articles: z.array(article).min(1).max(8) }) }),
  z.strictObject({ msgtype: z.literal('file'), file: mediaId }),
  z.strictObject({ msgtype: z.literal('voice'), voice: mediaId }),
  z.strictObject({
    msgtype: z.literal('template_card'),
    template_card: z.looseObject({ card_type: z.enum(['text_notice', 'news_notice']) }),
  }),
]);
type Message = z.infer<typeof message>;
type Bubble = Pick<Sent, 'msgtype'> & Partial<Sent>;

const TWO_MB = 2 * 1024 * 1024;

/** A robot that only sends, one per group (docs/protocol-wecom.md, section 3). */
export class Webhook {
  private readonly rate: Rate;
  private readonly world: World;
  private readonly media: MediaStore;

  constructor(world: World, media: MediaStore) {
    this.world = world;
    this.media = media;
    this.rate = new Rate(
      () => world.now(),
      () => [{ ms: MINUTE, most: world.limits.webhookPerMinute }],
    );
  }

  endpoints(): Endpoints {
    return {
      'POST /cgi-bin/webhook/send': (call) => this.send(call),
      'POST /cgi-bin/webhook/upload_media': (call) => this.upload(call),
    };
  }

  private send(call: Call): Answer {
    const where = 'webhook/send';
    const key = call.query.get('key') ?? '';
    const chatid = this.world.webhooks.get(key);
    if (chatid === undefined) return this.unknownKey(where);
    const body = jsonOf(call);
    if (isEmpty(body)) return this.world.forbid(where, 'empty-content', 44004);
    const read = message.safeParse(body);
    if (!read.success) return this.world.forbid(where, 'malformed', 40058, wrong(read.error));
    const bubble = this.bubble(where, key, read.data);
    if ('errcode' in bubble) return bubble as Answer;
    if (!this.rate.take(key)) return this.world.refuse(where, 45009, 'api freq out of limit');
    this.world.show({ ...bubble, via: 'webhook', chat: { kind: 'group', id: chatid }, key });
    return OK;
  }

  private bubble(where: string, key: string, sent: Message): Bubble | Answer {
    const { msgtype } = sent;
    switch (sent.msgtype) {
      case 'text': {
        const { content: text, mentioned_list = [], mentioned_mobile_list = [] } = sent.text;
        return { msgtype, text, mentions: [...mentioned_list, ...mentionsIn(text)], mobiles: mentioned_mobile_list };
      }
      case 'markdown':
        return { msgtype, text: sent.markdown.content, mentions: mentionsIn(sent.markdown.content) };
      case 'markdown_v2':
        return { msgtype, text: sent.markdown_v2.content };
      case 'image':
        return this.image(where, sent.image);
      case 'news':
        return { msgtype, card: sent.news };
      case 'template_card':
        return { msgtype, card: sent.template_card };
      default: {
        const id = sent.msgtype === 'file' ? sent.file.media_id : sent.voice.media_id;
        const media = this.media.get(id, key, msgtype);
        if (!media) return this.world.refuse(where, 40007, 'invalid media_id');
        return { msgtype, files: [{ type: media.kind, name: media.name, bytes: media.bytes }] };
      }
    }
  }

  private image(where: string, { base64, md5 }: { base64: string; md5: string }): Bubble | Answer {
    const content = Buffer.from(base64, 'base64');
    if (content.length > TWO_MB) return this.world.forbid(where, 'image-too-large', 93018, `${content.length} bytes`);
    const why = unfit('image', content);
    if (why) return this.world.forbid(where, 'unfit-media', 40058, why);
    if (createHash('md5').update(content).digest('hex') !== md5) return this.world.forbid(where, 'md5-differs', 40058);
    return { msgtype: 'image', files: [{ type: 'image', name: '', bytes: content }] };
  }

  /** A media id is only for the key that uploaded it. */
  private async upload(call: Call): Promise<Answer> {
    const where = 'webhook/upload_media';
    const key = call.query.get('key') ?? '';
    if (!this.world.webhooks.has(key)) return this.unknownKey(where);
    const type = call.query.get('type');
    if (type !== 'file' && type !== 'voice') return this.world.forbid(where, 'malformed', 40058, `type ${type}`);
    const part = await firstFile(call.headers, call.body);
    if (part?.field !== 'media' || !part.name)
      return this.world.forbid(where, 'malformed', 40058, 'no field media with a filename');
    const why = unfit(type, part.bytes);
    if (why) return this.world.forbid(where, 'unfit-media', 40058, why);
    return { ...OK, ...this.media.add(key, { kind: type, name: part.name, bytes: part.bytes }) };
  }

  private unknownKey(where: string): Answer {
    return this.world.refuse(where, 93000, 'invalid webhook url, hint: [fake]');
  }
}

/** docs/protocol-wecom.md, section 5.4: text and markdown ring, markdown_v2 does not. */
const mentionsIn = (text: string) => [...text.matchAll(/<@([^<>\s]+)>/g)].map(([, id = '']) => id);

function isEmpty(body: Record<string, unknown> | undefined): boolean {
  const struct = body?.[String(body.msgtype)] as { content?: unknown } | undefined;
  return body === undefined || (typeof struct?.content === 'string' && struct.content.trim() === '');
}
