import { randomUUID } from 'node:crypto';
import type { Agent } from 'node:http';
import type { Logger } from 'pino';
import { type RawData, WebSocket } from 'ws';
import type { Lease } from '../../application/ports.ts';
import { fieldsOf } from '../wire/json.ts';
import { isFault, type Outcome } from '../wire/outcome.ts';
import { outcomeOf } from './errors.ts';
import { type ConnectionState, type ConnectionTimes, type Frame, frameOf, pauseBefore, TIMES } from './frames.ts';

export interface ConnectionParts {
  url: string;
  botId: string;
  secret: string;
  lease: Lease;
  log: Logger;
  agent?: Agent | undefined;
  times?: Partial<ConnectionTimes>;
  /** Answers to our frames do not come here. */
  onFrame(frame: Frame): void;
  /** The platform refuses the credentials: no further attempt is made. */
  onStopped(errcode: string): void;
  /** Another process took the bot over; the next attempt is so many milliseconds away. */
  onKicked(retryMs: number): void;
}

const MISSED_PINGS = 2;

/**
 * The one connection of the bot. It opens while this process holds the lease, subscribes, keeps itself alive, and comes
 * back by itself; never at once against another process that took the bot over.
 */
export class Connection {
  readonly #parts: ConnectionParts;
  readonly #times: ConnectionTimes;
  readonly #pending = new Map<string, (outcome: Outcome) => void>();
  #socket: WebSocket | undefined;
  #state: ConnectionState = 'closed';
  #next: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  #attempts = 0;
  #kicks = 0;
  #missed = 0;
  #subscribedAt = 0;
  #subscribing: Promise<boolean> | undefined;
  #lastInbound: Date | undefined;
  #lastAck: Date | undefined;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#times = { ...TIMES, ...parts.times };
  }

  start(): void {
    const { lease } = this.#parts;
    this.#state = 'standby';
    lease.watch((held) => {
      if (this.#state === 'stopped' || this.#state === 'closed') return;
      if (!held) this.#leave('standby');
      else if (this.#state === 'standby') this.#connect();
    });
  }

  stop(): void {
    this.#leave('closed');
  }

  get state(): ConnectionState {
    return this.#state;
  }

  status() {
    const { lease } = this.#parts;
    return {
      ready: this.#state === 'subscribed' || (this.#state === 'standby' && !lease.held()),
      connection: this.#state,
      lastInbound: this.#lastInbound ?? null,
      lastAck: this.#lastAck ?? null,
    };
  }

  /**
   * Sends a frame and waits for its answer. If the platform has forgotten the subscription, subscribes again and
   * repeats the frame once.
   */
  async request(cmd: string, body?: object, reqId?: string): Promise<Outcome> {
    if (this.#state !== 'subscribed') return { state: 'offline' };
    const answer = await this.#ask(cmd, body, reqId);
    if (!isFault(answer, 'line')) return answer;
    this.#parts.log.warn({ cmd }, 'wecom: subscription lost');
    return (await this.#subscribe()) ? this.#ask(cmd, body, reqId) : { state: 'offline' };
  }

  #ask(cmd: string, body?: object, reqId = `${cmd}-${randomUUID()}`): Promise<Outcome> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.resolve({ state: 'offline' });
    return new Promise((resolve) => {
      // Frames with one req_id are sent one after the other, else nobody could tell which of them an answer belongs to.
      const finish = (outcome: Outcome) => {
        clearTimeout(late);
        if (this.#pending.get(reqId) === finish) this.#pending.delete(reqId);
        resolve(outcome);
      };
      const late = setTimeout(() => finish({ state: 'silent' }), this.#times.ackMs);
      this.#pending.set(reqId, finish);
      socket.send(JSON.stringify({ cmd, headers: { req_id: reqId }, ...(body && { body }) }));
    });
  }

  #connect(): void {
    const { url, agent } = this.#parts;
    clearTimeout(this.#next);
    if (!this.#parts.lease.held()) {
      this.#leave('standby');
      return;
    }
    this.#state = 'connecting';
    const socket = new WebSocket(url, {
      handshakeTimeout: this.#times.ackMs * 2,
      maxPayload: 16 * 1024 * 1024,
      // Lets the effect of an answer happen before the next frame is read: a callback behind it may depend on it.
      allowSynchronousEvents: false,
      ...(agent && { agent }),
    });
    this.#socket = socket;
    socket.on('open', () => {
      this.#keepAlive(socket);
      void this.#subscribe();
    });
    socket.on('message', (data) => {
      if (socket === this.#socket) this.#read(data);
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#parts.log.warn({ code: error.code ?? error.name }, 'wecom: connection failed'),
    );
    socket.on('close', () => {
      if (socket === this.#socket) this.#closed();
    });
  }

  /** Frames that learn together that the subscription is gone ask for it once. */
  #subscribe(): Promise<boolean> {
    this.#subscribing ??= this.#trySubscribe().finally(() => {
      this.#subscribing = undefined;
    });
    return this.#subscribing;
  }

  async #trySubscribe(): Promise<boolean> {
    const { botId, secret, log, onStopped } = this.#parts;
    const socket = this.#socket;
    const answer = await this.#ask('aibot_subscribe', { bot_id: botId, secret });
    if (socket !== this.#socket) return false;
    if (answer.state === 'done') {
      this.#subscribedAt = Date.now();
      if (this.#state === 'connecting') log.info('wecom: subscribed');
      this.#state = 'subscribed';
      return true;
    }
    if (answer.state !== 'fault') {
      socket?.terminate();
      return false;
    }
    log.error({ errcode: answer.code }, 'wecom: subscribe refused');
    if (answer.fault === 'credentials') {
      this.#leave('stopped');
      onStopped(answer.code);
    } else this.#retryIn(this.#times.refusedMs + pauseBefore(this.#attempts++, this.#times.backoffMs, Math.random()));
    return false;
  }

  #read(data: RawData): void {
    this.#missed = 0;
    const frame = frameOf(data);
    if (!frame) return;
    const { cmd, headers, errcode, body = {} } = frame;
    if (cmd !== undefined) {
      this.#lastInbound = new Date();
      if (cmd === 'ping') this.#socket?.send(JSON.stringify({ cmd: 'pong', headers }));
      else if (fieldsOf(body.event).eventtype === 'disconnected_event') this.#kicked();
      else this.#parts.onFrame(frame);
    } else if (headers.req_id !== undefined && errcode !== undefined) {
      this.#lastAck = new Date();
      this.#pending.get(headers.req_id)?.(outcomeOf(errcode, body));
    }
  }

  /**
   * Pings, and ends a connection on which nothing comes back: about 90 seconds in all
   * (docs/protocol-wecom.md, section 4.7, rule 4).
   */
  #keepAlive(socket: WebSocket): void {
    clearInterval(this.#beat);
    this.#missed = 0;
    this.#beat = setInterval(() => {
      if (this.#missed++ < MISSED_PINGS) void this.#ask('ping');
      else socket.terminate();
    }, this.#times.pingMs).unref();
  }

  /**
   * Another process subscribed with the same bot. To reconnect at once would start a war
   * (docs/protocol-wecom.md, section 4.7, rule 3).
   */
  #kicked(): void {
    const { kickedMs } = this.#times;
    if (this.#heldFor() > (kickedMs.at(-1) ?? 0)) this.#kicks = 0;
    const pause = kickedMs[Math.min(this.#kicks++, kickedMs.length - 1)] ?? 0;
    this.#parts.log.error({ retryInMs: pause }, 'wecom: another process took the bot over');
    this.#parts.onKicked(pause);
    this.#leave('kicked');
    this.#next = setTimeout(() => this.#connect(), pause).unref();
  }

  #closed(): void {
    if (this.#heldFor() >= this.#times.stableMs) this.#attempts = 0;
    this.#retryIn(pauseBefore(this.#attempts++, this.#times.backoffMs, Math.random()));
  }

  #heldFor(): number {
    return this.#subscribedAt === 0 ? 0 : Date.now() - this.#subscribedAt;
  }

  #retryIn(pause: number): void {
    this.#leave('waiting');
    this.#next = setTimeout(() => this.#connect(), pause).unref();
  }

  /** Gives the socket up. The outcome of frames that were under way on it is unknown. */
  #leave(state: ConnectionState): void {
    clearTimeout(this.#next);
    clearInterval(this.#beat);
    const socket = this.#socket;
    this.#socket = undefined;
    this.#subscribedAt = 0;
    this.#state = state;
    socket?.terminate();
    for (const finish of [...this.#pending.values()]) finish({ state: 'silent' });
  }
}
