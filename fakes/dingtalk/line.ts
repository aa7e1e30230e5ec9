import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import { objectIn, wrong } from './bodies.ts';
import type { Subscription } from './gateway.ts';
import type { World } from './world.ts';

/** What a client sends (docs/protocol-dingtalk.md, section 1.2); the Node SDK echoes all headers of a ping. */
const ack = z.strictObject({
  code: z.int(),
  message: z.string().optional(),
  headers: z.looseObject({ messageId: z.string().min(1), contentType: z.literal('application/json') }),
  data: z.string(),
});

export interface Frame {
  type: 'SYSTEM' | 'EVENT' | 'CALLBACK';
  topic: string;
  data: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** An answer of the client; `data` is parsed, undefined when it is no JSON object. */
export interface Acked {
  code: number;
  data: Record<string, unknown> | undefined;
  raw: string;
}

/** One WebSocket of the client under test. */
export class Line {
  /** After `disconnect`: nothing is written any more, acknowledgements are still read. */
  retiring = false;
  deaf = false;
  readonly id: string;
  readonly subscriptions: Subscription[];
  private readonly awaited = new Map<string, (acked: Acked) => void>();
  private readonly answered = new Set<string>();
  private readonly socket: WebSocket;
  private readonly world: World;

  constructor(socket: WebSocket, world: World, subscriptions: Subscription[]) {
    this.socket = socket;
    this.world = world;
    this.subscriptions = subscriptions;
    this.id = `conn-${world.next()}`;
    socket.on('message', (data, isBinary) => this.read(data, isBinary));
    socket.on('ping', (data) => {
      if (this.hearsNothing) return;
      world.counters.pings += 1;
      socket.pong(data);
      world.changed();
    });
    socket.on('error', () => undefined);
  }

  get alive(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  private get hearsNothing(): boolean {
    return this.deaf || this.world.faults.deaf;
  }

  onClose(listener: () => void): void {
    this.socket.once('close', listener);
  }

  takes({ type, topic }: Frame): boolean {
    if (type === 'SYSTEM') return true;
    return this.subscriptions.some((one) => one.type === type && (type === 'EVENT' || one.topic === topic));
  }

  /** Sends one frame, whose `data` is a JSON string within JSON; returns its message id. */
  push({ type, topic, data, headers }: Frame, onAck: (acked: Acked) => void): string {
    const messageId = `212ca9d7_974_1898c159aa6_${this.world.next().toString(16)}`;
    this.awaited.set(messageId, onAck);
    this.write({
      specVersion: '1.0',
      type,
      headers: {
        appId: '1305d5f5-fake',
        connectionId: this.id,
        contentType: 'application/json',
        messageId,
        time: String(this.world.now()),
        topic,
        ...headers,
      },
      data: JSON.stringify(data),
    });
    return messageId;
  }

  /** Without a message id (docs/protocol-dingtalk.md, section 1.2). */
  tell(topic: string, data: Record<string, unknown>): void {
    const headers = { contentType: 'application/json', topic, time: String(this.world.now()) };
    this.write({ specVersion: '1.0', type: 'SYSTEM', headers, data: JSON.stringify(data) });
  }

  raw(data: string | Buffer): void {
    if (!this.hearsNothing && this.alive) this.socket.send(data);
  }

  cut(): void {
    this.socket.terminate();
  }

  private write(frame: unknown): void {
    if (!this.retiring) this.raw(JSON.stringify(frame));
  }

  private read(data: RawData, isBinary: boolean): void {
    if (this.hearsNothing) {
      this.world.counters.unread += 1;
    } else {
      if (isBinary) this.world.violate('ack', 'binary-frame');
      this.settle(String(data));
    }
    this.world.changed();
  }

  private settle(raw: string): void {
    const read = ack.safeParse(objectIn(raw));
    if (!read.success) {
      this.world.violate('ack', 'malformed', `${wrong(read.error)} in ${raw.slice(0, 200)}`);
      return;
    }
    const { code, headers, data } = read.data;
    const { messageId } = headers;
    const settle = this.awaited.get(messageId);
    if (!settle) {
      const rule = this.answered.has(messageId) ? 'acknowledged-twice' : 'unknown-message-id';
      this.world.violate('ack', rule, messageId);
      return;
    }
    this.awaited.delete(messageId);
    this.answered.add(messageId);
    const parsed = objectIn(data);
    if (!parsed) this.world.violate('ack', 'data-not-json', data);
    settle({ code, data: parsed, raw: data });
  }
}
