import { type Answer, oapiError, okOapi } from './answers.ts';
import { identities } from './identity.ts';
import type { Meter } from './meter.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { World } from './world.ts';

/** The address book as far as a robot asks it (docs/protocol-dingtalk.md, section 6). */
export class Users {
  private readonly world: World;
  private readonly meter: Meter;

  constructor(world: World, meter: Meter) {
    this.world = world;
    this.meter = meter;
  }

  endpoints(): Endpoints {
    return {
      'POST /topapi/v2/user/get': this.meter.oapi('qyapi_get_member', (call) => this.get(call)),
      'POST /topapi/v2/user/getbymobile': this.meter.oapi('qyapi_get_member_by_mobile', (call) => this.byMobile(call)),
    };
  }

  private get(call: Call): Answer {
    const where = 'user/get';
    const userid = jsonOf(call)?.userid;
    if (typeof userid !== 'string' || userid === '')
      return oapiError(this.world, where, { errcode: 400002, rule: 'malformed', detail: 'userid' });
    const member = this.world.members.get(userid);
    if (!member || member.outsider) return this.unknown(where);
    const mobile = this.world.app.scopes.includes('fieldMobile') && member.mobile !== undefined;
    return okOapi({
      result: {
        userid,
        name: member.name,
        unionid: member.unionId ?? identities.union(userid),
        admin: member.admin === true,
        title: '',
        dept_id_list: [1],
        ...(mobile && { mobile: member.mobile }),
      },
    });
  }

  private byMobile(call: Call): Answer {
    const mobile = jsonOf(call)?.mobile;
    const found = [...this.world.members].find(([, one]) => one.mobile === mobile && !one.outsider);
    return found && mobile !== undefined ? okOapi({ result: { userid: found[0] } }) : this.unknown('user/getbymobile');
  }

  private unknown(where: string): Answer {
    return oapiError(this.world, where, { errcode: 60121, errmsg: '找不到该用户' });
  }
}
