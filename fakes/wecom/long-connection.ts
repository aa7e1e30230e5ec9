import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { MINUTE, Rate } from '../platform/rate.ts';
import { subscribe, wrong } from './bodies.ts';
import { type Callback, Conversation } from './conversation.ts';
import { Line } from './line.ts';
import type { MediaStore } from './media.ts';
import { Uploads } from './uploads.ts';
import { type Answer, OK, type World } from './world.ts';

type Body = Record<string, unknown>;
type Push = () => Promise<boolean>;

/** `ws://127.0.0.1:port/`: at most one subscribed connection per bot (docs/protocol-wecom.md, section 4.7). */
export class LongConnection {
  private readonly server = new WebSocketServer({ noServer: true, autoPong: false, maxPayload: 4 * 1024 * 1024 });
  private readonly lines = new Set<Line>();
  private active: Line | undefined;
  private held: Push[] = [];
  private readonly subscribes: Rate;
  private readonly world: World;
  private readonly conversation: Conversation;
  private readonly uploads: Uploads;

  constructor(world: World, http: Server, media: MediaStore) {
    this.world = world;
    this.conversation = new Conversation(world, media);
    this.uploads = new Uploads(world, media);
    this.subscribes = new Rate(
      () => world.now(),
      () => [{ ms: MINUTE, most: world.limits.subscribesPerMinute }],
    );
    http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  get subscribed(): boolean {
    return this.active?.alive === true && this.active.subscribed;
  }

  /** Delivers a callback under a new req_id; false when nobody is there, undefined while a fault keeps it back. */
  async push(cmd: string, body: Body, callback: Callback): Promise<boolean | undefined> {
    const deliver: Push = () => this.deliver(cmd, body, callback);
    if (this.world.faults.reorder === 0) {
      const repeats = Array.from({ length: this.world.faults.duplicates }, () => deliver);
      const [first] = await Promise.all([deliver, ...repeats].map((one) => one()));
      return this.world.faults.deaf ? undefined : first;
    }
    this.held.push(deliver);
    if (this.held.length >= this.world.faults.reorder) {
      const held = this.held.splice(0).reverse();
      this.world.faults.reorder = 0;
      await Promise.all(held.map((one) => one()));
    }
    return undefined;
  }

  /** The platform's own sign of life, which wants a `pong`. */
  ping(): void {
    this.active?.write({ cmd: 'ping', headers: { req_id: `ping-${this.world.next()}` } });
  }

  cut(): void {
    for (const line of this.lines) line.cut();
  }

  forgetSubscription(): void {
    if (this.active) this.active.subscribed = false;
  }

  /** The old connection first gets `disconnected_event`, then is closed (docs/protocol-wecom.md, section 4.7). */
  async kick(): Promise<void> {
    const old = this.active;
    this.active = undefined;
    if (!old?.alive) return;
    this.world.counters.kicks += 1;
    const event = { eventtype: 'disconnected_event' };
    const body = { msgid: `D${this.world.next()}`, aibotid: this.world.bot.id, msgtype: 'event', event };
    old.write({ cmd: 'aibot_event_callback', headers: { req_id: `kick-${this.world.next()}` }, body });
    old.subscribed = false;
    const closed = new Promise<void>((resolve) => old.onClose(resolve));
    old.close();
    await closed;
  }

  stop(): void {
    for (const line of this.lines) line.cut();
    this.server.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.world.faults.unreachable || this.world.stopped) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      this.world.counters.opens += 1;
      const line = new Line(webSocket, this.world, (...frame) => this.obey(...frame));
      this.lines.add(line);
      line.onClose(() => {
        this.lines.delete(line);
        if (this.active === line) this.active = undefined;
        this.world.changed();
      });
      this.world.changed();
    });
  }

  private async deliver(cmd: string, body: Body, callback: Callback): Promise<boolean> {
    const line = this.active;
    if (!line?.alive || !line.subscribed) return false;
    const reqId = `cb-${this.world.next()}`;
    line.callbacks.set(reqId, callback);
    this.world.counters.pushes += 1;
    line.write({ cmd, headers: { req_id: reqId }, body });
    return this.world.faults.deaf ? false : line.caughtUp();
  }

  private obey(line: Line, cmd: string, reqId: string, body: Body): Answer | Promise<Answer> {
    if (cmd === 'ping') {
      this.world.counters.pings += 1;
      return OK;
    }
    if (cmd === 'aibot_subscribe') return this.subscribe(line, body);
    if (!line.subscribed) return this.world.refuse(cmd, 846609, 'not subscribed');
    return this.command(line, cmd, reqId, body);
  }

  private command(line: Line, cmd: string, reqId: string, body: Body): Answer | Promise<Answer> {
    const callback = line.callbacks.get(reqId);
    switch (cmd) {
      case 'aibot_respond_msg':
        return this.conversation.respond(callback, body);
      case 'aibot_respond_welcome_msg':
        return this.conversation.welcome(callback, body);
      case 'aibot_respond_update_msg':
        return this.conversation.updateCard(callback, body);
      case 'aibot_send_msg':
        return this.conversation.push(body);
      case 'aibot_upload_media_init':
        return this.uploads.init(body);
      case 'aibot_upload_media_chunk':
        return this.uploads.chunk(body);
      case 'aibot_upload_media_finish':
        return this.uploads.finish(body);
      default:
        return this.world.forbid('ws', 'unknown-cmd', 40058, cmd);
    }
  }

  private subscribe(line: Line, body: Body): Answer {
    const answer = this.admit(body);
    if (answer.errcode !== 0) {
      this.world.counters.subscribesRefused += 1;
      return answer;
    }
    if (this.active !== line) void this.kick();
    this.active = line;
    line.subscribed = true;
    this.world.counters.subscribes += 1;
    return answer;
  }

  /** docs/protocol-wecom.md, section 4.7: 40013 for the id, 40001 for the secret; subscribing in a loop is refused. */
  private admit(body: Body): Answer {
    const where = 'aibot_subscribe';
    const read = subscribe.safeParse(body);
    if (!read.success) return this.world.forbid(where, 'malformed', 40058, wrong(read.error));
    if (!this.subscribes.take('bot')) return this.world.refuse(where, 45009, 'api freq out of limit');
    if (read.data.bot_id !== this.world.bot.id) return this.world.refuse(where, 40013, 'invalid bot_id');
    if (read.data.secret !== this.world.bot.secret) return this.world.refuse(where, 40001, 'invalid secret');
    return OK;
  }
}
