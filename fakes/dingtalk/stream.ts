import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { type HandshakeFault, MALFORMED, type Malformed } from './faults.ts';
import type { Gateway, Subscription } from './gateway.ts';
import { type Acked, type Frame, Line } from './line.ts';
import type { Outcome } from './types.ts';
import type { World } from './world.ts';

export interface Delivered {
  outcome: Exclude<Outcome, 'refused' | 'not-delivered'>;
  latencyMs: number;
  acked?: Acked;
}

interface Push {
  frame: Frame;
  /** For the list of acknowledgements. */
  msgid: string;
  deliveries: number;
  acked: Acked | undefined;
  began: number;
  latencyMs: number;
}

const ROBOT = '/v1.0/im/bot/messages/get';

/**
 * `ws://127.0.0.1:port/connect`: the connections of one client, and what is pushed over them
 * (docs/protocol-dingtalk.md, sections 1.2 to 1.4).
 */
export class Stream {
  private readonly server = new WebSocketServer({ noServer: true, autoPong: false });
  private readonly lines = new Set<Line>();
  private readonly pending = new Set<Duplex>();
  private held: (() => Promise<Delivered>)[] = [];
  private handshakes = 0;
  private readonly world: World;
  private readonly gateway: Gateway;
  private readonly liveness: NodeJS.Timeout;

  constructor(world: World, http: Server, gateway: Gateway) {
    this.world = world;
    this.gateway = gateway;
    http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    this.liveness = setInterval(() => this.checkLiveness(), world.timings.pingMs).unref();
  }

  /** Somebody who would get a robot message. */
  get subscribed(): boolean {
    const frame: Frame = { type: 'CALLBACK', topic: ROBOT, data: {} };
    return this.open().some((line) => !line.retiring && !line.deaf && line.takes(frame));
  }

  /** Connections, those included that retire or hear nothing. */
  get connections(): number {
    return this.open().length;
  }

  async push(frame: Frame, msgid: string): Promise<Delivered> {
    const once = () => this.begin(frame, msgid);
    if (this.world.faults.reorder === 0) {
      const repeats = Array.from({ length: this.world.faults.duplicates }, () => once);
      const [first] = await Promise.all([once, ...repeats].map((one) => one()));
      return first as Delivered;
    }
    this.held.push(once);
    if (this.held.length >= this.world.faults.reorder) {
      const held = this.held.splice(0).reverse();
      this.world.faults.reorder = 0;
      await Promise.all(held.map((one) => one()));
    }
    return { outcome: 'undecided', latencyMs: 0 };
  }

  /** A liveness ping over every connection: whether each answered with the same data, in time. */
  async ping(): Promise<boolean[]> {
    return Promise.all(this.open().map((line) => this.pinged(line)));
  }

  /** docs/protocol-dingtalk.md, section 1.2: the platform falls silent, and closes 10 s later. */
  disconnect(reason: string): void {
    for (const line of this.open().filter(({ retiring }) => !retiring)) {
      line.tell('disconnect', { reason });
      line.retiring = true;
      this.world.counters.disconnects += 1;
      this.world.alarms.in(this.world.limits.silenceMs, () => line.cut());
    }
    this.world.changed();
  }

  disturb(what: Malformed | { raw: string | Buffer }): void {
    const data = typeof what === 'string' ? MALFORMED[what] : what.raw;
    for (const line of this.open()) line.raw(data);
  }

  deafen(): void {
    for (const line of this.lines) line.deaf = true;
    this.world.changed();
  }

  cut(): void {
    for (const line of this.lines) line.cut();
  }

  stop(): void {
    clearInterval(this.liveness);
    this.cut();
    for (const socket of this.pending) socket.destroy();
    this.server.close();
  }

