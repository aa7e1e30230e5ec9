import { z } from 'zod';
import { type Answer, apiError, ok } from './answers.ts';
import { bytesOf, objectIn } from './bodies.ts';
import type { Media } from './media.ts';
import type { Meter } from './meter.ts';
import { type Bubble, bubbleOf, MSG_KEYS } from './msg-keys.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { World } from './world.ts';

const MOST_BYTES = 15_000;
const MOST_USERS = 20;

const userIds = z.array(z.string().min(1)).min(1);

/**
 * Posts by the robot on its own account: `groupMessages/send` and `oToMessages/batchSend`
 * (docs/protocol-dingtalk.md, sections 4.3, 4.4).
 */
export class RobotApi {
  private readonly world: World;
  private readonly meter: Meter;
  private readonly media: Media;

  constructor(world: World, meter: Meter, media: Media) {
    this.world = world;
    this.meter = meter;
    this.media = media;
  }

  endpoints(): Endpoints {
    const scope = 'qyapi_robot_sendmsg';
    return {
      'POST /v1.0/robot/groupMessages/send': this.meter.api(scope, (call) => this.toGroup(call)),
      'POST /v1.0/robot/oToMessages/batchSend': this.meter.api(scope, (call) => this.toUsers(call)),
      'POST /v1.0/robot/privateChatMessages/send': this.meter.api(scope, () =>
        // For 人与人会话酷应用 only (docs/protocol-dingtalk.md, section 4.5).
        apiError(this.world, 'privateChatMessages/send', {
          code: 'resource.not.found',
          message: 'robot 不存在',
          rule: 'wrong-endpoint',
        }),
      ),
    };
  }

  private toGroup(call: Call): Answer {
    const where = 'groupMessages/send';
    const body = jsonOf(call);
    const read = this.read(where, body, ['robotCode', 'openConversationId', 'msgKey', 'msgParam', 'coolAppCode']);
    if ('status' in read) return read;
    const id = String(body?.openConversationId ?? '');
    const group = this.world.groups.get(id);
    if (!group) return apiError(this.world, where, { code: 'invalid.openConversationId' });
    if (group.state === 'disbanded') return apiError(this.world, where, { code: 'group.disbanded' });
    if (group.state === 'stopped') return apiError(this.world, where, { code: 'bot.stopped' });
    const processQueryKey = this.queryKey();
    this.world.show({ ...read, via: 'group-api', chat: { kind: 'group', id }, processQueryKey });
    return ok({ processQueryKey });
  }

  /** Status 200 does not mean delivered: two lists say who was left out (docs/protocol-dingtalk.md, section 4.4). */
  private toUsers(call: Call): Answer {
    const where = 'oToMessages/batchSend';
    const body = jsonOf(call);
    const read = this.read(where, body, ['robotCode', 'userIds', 'msgKey', 'msgParam']);
    if ('status' in read) return read;
    const ids = userIds.safeParse(body?.userIds);
    if (!ids.success) return apiError(this.world, where, { code: 'invalidParameter.userIds.empty', rule: 'malformed' });
    if (ids.data.length > MOST_USERS) {
      const detail = `${ids.data.length} of ${MOST_USERS}`;
      return apiError(this.world, where, { code: 'invalidParameter.userIds.overMax', rule: 'too-many-users', detail });
    }
    const processQueryKey = this.queryKey();
    const invalid = ids.data.filter((id) => !this.inRange(where, id));
    const flow = ids.data.filter((id) => !invalid.includes(id) && this.world.members.get(id)?.flowControlled === true);
    for (const id of ids.data.filter((one) => !invalid.includes(one) && !flow.includes(one)))
      this.world.show({ ...read, via: 'direct-api', chat: { kind: 'single', id }, processQueryKey });
    return ok({ processQueryKey, invalidStaffIdList: invalid, flowControlledStaffIdList: flow });
  }

  /** Only userIds are known here; an encrypted sender id is another id space (docs/protocol-dingtalk.md, section 6). */
  private inRange(where: string, id: string): boolean {
    if (id.startsWith('$:')) this.world.violate(where, 'sender-id-as-user-id', id);
    const member = this.world.members.get(id);
    return member !== undefined && member.visible !== false && member.outsider !== true;
  }

  private read(where: string, body: Record<string, unknown> | undefined, known: string[]): Bubble | Answer {
    const bad = (code: string, rule = 'malformed', detail = code) =>
      apiError(this.world, where, { code, rule, detail });
    if (!body) return bad('invalidParameter', 'malformed', 'no JSON object');
    const strange = Object.keys(body).find((name) => !known.includes(name));
    if (strange !== undefined) return bad('invalidParameter', 'unknown-field', strange);
    const { robotCode, msgKey, msgParam } = body;
    if (robotCode === undefined) return bad('invalidParameter.robotCode.missing');
    if (typeof robotCode !== 'string' || robotCode === '') return bad('invalidParameter.robotCode.empty');
    if (robotCode !== this.world.app.robotCode)
      return bad('invalidParameter.robotCode.notExsit', 'foreign-robot-code', robotCode);
    if (typeof msgKey !== 'string' || msgKey === '') return bad('invalidParameter.msgKey.empty');
    if (!Object.hasOwn(MSG_KEYS, msgKey)) return bad('invalidParameter.msgKey.invalid', 'unknown-msg-key', msgKey);
    const invalid = 'invalidParameter.msgParam.invalid';
    const param = typeof msgParam === 'string' ? objectIn(msgParam) : undefined;
    if (!param) return bad(invalid, 'msg-param-no-json-string', String(msgParam));
    const length = bytesOf(String(msgParam));
    if (length > MOST_BYTES) return bad(invalid, 'too-long', `${length} bytes`);
    const bubble = bubbleOf(msgKey, param, this.media);
    return typeof bubble === 'string' ? bad(invalid, 'msg-param', bubble) : bubble;
  }

  private queryKey(): string {
    return `fakeQueryKey${this.world.next()}=`;
  }
}
