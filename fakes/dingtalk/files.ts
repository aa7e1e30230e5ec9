import type { ServerResponse } from 'node:http';
import { refuseFile, type ServedFile, serveFile } from '../platform/served-file.ts';
import { type Answer, apiError, ok } from './answers.ts';
import type { Meter } from './meter.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { Attachment } from './types.ts';
import type { World } from './world.ts';

interface Kept {
  attachment: Attachment;
  faults: NonNullable<Attachment['faults']>;
  robotCode: string;
  until: number;
}

const FOLDER = '/oss/';

/**
 * What people sent: a code, for the code a link, for the link the bytes; each for a while
 * (docs/protocol-dingtalk.md, section 3.6).
 */
export class Files {
  private readonly codes = new Map<string, Kept>();
  private readonly links = new Map<string, ServedFile & { until: number }>();
  private readonly world: World;
  private readonly meter: Meter;

  constructor(world: World, meter: Meter) {
    this.world = world;
    this.meter = meter;
  }

  endpoints(): Endpoints {
    const scope = 'qyapi_robot_sendmsg';
    return { 'POST /v1.0/robot/messageFiles/download': this.meter.api(scope, (call) => this.download(call)) };
  }

  /** A code for it; several codes of one file share its faults. */
  keep(attachment: Attachment, robotCode: string, faults = { ...attachment.faults }): string {
    const code = `mIofN${this.world.next()}+fake/${'x'.repeat(40)}==`;
    this.codes.set(code, { attachment, faults, robotCode, until: this.world.now() + this.world.limits.codeMs });
    return code;
  }

  /** The object store: no token, a link that ends. False when the path is not its own. */
  serve(path: string, response: ServerResponse): boolean {
    if (!path.startsWith(FOLDER)) return false;
    this.world.counters.downloads += 1;
    const file = this.links.get(path);
    if (!file || this.world.now() >= file.until) refuseFile(response, 'AccessDenied', 'Request has expired.');
    else serveFile(file, response);
    this.world.changed();
    return true;
  }

  private download(call: Call): Answer {
    const where = 'messageFiles/download';
    const body = jsonOf(call);
    const strings = ['downloadCode', 'robotCode'].find((name) => typeof body?.[name] !== 'string' || body[name] === '');
    if (strings) {
      const code = `invalidParameter.${strings}.empty`;
      return apiError(this.world, where, { code, rule: 'malformed', detail: strings });
    }
    const kept = this.codes.get(String(body?.downloadCode));
    if (body?.robotCode !== (kept?.robotCode ?? this.world.app.robotCode))
      return apiError(this.world, where, {
        code: 'invalidParameter.robotCode.auth',
        rule: 'foreign-robot-code',
        detail: String(body?.robotCode),
      });
    if (!kept || this.world.now() >= kept.until)
      return apiError(this.world, where, {
        code: 'invalidParameter.robotCode.downloadCode',
        message: '下载码无效或已过期',
      });
    const path = `${FOLDER}${this.world.next()}`;
    const bytes = Buffer.from(kept.attachment.bytes);
    const until = this.world.now() + this.world.limits.linkMs;
    // Whatever it is, its name there says nothing (docs/protocol-dingtalk.md, section 3.6).
    this.links.set(path, {
      bytes,
      disposition: `attachment; filename="${this.world.next()}.file"`,
      faults: kept.faults,
      until,
    });
    const expires = Math.floor(until / 1000);
    return ok({
      downloadUrl: `${this.world.origins.oapi}${path}?Expires=${expires}&OSSAccessKeyId=fake&Signature=fake%3D`,
    });
  }
}
