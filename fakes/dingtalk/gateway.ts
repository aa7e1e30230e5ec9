import { z } from 'zod';
import { type Answer, apiError, ok } from './answers.ts';
import { wrong } from './bodies.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { World } from './world.ts';

const subscription = z.strictObject({ type: z.enum(['EVENT', 'CALLBACK', 'SYSTEM']), topic: z.string().min(1) });
const opening = z.strictObject({
  clientId: z.string(),
  clientSecret: z.string(),
  subscriptions: z.array(subscription).min(1),
  ua: z.string().optional(),
  localIp: z.string().optional(),
  extras: z.record(z.string(), z.string()).optional(),
});

export type Subscription = z.infer<typeof subscription>;

interface Ticket {
  subscriptions: Subscription[];
  until: number;
}

/** Hands out tickets: each opens one connection within 90 s (docs/protocol-dingtalk.md, section 1.1). */
export class Gateway {
  private readonly tickets = new Map<string, Ticket>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  endpoints(): Endpoints {
    return { 'POST /v1.0/gateway/connections/open': (call) => this.open(call) };
  }

  /** The subscriptions of a ticket, which is worth nothing afterwards. */
  redeem(ticket: string): Subscription[] | undefined {
    const found = this.tickets.get(ticket);
    this.tickets.delete(ticket);
    return found && this.world.now() < found.until ? found.subscriptions : undefined;
  }

  private open(call: Call): Answer {
    this.world.counters.opens += 1;
    const answer = this.judge(call);
    if (answer.status !== 200) this.world.counters.opensRefused += 1;
    return answer;
  }

  private judge(call: Call): Answer {
    const where = 'gateway';
    const { app } = this.world;
    const read = opening.safeParse(jsonOf(call));
    if (!read.success)
      return apiError(this.world, where, { code: 'invalidParameter', rule: 'malformed', detail: wrong(read.error) });
    const { clientId, clientSecret, subscriptions } = read.data;
    if (clientId !== app.clientId || clientSecret !== app.clientSecret)
      return apiError(this.world, where, { status: 401, code: 'authFailed', message: '鉴权失败' });
    if (!app.streamMode)
      return apiError(this.world, where, { code: 'invalidParameter.app.stream', message: '应用未开启Stream模式' });
    const events = subscriptions.find(({ type, topic }) => type === 'EVENT' && topic !== '*');
    if (events)
      return apiError(this.world, where, { code: 'invalidParameter', rule: 'event-topic', detail: events.topic });
    const ticket = `7724109a-${this.world.next()}-${Math.floor(this.world.random() * 2 ** 32).toString(16)}`;
    this.tickets.set(ticket, { subscriptions, until: this.world.now() + this.world.limits.ticketMs });
    const opened = { endpoint: `${this.world.origins.api.replace('http', 'ws')}/connect`, ticket };
    if (call.headers.accept?.includes('application/json')) return ok(opened);
    this.world.violate(where, 'no-accept-json', call.headers.accept);
    const xml = `<Response><endpoint>${opened.endpoint}</endpoint><ticket>${ticket}</ticket></Response>`;
    return { status: 200, body: xml, type: 'application/xml' };
  }
}
