import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { FakeWecom } from './index.ts';

export interface Frame {
  cmd?: string;
  headers: { req_id: string };
  errcode?: number;
  errmsg?: string;
  body?: Record<string, unknown>;
}

/** Frames by hand, to test the fake itself: it sends what it is told and keeps what comes. */
export class RawClient {
  readonly received: Frame[] = [];
  readonly socket: WebSocket;
  private serial = 0;
  private waiting: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => {
      this.received.push(JSON.parse(String(data)));
      for (const wake of this.waiting.splice(0)) wake();
    });
    socket.on('error', () => undefined);
  }

  static async open(fake: FakeWecom): Promise<RawClient> {
    const socket = new WebSocket(fake.wsUrl);
    const client = new RawClient(socket);
    await once(socket, 'open');
    return client;
  }

  static async subscribed(fake: FakeWecom): Promise<RawClient> {
    const client = await RawClient.open(fake);
    await client.subscribe(fake);
    return client;
  }

  subscribe(fake: FakeWecom): Promise<Frame> {
    return this.ask('aibot_subscribe', { bot_id: fake.bot.id, secret: fake.bot.secret });
  }

  send(cmd: string, body: unknown, reqId = this.newReqId()): string {
    this.socket.send(JSON.stringify({ cmd, headers: { req_id: reqId }, ...(body !== undefined && { body }) }));
    return reqId;
  }

  /** Sends and waits for the answer. */
  async ask(cmd: string, body?: unknown, reqId?: string): Promise<Frame> {
    const from = this.received.length;
    const id = this.send(cmd, body, reqId);
    return this.see((frame) => frame.cmd === undefined && frame.headers.req_id === id, from);
  }

  /** The first frame that fits, past or future. */
  async see(fits: (frame: Frame) => boolean, from = 0): Promise<Frame> {
    for (;;) {
      const found = this.received.slice(from).find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** The callback that carries this msgid. */
  callback(msgid: string): Promise<Frame> {
    return this.see(({ body }) => body?.msgid === msgid);
  }

  async closed(): Promise<void> {
    if (this.socket.readyState !== this.socket.CLOSED) await once(this.socket, 'close');
  }

  private newReqId(): string {
    this.serial += 1;
    return `r-${this.serial}`;
  }
}
