import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HOUR, MINUTE, Rate } from '../platform/rate.ts';
import { appCardUpdate, appMessage } from './app-bodies.ts';
import type { AppToken } from './app-token.ts';
import { wrong } from './bodies.ts';
import type { MediaStore } from './media.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { Sent } from './types.ts';
import { type Answer, OK, type World } from './world.ts';

type Message = z.infer<typeof appMessage>;
type Bubble = Pick<Sent, 'msgtype'> & Partial<Sent>;

/** `message/send`, `user/get` and the conversion of ids (docs/protocol-wecom.md, sections 2.4, 5.1, 5.2). */
export class AppApi {
  private readonly perMember: Rate;
  /** Receiver and content → when it was sent last. */
  private readonly earlier = new Map<string, number>();
  private readonly world: World;
  private readonly media: MediaStore;
  private readonly token: AppToken;

  constructor(world: World, media: MediaStore, token: AppToken) {
    this.world = world;
    this.media = media;
    this.token = token;
    this.perMember = new Rate(
      () => world.now(),
      () => [
        { ms: MINUTE, most: world.limits.appPerMemberPerMinute },
        { ms: HOUR, most: world.limits.appPerMemberPerHour },
      ],
    );
  }

  endpoints(): Endpoints {
    return {
      'POST /cgi-bin/message/send': this.token.guard((call) => this.send(call)),
      'POST /cgi-bin/message/update_template_card': this.token.guard((call) => this.update(call)),
      'GET /cgi-bin/user/get': this.token.guard((call) => this.user(call)),
      'POST /cgi-bin/batch/openuserid_to_userid': this.token.guard((call) => this.plainIds(call)),
    };
  }

  private send(call: Call): Answer {
    const where = 'message/send';
    const read = appMessage.safeParse(jsonOf(call));
    if (!read.success) return this.world.forbid(where, 'malformed', 40058, wrong(read.error));
    const message = read.data;
    if (message.agentid !== this.world.app.agentId)
      return this.world.forbid(where, 'wrong-agentid', 40056, String(message.agentid));
    const bubble = this.bubble(where, message);
    if ('errcode' in bubble) return bubble as Answer;
    const all = message.touser === '@all' ? [...this.world.members.keys()] : (message.touser ?? '').split('|');
    const valid = all.filter((id) => this.inRange(id));
    const invalid = all.filter((id) => id !== '' && !this.inRange(id));
    if (valid.length === 0) return this.world.refuse(where, 81013, 'user & party & tag all invalid');
    const unlicensed = valid.filter((id) => this.world.members.get(id)?.unlicensed === true);
    for (const id of valid.filter((one) => !unlicensed.includes(one))) this.deliver(id, message, bubble);
    const msgid = `APPMSG${this.world.next()}`;
    const code = bubble.card === undefined ? {} : { response_code: this.world.responseCode() };
    const [invaliduser, unlicenseduser] = [invalid, unlicensed].map((ids) => ids.join('|'));
    return { ...OK, invaliduser, invalidparty: '', invalidtag: '', unlicenseduser, msgid, ...code };
  }

  /**
   * Over the rate of one member, and repeats under duplicate check, are swallowed without a word
   * (docs/protocol-wecom.md, section 2.7).
   */
  private deliver(userid: string, message: Message, bubble: Bubble): void {
    if (this.repeated(userid, message) || !this.perMember.take(userid)) {
      this.world.counters.dropped += 1;
      return;
    }
    this.world.show({ ...bubble, via: 'app', chat: { kind: 'single', id: userid } });
  }

  private repeated(userid: string, message: Message): boolean {
    if (message.enable_duplicate_check !== 1) return false;
    const { touser: _, ...content } = message;
    const key = createHash('sha1')
      .update(`${userid}\n${JSON.stringify(content)}`)
      .digest('hex');
    const last = this.earlier.get(key);
    const repeated = last !== undefined && this.world.now() < last + (message.duplicate_check_interval ?? 1800) * 1000;
    if (!repeated) this.earlier.set(key, this.world.now());
    return repeated;
  }

