import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { FakeDingtalk } from './index.ts';

export interface Frame {
  type: string;
  headers: { topic: string; messageId?: string } & Record<string, string | undefined>;
  data: string;
}

const EVERYTHING = [
  { type: 'CALLBACK', topic: '/v1.0/im/bot/messages/get' },
  { type: 'CALLBACK', topic: '/v1.0/card/instances/callback' },
  { type: 'EVENT', topic: '*' },
];

/** The gateway, asked by hand. */
export async function openGateway(fake: FakeDingtalk, body: object = {}, headers: Record<string, string> = {}) {
  const { clientId, clientSecret } = fake.app;
  const answer = await fetch(`${fake.apiBase}/v1.0/gateway/connections/open`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ clientId, clientSecret, subscriptions: EVERYTHING, ...body }),
  });
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get('content-type'), text };
}

/** Frames by hand, to test the fake itself: acknowledges what it is told to, and keeps what comes. */
export class RawClient {
  readonly received: Frame[] = [];
  /** What came and was no frame. */
  readonly strange: string[] = [];
  readonly socket: WebSocket;
  /** What acknowledges robot messages, events and card actions; undefined: nothing does. */
  response: Record<string, unknown> | undefined = { response: null };
  private waiting: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data, isBinary) => this.read(String(data), isBinary));
    socket.on('error', () => undefined);
  }

  static async open(fake: FakeDingtalk, subscriptions: object[] = EVERYTHING): Promise<RawClient> {
    const { text } = await openGateway(fake, { subscriptions });
    const { endpoint, ticket } = JSON.parse(text);
    return RawClient.with(`${endpoint}?ticket=${ticket}`);
  }

  static async with(url: string): Promise<RawClient> {
    const socket = new WebSocket(url);
    const client = new RawClient(socket);
    await once(socket, 'open');
    return client;
  }

  ack(messageId: string, data: unknown, more: object = {}): void {
    const headers = { contentType: 'application/json', messageId };
    this.socket.send(JSON.stringify({ code: 200, headers, message: 'OK', data: JSON.stringify(data), ...more }));
  }

  /** The first frame that fits, past or future. */
  async see(fits: (frame: Frame) => boolean, from = 0): Promise<Frame> {
    for (;;) {
      const found = this.received.slice(from).find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Bodies of the robot messages that came, in order. */
  bodies(): Record<string, unknown>[] {
    return this.received.filter(({ type }) => type === 'CALLBACK').map(({ data }) => JSON.parse(data));
  }

  async closed(): Promise<void> {
    if (this.socket.readyState !== this.socket.CLOSED) await once(this.socket, 'close');
  }

  private read(text: string, isBinary: boolean): void {
    const frame = isBinary ? undefined : asFrame(text);
    if (!frame) this.strange.push(text);
    else {
      this.received.push(frame);
      const { messageId, topic } = frame.headers;
      const data = topic === 'ping' ? JSON.parse(frame.data) : this.response;
      if (messageId && data) this.ack(messageId, data);
    }
    for (const wake of this.waiting.splice(0)) wake();
  }
}

function asFrame(text: string): Frame | undefined {
  try {
    const frame = JSON.parse(text);
    return frame?.headers?.topic && typeof frame.data === 'string' ? frame : undefined;
  } catch {
    return undefined;
  }
}
