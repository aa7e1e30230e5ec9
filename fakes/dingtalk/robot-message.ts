import type { Files } from './files.ts';
import { identities } from './identity.ts';
import { Quoting } from './quoting.ts';
import type { Sessions } from './sessions.ts';
import type { Piece, Saying } from './types.ts';
import type { ChatId, World } from './world.ts';
import { Writer } from './writer.ts';

export interface RobotMessage {
  msgid: string;
  chat: ChatId;
  body: Record<string, unknown>;
  codes: string[];
}

export const chatOf = (saying: Saying): ChatId =>
  (saying.chat ?? (saying.chatid === undefined ? 'single' : 'group')) === 'group'
    ? { kind: 'group', id: saying.chatid ?? 'cidFakeGroup==' }
    : { kind: 'single', id: saying.from };

/** docs/protocol-dingtalk.md, section 3.1: the usual body comes with it, without what was said. */
const SPENT = { text: undefined, content: undefined, errorCode: '20001', errorMessage: '本月推送额度已用完' };

const isText = (piece: Piece): piece is { text: string } => 'text' in piece;

/**
 * docs/protocol-dingtalk.md, section 3.4: in a group only what mentions the robot, and neither files, videos and voices
 * nor a lone picture.
 */
export function reachesBot(saying: Saying): boolean {
  if (chatOf(saying).kind === 'single' || saying.other || saying.quotaSpent) return true;
  if (saying.mention === 'none' || saying.mention === 'all') return false;
  if (saying.file || saying.video || saying.image || saying.voice !== undefined) return false;
  return saying.text !== undefined || saying.mixed !== undefined;
}

/** Writes the body of docs/protocol-dingtalk.md, sections 3.1, 3.2 and 3.5: the same for the stream and for HTTP. */
export class RobotMessages {
  private readonly world: World;
  private readonly files: Files;
  private readonly sessions: Sessions;

  constructor(world: World, files: Files, sessions: Sessions) {
    this.world = world;
    this.files = files;
    this.sessions = sessions;
  }

  compose(saying: Saying): RobotMessage {
    const chat = chatOf(saying);
    const msgid = saying.msgid ?? `msgFake${this.world.next()}+Yq==`;
    const codes: string[] = [];
    const write = new Writer(this.world, this.files, codes);
    const body = {
      ...this.common(saying, chat, msgid),
      ...this.kind(saying, chat, write),
      ...(saying.quotaSpent && SPENT),
      ...saying.fields,
    } as Record<string, unknown>;
    if (saying.contentAs === 'string' && body.content !== undefined) body.content = JSON.stringify(body.content);
    return { msgid, chat, body, codes };
  }

  private common(saying: Saying, chat: ChatId, msgid: string): Record<string, unknown> {
    const { app, limits } = this.world;
    const member = this.world.members.get(saying.from);
    const at = this.world.now();
    const conversationId = this.world.conversationId(chat);
    const session = this.sessions.open(chat, msgid);
    const staffId = this.world.staffId(saying.from);
    const chatbotUserId = identities.sender(app.robotCode);
    return {
      conversationId,
      ...(chat.kind === 'group' && {
        conversationTitle: this.world.groups.get(chat.id)?.title,
        atUsers: [{ dingtalkId: chatbotUserId }],
        isInAtList: true,
        senderCorpId: app.corpId,
      }),
      chatbotCorpId: app.corpId,
      chatbotUserId,
      msgId: msgid,
      senderNick: member?.name ?? saying.from,
      isAdmin: app.published && member?.admin === true,
      ...(staffId !== undefined && { senderStaffId: staffId }),
      sessionWebhookExpiredTime: at + limits.sessionMs,
      createAt: at,
      conversationType: chat.kind === 'group' ? '2' : '1',
      senderId: identities.sender(saying.from),
      sessionWebhook: `${this.world.origins.oapi}/robot/sendBySession?session=${session}`,
      senderPlatform: 'Win',
      openThreadId: conversationId,
      robotCode: app.robotCode,
    };
  }

  private kind(saying: Saying, chat: ChatId, write: Writer): Record<string, unknown> {
    if (saying.other) return saying.other;
    const quoting = saying.quote && new Quoting(this.world, write).quote(saying.quote, saying.quoteShape ?? 'usual');
    if (saying.mixed) return this.richText(saying.mixed, chat, write, quoting);
    if (saying.file) return { msgtype: 'file', content: write.file(saying.file) };
    if (saying.video) return { msgtype: 'video', content: write.video(saying.video) };
    if (saying.image) return { msgtype: 'picture', content: write.picture(saying.image) };
    if (saying.voice !== undefined) return { msgtype: 'audio', content: write.audio(saying.voice, saying.sound) };
    const content = chat.kind === 'group' ? this.withoutMention(saying) : (saying.text ?? '');
    return { msgtype: 'text', text: { content, ...quoting?.within }, ...quoting?.beside };
  }

  /** The first run does contain the mention (docs/protocol-dingtalk.md, section 3.3). */
  private richText(pieces: Piece[], chat: ChatId, write: Writer, quoting?: ReturnType<Quoting['quote']>) {
    const at = `@${this.world.app.name}`;
    const mentioned = chat.kind === 'single' || pieces.some((piece) => isText(piece) && piece.text.includes(at));
    const first = pieces.findIndex(isText);
    const runs = pieces.map((piece, index) =>
      isText(piece) && index === first && !mentioned ? { text: `${at} ${piece.text}` } : write.run(piece),
    );
    const richText = !mentioned && first === -1 ? [{ text: at }, ...runs] : runs;
    return { msgtype: 'richText', content: { richText, ...quoting?.within }, ...quoting?.beside };
  }

  private withoutMention({ text = '', mention }: Saying): string {
    const at = `@${this.world.app.name}`;
    if (mention === 'verbatim') return text;
    return text.includes(at) ? text.replace(at, '') : ` ${text}`;
  }
}
