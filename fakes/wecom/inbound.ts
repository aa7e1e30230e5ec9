import type { Callback } from './conversation.ts';
import type { FileServer, KeyKind, Published } from './file-server.ts';
import type { Attachment, Piece, Quoted, Saying } from './types.ts';
import type { ChatId, World } from './world.ts';

export interface Inbound {
  body: Record<string, unknown>;
  callback: Callback;
  urls: string[];
  responseCode: string;
}

const FILE_LIMIT = 100 * 1024 * 1024;

export const chatOf = (saying: Saying): ChatId =>
  (saying.chat ?? (saying.chatid === undefined ? 'single' : 'group')) === 'group'
    ? { kind: 'group', id: saying.chatid ?? 'wrFakeGroup' }
    : { kind: 'single', id: saying.from };

/**
 * docs/protocol-wecom.md, section 4.2: what the platform passes on. In a group, only text, mixed and quotes that
 * address the bot.
 */
export function reachesBot(saying: Saying): boolean {
  const attached = [saying.file, saying.video].filter((one) => one !== undefined);
  if (attached.some(({ bytes }) => bytes.length > FILE_LIMIT)) return false;
  if (chatOf(saying).kind === 'single' || saying.event || saying.other) return true;
  if (saying.mention === 'none') return false;
  return saying.text !== undefined || saying.mixed !== undefined;
}

/**
 * Builds the JSON of docs/protocol-wecom.md, sections 4.2 and 4.5: the same body for the long connection and for the
 * callback.
 */
export class InboundJson {
  private readonly world: World;
  private readonly files: FileServer;

  constructor(world: World, files: FileServer) {
    this.world = world;
    this.files = files;
  }

  compose(saying: Saying, via: 'ws' | 'url'): Inbound {
    const chat = chatOf(saying);
    const msgid = saying.msgid ?? `CAIQ16HMjQYY/${this.world.next()}=`;
    const urls: string[] = [];
    const write = new Writer(this.files, via === 'ws' ? 'own' : 'callback', urls);
    const responseCode = `RC${this.world.next()}`;
    const taskId = taskOf(saying.event);
    const callback: Callback = {
      kind: saying.event ? 'event' : 'message',
      msgid,
      chat,
      at: this.world.now(),
      ...(saying.event && { event: String(saying.event.eventtype) }),
      ...(taskId !== undefined && { taskId }),
    };
    const body = {
      msgid,
      aibotid: this.world.bot.id,
      ...(saying.event && { create_time: Math.floor(this.world.now() / 1000) }),
      ...(chat.kind === 'group' && { chatid: chat.id }),
      // The sample of `enter_chat` has no chattype (docs/protocol-wecom.md, section 4.5).
      ...(saying.event?.eventtype !== 'enter_chat' && { chattype: chat.kind }),
      from: { userid: saying.from },
      response_url: `${this.world.origin}/cgi-bin/aibot/response?response_code=${responseCode}`,
      ...this.content(saying, chat, write),
      ...(saying.quote && { quote: write.quoted(saying.quote) }),
    };
    return { body, callback, urls, responseCode };
  }

  private content(saying: Saying, chat: ChatId, write: Writer): Record<string, unknown> {
    const addressed = (text: string) => (chat.kind === 'group' ? this.addressed(text, saying.mention) : text);
    if (saying.event) return { msgtype: 'event', event: saying.event };
    if (saying.other) return saying.other;
    if (saying.mixed) {
      const { mixed, msgtype } = write.mixed(this.addressedMix(saying.mixed, addressed));
      return { msgtype, mixed: saying.mixedAs === 'string' ? JSON.stringify(mixed) : mixed };
    }
    if (saying.shared) return write.shared(saying.shared);
    if (saying.file) return write.piece({ file: saying.file });
    if (saying.video) return write.piece({ video: saying.video });
    if (saying.image) return write.piece({ image: saying.image });
    if (saying.voice !== undefined) return { msgtype: 'voice', voice: { content: saying.voice } };
    return write.piece({ text: addressed(saying.text ?? '') });
  }

  /** docs/protocol-wecom.md, section 5.3: the mention is part of the text, there is no list of mentions. */
  private addressed(text: string, mention: Saying['mention']): string {
    const already = text.includes(`@${this.world.bot.name}`) || text.includes(`＠${this.world.bot.name}`);
    return mention === 'verbatim' || already ? text : `@${this.world.bot.name} ${text}`;
  }

  private addressedMix(pieces: Piece[], addressed: (text: string) => string): Piece[] {
    const first = pieces.findIndex((piece) => 'text' in piece);
    if (first === -1) return addressed('') === '' ? pieces : [...pieces, { text: addressed('') }];
    return pieces.map((piece, index) => (index === first && 'text' in piece ? { text: addressed(piece.text) } : piece));
  }
}

/** Publishes the files of one message and writes their structs. */
class Writer {
  private readonly files: FileServer;
  private readonly keyKind: KeyKind;
  private readonly urls: string[];

  constructor(files: FileServer, keyKind: KeyKind, urls: string[]) {
    this.files = files;
    this.keyKind = keyKind;
    this.urls = urls;
  }

  piece(piece: Piece): Record<string, unknown> {
    if ('text' in piece) return { msgtype: 'text', text: { content: piece.text } };
    if ('image' in piece) return { msgtype: 'image', image: this.publish(piece.image, true) };
    if ('file' in piece) return { msgtype: 'file', file: this.publish(piece.file, false) };
    return { msgtype: 'video', video: this.publish(piece.video, true) };
  }

  mixed(pieces: Piece[]): Record<string, unknown> {
    return { msgtype: 'mixed', mixed: { msg_item: pieces.map((piece) => this.piece(piece)) } };
  }

  shared({ file, ...told }: NonNullable<Saying['shared']>): Record<string, unknown> {
    return { msgtype: 'appmsg', appmsg: { ...told, ...(file && { file: this.publish(file, false) }) } };
  }

  quoted(quote: Quoted): Record<string, unknown> {
    if ('voice' in quote) return { msgtype: 'voice', voice: { content: quote.voice } };
    return 'mixed' in quote ? this.mixed(quote.mixed) : this.piece(quote);
  }

  private publish(attachment: Attachment, unnamed: boolean): Published & { filename?: string } {
    const published = this.files.publish(attachment, this.keyKind, unnamed);
    this.urls.push(published.url.trim());
    return { ...published, ...(attachment.filename !== undefined && { filename: attachment.filename }) };
  }
}

/** docs/protocol-wecom.md, section 4.5: both spellings are in the document. */
function taskOf(event: Saying['event']): string | undefined {
  const card = (event?.template_card_event ?? event) as { task_id?: string; taskid?: string } | undefined;
  return card?.task_id ?? card?.taskid;
}
