import type { Agent } from 'node:http';
import { DWClient, type DWClientDownStream } from 'dingtalk-stream';
import type { Logger } from 'pino';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { readJson } from '../wire/json.ts';
import { TOPICS, UA } from './gateway.ts';

export interface LineTimes {
  handshakeMs: number;
  pingMs: number;
  /** A line on which nothing came for so long is dead. */
  deadMs: number;
}

export interface LineParts {
  clientId: string;
  clientSecret: string;
  log: Logger;
  times: LineTimes;
  agent?: Agent | undefined;
  /** An endpoint and its ticket. */
  open(): Promise<{ endpoint: string; ticket: string }>;
  /** What to answer a callback with, once it is stored; rejected: it is not acknowledged and comes again. */
  onCallback(topic: string, data: string): Promise<object | null>;
  /** The platform will retire this line. */
  onRetired(): void;
  onClosed(): void;
}

/**
 * Private parts of the SDK that cannot be done without (docs/protocol-dingtalk.md, section 2.1); its version is pinned
 * for them.
 */
interface Inside {
  socket?: WebSocket;
  dw_url?: string;
  sslopts: object;
}

const frame = z.looseObject({
  type: z.string(),
  headers: z.looseObject({ topic: z.string().optional(), messageId: z.string().optional() }),
  data: z.string().optional(),
});
const MOST_BYTES = 1024 * 1024;
const UNKNOWN_TOPIC = 404;

/**
 * One connection of the SDK, from its ticket to its end. The SDK of 2.1.5 frames, answers pings and acknowledges; opening,
 * staying alive, what comes in malformed and every error are ours, as docs/protocol-dingtalk.md, section 2, lists why.
 */
export class Line extends DWClient {
  readonly #parts: LineParts;
  #beat: NodeJS.Timeout | undefined;
  #lastSeen = 0;
  #ended = false;

  constructor(parts: LineParts) {
    const { clientId, clientSecret, agent, times } = parts;
    const options = {
      clientId,
      clientSecret,
      ua: UA,
      debug: false,
      keepAlive: false,
      autoReconnect: false,
      // The SDK's default subscriptions are shared by all clients and include every event of the app, which would then
      // count as handled.
      subscriptions: Object.values(TOPICS).map((topic) => ({ type: 'CALLBACK', topic })),
    };
    super(options);
    this.#parts = parts;
    this.#inside.sslopts = {
      rejectUnauthorized: true,
      handshakeTimeout: times.handshakeMs,
      maxPayload: MOST_BYTES,
      ...(agent && { agent }),
    };
  }

  override async getEndpoint(): Promise<this> {
    const { endpoint, ticket } = await this.#parts.open();
    this.#inside.dw_url = `${endpoint}?ticket=${encodeURIComponent(ticket)}`;
    return this;
  }

  /** Unlike the SDK's, it says when it fails. */
  override async connect(): Promise<void> {
    await this.getEndpoint();
    if (this.#ended) throw new Error('ended');
    const opened = quietly(() => this._connect());
    const { socket } = this.#inside;
    if (socket) this.#tend(socket);
    await opened;
  }

  /** Ends the line at once; nothing that still comes on it is heard. */
  end(): void {
    this.#ended = true;
    clearInterval(this.#beat);
    this.#inside.socket?.terminate();
  }

  override onDownStream(data: string): void {
    const read = frame.safeParse(readJson(String(data)));
    if (!read.success) {
      this.#parts.log.warn('dingtalk: a frame that is none');
      return;
    }
    const downstream = read.data as unknown as DWClientDownStream;
    try {
      if (downstream.type === 'SYSTEM') this.onSystem(downstream);
      else if (downstream.type === 'CALLBACK') this.onCallback(downstream);
    } catch (error) {
      // An error thrown in this callback would end the process.
      this.#parts.log.error({ error }, 'dingtalk: frame not handled');
    }
  }

  override onSystem(downstream: DWClientDownStream): void {
    if (this.#inside.socket?.readyState === WebSocket.OPEN) super.onSystem(downstream);
    if (downstream.headers.topic === 'disconnect') this.#parts.onRetired();
  }

  override onCallback({ headers: { topic, messageId }, data }: DWClientDownStream): void {
    const { log, onCallback } = this.#parts;
    if (!(Object.values(TOPICS) as string[]).includes(topic)) this.#refuse(messageId);
    else
      onCallback(topic, data ?? '').then(
        (response) => this.#acknowledge(messageId, response),
        (error) => log.error({ error, push: messageId }, 'dingtalk: push not stored'),
      );
  }

  /**
   * Acknowledges on the connection that carried the push. If that is gone, the platform pushes again, and the inbox
   * knows the message by its id.
   */
  #acknowledge(messageId: string | undefined, response: object | null): void {
    if (messageId && this.#inside.socket?.readyState === WebSocket.OPEN)
      this.socketCallBackResponse(messageId, response);
  }

  #refuse(messageId: string | undefined): void {
    const headers = { contentType: 'application/json', messageId };
    const { socket } = this.#inside;
    if (messageId && socket?.readyState === WebSocket.OPEN)
      socket.send(JSON.stringify({ code: UNKNOWN_TOPIC, headers, message: 'no handler', data: '{}' }));
  }

  #tend(socket: WebSocket): void {
    const { times, log, onClosed } = this.#parts;
    for (const event of ['open', 'error'] as const)
      for (const listener of socket.listeners(event)) {
        socket.removeListener(event, listener as () => void);
        socket.on(event, (...given: unknown[]) => quietly(() => Reflect.apply(listener, socket, given)));
      }
    const seen = () => {
      this.#lastSeen = performance.now();
    };
    seen();
    for (const event of ['open', 'message', 'ping', 'pong'] as const) socket.on(event, seen);
    socket.on('error', (error: NodeJS.ErrnoException) =>
      log.warn({ code: error.code ?? error.name }, 'dingtalk: connection failed'),
    );
    socket.on('close', () => {
      clearInterval(this.#beat);
      if (!this.#ended) onClosed();
    });
    this.#beat = setInterval(() => {
      if (performance.now() - this.#lastSeen > times.deadMs) socket.terminate();
      else if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, times.pingMs).unref();
  }

  get #inside(): Inside {
    return this as unknown as Inside;
  }
}

/** The SDK prints what it does, its errors whole; our own log says what is fit to be said. */
function quietly<T>(run: () => T): T {
  const { info, warn } = console;
  console.info = () => {};
  console.warn = () => {};
  try {
    return run();
  } finally {
    console.info = info;
    console.warn = warn;
  }
}
