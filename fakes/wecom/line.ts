import type { RawData, WebSocket } from 'ws';
import { frame, wrong } from './bodies.ts';
import type { Callback } from './conversation.ts';
import type { FrameFault } from './faults.ts';
import type { Answer, World } from './world.ts';

export type Obey = (line: Line, cmd: string, reqId: string, body: Record<string, unknown>) => Answer | Promise<Answer>;

/** One WebSocket: reads frames, acknowledges them, notices silence (docs/protocol-wecom.md, section 4.7). */
export class Line {
  subscribed = false;
  /** By req_id; they die with the connection (docs/protocol-wecom.md, section 4.7, rule 5). */
  readonly callbacks = new Map<string, Callback>();
  private silence: NodeJS.Timeout | undefined;
  /** Who waits for the pong on its way, and who for the next one. */
  private pinged: ((read: boolean) => void)[] = [];
  private readonly wondering: ((read: boolean) => void)[] = [];
  private readonly socket: WebSocket;
  private readonly world: World;
  private readonly obey: Obey;

  constructor(socket: WebSocket, world: World, obey: Obey) {
    this.socket = socket;
    this.world = world;
    this.obey = obey;
    socket.on('message', (data, isBinary) => void this.read(data, isBinary));
    // A half-open peer answers no ping either.
    socket.on('ping', (data) => !world.faults.deaf && socket.pong(data));
    socket.on('pong', () => {
      this.settle(true);
      this.probe();
    });
    socket.on('close', () => {
      clearTimeout(this.silence);
      this.pinged.push(...this.wondering.splice(0));
      this.settle(false);
    });
    socket.on('error', () => undefined);
    this.listen();
  }

  get alive(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  onClose(listener: () => void): void {
    this.socket.once('close', listener);
  }

  write(value: unknown): void {
    if (!this.world.faults.deaf && this.alive) this.socket.send(JSON.stringify(value));
  }

  /** True when the peer's socket has read what was written before; false when the connection ends first. */
  caughtUp(): Promise<boolean> {
    if (!this.alive) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.wondering.push(resolve);
      if (this.pinged.length === 0) this.probe();
    });
  }

  /** One ping at a time: `ws` closes a connection that asks for more than sixty pongs at once. */
  private probe(): void {
    this.pinged = this.wondering.splice(0);
    if (this.pinged.length > 0) this.socket.ping();
  }

  private settle(read: boolean): void {
    for (const resolve of this.pinged.splice(0)) resolve(read);
  }

  cut(): void {
    this.socket.terminate();
  }

  close(): void {
    this.socket.close(1000);
  }

  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.cut(), this.world.timings.silenceMs);
    this.silence.unref();
  }

  private async read(data: RawData, isBinary: boolean): Promise<void> {
    if (this.world.faults.deaf) {
      this.world.counters.unread += 1;
      return this.world.changed();
    }
    this.listen();
    if (isBinary) this.world.violate('ws', 'binary-frame');
    const read = parsed(String(data));
    if (read.wrong !== undefined) {
      const refusal = this.world.forbid('ws', 'malformed-frame', 40058, read.wrong);
      return this.write({ headers: { req_id: read.reqId }, ...refusal });
    }
    const { cmd, headers, body = {} } = read.frame;
    const nth = (this.world.counters.frames[cmd] ?? 0) + 1;
    this.world.counters.frames[cmd] = nth;
    const fault = this.world.faults.frame?.({ cmd, reqId: headers.req_id, body, nth });
    await this.answer(fault, cmd, headers.req_id, body);
    this.world.changed();
  }

  private async answer(fault: FrameFault, cmd: string, reqId: string, body: Record<string, unknown>): Promise<void> {
    if (fault === 'lost') return;
    if (cmd === 'pong') {
      this.world.counters.pongs += 1;
      return;
    }
    const refused = typeof fault === 'object' && 'errcode' in fault;
    const answer = refused ? this.world.refuse(cmd, fault.errcode, 'fault') : await this.obey(this, cmd, reqId, body);
    if (fault === 'silent') return;
    if (fault === 'cut') return this.cut();
    const ack = () => this.write({ headers: { req_id: reqId }, ...answer });
    if (typeof fault === 'object' && 'late' in fault) setTimeout(ack, fault.late).unref();
    else ack();
  }
}

type Parsed = { wrong?: undefined; frame: ReturnType<typeof frame.parse> } | { wrong: string; reqId: string };

function parsed(text: string): Parsed {
  let value: { headers?: { req_id?: unknown } };
  try {
    value = JSON.parse(text);
  } catch {
    return { wrong: 'not JSON', reqId: '' };
  }
  const read = frame.safeParse(value);
  if (read.success) return { frame: read.data };
  return { wrong: wrong(read.error), reqId: String(value?.headers?.req_id ?? '') };
}
