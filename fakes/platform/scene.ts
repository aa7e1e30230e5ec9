import type { Clock } from '../../src/application/ports.ts';
import { Watch } from './watch.ts';

/** One bubble in a chat, as far as all platforms agree. */
export interface Bubble {
  at: Date;
  via: string;
  /** A single chat has the id of its person. */
  chat: ChatId;
  msgtype: string;
  text: string;
}

export interface ChatId {
  kind: 'single' | 'group';
  id: string;
}

/** Something a correct client never does, whatever the network does. */
export interface Violation {
  where: string;
  rule: string;
  detail: string;
}

/** What came to pass on a fake platform: what readers see, what the client did wrong, and who waits for what. */
export abstract class Scene<Sent extends Bubble, Refusal> {
  readonly sent: Sent[] = [];
  readonly violations: Violation[] = [];
  readonly refusals: Refusal[] = [];
  readonly clock: Clock;
  private serial = 0;
  private readonly watch = new Watch();

  constructor(clock: Clock | undefined) {
    this.clock = clock ?? { now: () => new Date() };
  }

  protected abstract get waitMs(): number;
  protected abstract tell(refusal: Refusal): string;

  now(): number {
    return this.clock.now().getTime();
  }

  /** Never repeats within a run, so that a failing test shows the same ids again. */
  next(): number {
    this.serial += 1;
    return this.serial;
  }

  changed(): void {
    this.watch.changed();
  }

  violate(where: string, rule: string, detail = ''): void {
    this.violations.push({ where, rule, detail });
    this.changed();
  }

  note(refusal: Refusal): void {
    this.refusals.push(refusal);
    this.changed();
  }

  /** Asks `look` now and after every change, until it finds something. */
  find<T>(look: () => T | undefined, withinMs = this.waitMs, sought = 'what was awaited'): Promise<T> {
    return this.watch.find(look, withinMs, () => this.missing(sought, withinMs));
  }

  protected put(bubble: Sent): Sent {
    if (bubble.text.includes('\uFFFD')) this.violate(bubble.via, 'broken-character', bubble.text);
    this.sent.push(bubble);
    this.changed();
    return bubble;
  }

  private missing(sought: string, withinMs: number): string {
    const seen = this.sent.map(({ via, chat, msgtype, text }) => `  ${via} ${chat.id} ${msgtype}: ${text}`);
    const wrong = this.violations.map(({ where, rule, detail }) => `  ${where}: ${rule} ${detail}`);
    const refused = this.refusals.map((refusal) => `  ${this.tell(refusal)}`);
    const title = `not within ${withinMs} ms: ${sought}`;
    return [title, 'sent:', ...seen, 'violations:', ...wrong, 'refusals:', ...refused].join('\n');
  }
}