  private bubble(where: string, message: Message): Bubble | Answer {
    const { msgtype } = message;
    if (message.msgtype === 'text') return { msgtype, ...this.truncated(where, message.text.content) };
    if (message.msgtype === 'markdown') return { msgtype, ...this.truncated(where, message.markdown.content) };
    if (message.msgtype === 'template_card') {
      const { task_id: task } = message.template_card;
      if (task !== undefined && this.world.taskIds.has(task))
        return this.world.forbid(where, 'task-id-used', 40058, task);
      if (task !== undefined) this.world.taskIds.add(task);
      return { msgtype, card: message.template_card };
    }
    if (message.msgtype === 'textcard') return { msgtype, card: message.textcard };
    if (message.msgtype === 'news') return { msgtype, card: message.news };
    const struct = (message as unknown as Record<string, { media_id: string }>)[msgtype];
    const media = this.media.get(struct?.media_id ?? '', 'corp', msgtype);
    if (!media) return this.world.refuse(where, 40007, 'invalid media_id');
    return { msgtype, files: [{ type: media.kind, name: media.name, bytes: media.bytes }] };
  }

  /** docs/protocol-wecom.md, section 5.5: what is over 2048 bytes is cut off silently; a good bot has split it. */
  private truncated(where: string, text: string): { text: string; truncated: boolean } {
    if (Buffer.byteLength(text) <= 2048) return { text, truncated: false };
    this.world.violate(where, 'over-long', `${Buffer.byteLength(text)} bytes, cut to 2048`);
    const cut = Buffer.from(text).subarray(0, 2048).toString();
    return { text: cut.replace(/\uFFFD+$/, ''), truncated: true };
  }

  /** docs/protocol-wecom.md, section 2.4: a code changes a card once, within 72 hours. */
  private update(call: Call): Answer {
    const where = 'message/update_template_card';
    const read = appCardUpdate.safeParse(jsonOf(call));
    if (!read.success) return this.world.forbid(where, 'malformed', 40058, wrong(read.error));
    const { agentid, response_code: code, userids = [], template_card: card } = read.data;
    if (agentid !== this.world.app.agentId) return this.world.forbid(where, 'wrong-agentid', 40056, String(agentid));
    if (!this.world.useResponseCode(code)) return this.world.refuse(where, 42014, 'response_code is used or expired');
    for (const id of userids)
      this.world.show({
        ...{ via: 'app-update', chat: { kind: 'single', id }, msgtype: 'template_card', userids: [id] },
        ...(card && { card }),
      });
    return { ...OK, invaliduser: [] };
  }

  private user({ query }: Call): Answer {
    const userid = query.get('userid') ?? '';
    const member = this.world.members.get(userid);
    if (!member) return this.world.refuse('user/get', 60111, 'userid not found');
    if (member.visible === false) return this.world.refuse('user/get', 60011, 'no privilege to access');
    const department = member.department ?? [1];
    return { ...OK, userid, name: member.name, department, main_department: department[0], position: '', status: 1 };
  }

  private plainIds(call: Call): Answer {
    const where = 'batch/openuserid_to_userid';
    const ids = z.strictObject({ open_userid_list: z.array(z.string()).min(1).max(1000) }).safeParse(jsonOf(call));
    if (!ids.success) return this.world.forbid(where, 'malformed', 40058, wrong(ids.error));
    const plain = new Map([...this.world.members].map(([userid, { openUserId }]) => [openUserId, userid]));
    const { open_userid_list: asked } = ids.data;
    const known = asked.filter((id) => plain.has(id));
    return {
      ...OK,
      userid_list: known.map((id) => ({ open_userid: id, userid: plain.get(id) })),
      invalid_open_userid_list: asked.filter((id) => !plain.has(id)),
    };
  }

  private inRange(userid: string): boolean {
    const member = this.world.members.get(userid);
    return member !== undefined && member.visible !== false;
  }
}
