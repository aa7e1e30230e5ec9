import type { RawData, WebSocket } from 'ws';
import { frame, wrong } from './bodies.ts';
import type { Callback } from './conversation.ts';
import type { FrameFault } from './types.ts';
import type { Answer, World } from './world.ts';

export type Obey = (line: Line, cmd: string, reqId: string, body: Record<string, unknown>) => Answer | Promise<Answer>;

/** One WebSocket: reads frames, acknowledges them, notices silence (section 4.7). */
export class Line {
  subscribed = false;
  /** By req_id; they die with the connection (section 4.7, rule 5). */
  readonly callbacks = new Map<string, Callback>();
  private silence: NodeJS.Timeout | undefined;
  private readonly pongs = new Map<string, () => void>();
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
    socket.on('pong', (data) => this.pongs.get(data.toString())?.());
    socket.on('close', () => clearTimeout(this.silence));
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
    const id = `read-${this.world.next()}`;
    return new Promise((resolve) => {
      const gone = () => resolve(false);
      this.socket.once('close', gone);
      this.pongs.set(id, () => {
        this.pongs.delete(id);
        this.socket.off('close', gone);
        resolve(true);
      });
      if (this.alive) this.socket.ping(id);
      else gone();
    });
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
    if (this.world.faults.deaf) return;
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
    const refused = typeof fault === 'object' && 'errcode' in fault;
    const answer = refused ? this.world.refuse(cmd, fault.errcode, 'fault') : await this.obey(this, cmd, reqId, body);
    if (fault === 'silent') return;
    if (fault === 'cut') return this.cut();
    const ack = () => this.write({ headers: { req_id: reqId }, ...answer });
    if (typeof fault === 'object' && 'late' in fault) setTimeout(ack, fault.late).unref();
    else ack();
  }
}

type Parsed =
  | { wrong?: undefined; frame: ReturnType<typeof frame.parse> }
  | { wrong: string; reqId: string };

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