  private open(): Line[] {
    return [...this.lines].filter(({ alive }) => alive);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.handshakes += 1;
    this.pending.add(socket);
    socket.once('close', () => this.pending.delete(socket));
    socket.on('error', () => undefined);
    const admitted = this.admit(request);
    if (admitted === 'hang') return;
    if (!Array.isArray(admitted)) {
      this.refuse(socket, admitted);
      return;
    }
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      this.world.counters.connections += 1;
      const line = new Line(webSocket, this.world, admitted);
      this.lines.add(line);
      line.onClose(() => {
        this.lines.delete(line);
        this.world.changed();
      });
      this.greet(line);
      this.world.changed();
    });
  }

  /** What the ticket stands for, or how the handshake fails. */
  private admit(request: IncomingMessage): Subscription[] | NonNullable<HandshakeFault> {
    const fault = this.world.faults.handshake?.(this.handshakes);
    if (fault !== undefined) return fault;
    if (this.world.faults.unreachable || this.world.stopped) return 503;
    const url = new URL(request.url ?? '/', this.world.origins.api);
    if (url.pathname !== '/connect') return 404;
    return this.gateway.redeem(url.searchParams.get('ticket') ?? '') ?? 401;
  }

  private refuse(socket: Duplex, how: 'cut' | number): void {
    this.world.counters.handshakesRefused += 1;
    this.world.changed();
    if (how === 'cut') socket.destroy();
    else socket.end(`HTTP/1.1 ${how} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }

  private greet(line: Line): void {
    const { registered } = this.world;
    if (registered === 'always' || (registered === 'sometimes' && this.world.random() < 0.5))
      line.tell('REGISTERED', {});
  }

  /**
   * Any of the connections that took the topic, by chance (docs/protocol-dingtalk.md, section 1.4). A retiring one
   * swallows, if there is no other.
   */
  private choose(frame: Frame): Line | undefined {
    const takers = this.open().filter((line) => line.takes(frame));
    const serving = takers.filter(({ retiring }) => !retiring);
    const candidates = serving.length > 0 ? serving : takers;
    return candidates[Math.floor(this.world.random() * candidates.length)];
  }

  private begin(frame: Frame, msgid: string): Promise<Delivered> {
    const push: Push = { frame, msgid, deliveries: 0, acked: undefined, began: performance.now(), latencyMs: 0 };
    if (!this.deliver(push)) return Promise.resolve({ outcome: 'lost', latencyMs: 0 });
    const done = (): Delivered | undefined =>
      push.acked && { outcome: 'acknowledged', latencyMs: push.latencyMs, acked: push.acked };
    return this.world
      .find(done, this.world.timings.ackMs)
      .catch((): Delivered => ({ outcome: 'unacknowledged', latencyMs: performance.now() - push.began }));
  }

  /** False when nobody is there. Without an acknowledgement it comes again (docs/protocol-dingtalk.md, section 1.3). */
  private deliver(push: Push): boolean {
    const line = this.choose(push.frame);
    if (!line) return false;
    push.deliveries += 1;
    const delivery = push.deliveries;
    this.world.counters.pushes += 1;
    if (delivery > 1) this.world.counters.redeliveries += 1;
    const messageId = line.push(push.frame, (acked) => {
      // A negative answer, or an event put off, counts as none.
      if (acked.code !== 200 || acked.data?.status === 'LATER' || push.acked) return;
      push.acked = acked;
      push.latencyMs = performance.now() - push.began;
      this.world.counters.acks.push({ msgid: push.msgid, messageId, latencyMs: push.latencyMs, delivery });
      this.world.changed();
    });
    if (delivery <= this.world.limits.redeliveries)
      this.world.alarms.in(this.world.limits.redeliverMs, () => push.acked === undefined && this.deliver(push));
    this.world.changed();
    return true;
  }

  private pinged(line: Line): Promise<boolean> {
    const opaque = { opaque: `0-${this.world.next()}` };
    let answer: string | undefined;
    line.push({ type: 'SYSTEM', topic: 'ping', data: opaque }, ({ code, raw }) => {
      answer = raw;
      const same = code === 200 && raw === JSON.stringify(opaque);
      if (same) this.world.counters.pongs += 1;
      else this.world.violate('ping', 'not-echoed', raw);
    });
    return this.world
      .find(() => answer, this.world.timings.ackMs)
      .then((raw) => raw === JSON.stringify(opaque))
      .catch(() => false);
  }

  private checkLiveness(): void {
    for (const line of this.open().filter(({ retiring }) => !retiring))
      void this.pinged(line).then((answered) => {
        if (!answered && !line.deaf && !this.world.faults.deaf) line.cut();
      });
  }
}
