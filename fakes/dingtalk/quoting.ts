import { identities } from './identity.ts';
import type { Piece, Quoted, QuoteShape } from './types.ts';
import type { World } from './world.ts';
import type { Writer } from './writer.ts';

interface Replied {
  msgType: string;
  content: unknown;
}

/**
 * `within`: beside the text, or in the content of a rich text; `beside`: at the top of the body
 * (docs/protocol-dingtalk.md, section 3.5).
 */
export interface Quotation {
  within: Record<string, unknown>;
  beside: Record<string, unknown>;
}

/** The quoted message in the shapes that were seen (docs/protocol-dingtalk.md, section 3.5). */
export class Quoting {
  private readonly world: World;
  private readonly write: Writer;

  constructor(world: World, write: Writer) {
    this.world = world;
    this.write = write;
  }

  quote(quoted: Quoted, shape: QuoteShape): Quotation {
    const msgId = `msgQuoted${this.world.next()}==`;
    const beside = { originalMsgId: msgId, originalProcessQueryKey: `key${this.world.next()}` };
    if (shape === 'absent') return { within: { isReplyMsg: true }, beside };
    const replied = shaped(this.replied(quoted), shape);
    const repliedMsg = {
      ...replied,
      msgId,
      senderId: identities.sender(shape === 'own' ? this.world.app.robotCode : 'quoted'),
      createdAt: this.world.now() - 60_000,
    };
    const name = shape === 'reply' || shape === 'quoteMessage' ? shape : 'repliedMsg';
    return { within: { isReplyMsg: true, [name]: repliedMsg }, beside };
  }

  private replied(quoted: Quoted): Replied {
    if ('text' in quoted) return { msgType: 'text', content: { text: quoted.text } };
    if ('image' in quoted) return { msgType: 'picture', content: this.write.picture(quoted.image) };
    if ('file' in quoted) return { msgType: 'file', content: this.write.file(quoted.file) };
    if ('video' in quoted) return { msgType: 'video', content: this.write.video(quoted.video) };
    if ('voice' in quoted) return { msgType: 'audio', content: this.write.audio(quoted.voice, quoted.sound) };
    if ('card' in quoted) return { msgType: 'interactiveCard', content: quoted.card };
    if ('record' in quoted) return { msgType: 'chatRecord', content: { summary: quoted.record } };
    const runs = quoted.mixed.map((piece: Piece) => this.write.run(piece));
    return { msgType: 'richText', content: { richText: runs } };
  }
}

function shaped({ msgType, content }: Replied, shape: QuoteShape): Partial<Replied> {
  switch (shape) {
    case 'unknown':
      return { msgType: 'unknownMsgType', content: { unknownMsgType: '用户发送了一条消息，机器人暂不支持接收。' } };
    case 'untyped':
      return { content };
    case 'empty':
      return { msgType };
    case 'codeless':
      return { msgType, content: without(content as Record<string, unknown>, ['downloadCode', 'pictureDownloadCode']) };
    case 'string':
      return { msgType, content: msgType === 'text' ? (content as { text: string }).text : JSON.stringify(content) };
    case 'alternate':
      return { msgType, content: alternate(msgType, content as Record<string, unknown>) };
    default:
      return { msgType, content };
  }
}

const without = (content: Record<string, unknown>, names: string[]) =>
  Object.fromEntries(Object.entries(content).filter(([name]) => !names.includes(name)));

/** A picture by its other code; a text under the other name; runs of a rich text with `msgType` and `content`. */
function alternate(msgType: string, content: Record<string, unknown>): Record<string, unknown> {
  if (msgType === 'picture') return without(content, ['downloadCode']);
  if (msgType === 'text') return { content: content.text };
  if (msgType !== 'richText') return content;
  const runs = content.richText as Record<string, unknown>[];
  return {
    richText: runs.map((run) =>
      run.type === 'picture'
        ? { ...without(run, ['type']), msgType: 'picture' }
        : { msgType: 'text', content: String(run.text) },
    ),
  };
}
