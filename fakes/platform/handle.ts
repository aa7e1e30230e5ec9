import type { Clock } from '../../src/application/ports.ts';
import type { Bubble, Scene, Violation } from './scene.ts';

/** What a test can ask of every fake platform. */
export interface FakePlatform<Sent extends Bubble, Refusal> {
  readonly clock: Clock;
  /** Everything readers see, in order. */
  readonly sent: Sent[];
  readonly violations: Violation[];
  readonly refusals: Refusal[];
  /** The first bubble, past or future, that fits. Fails after `timings.waitMs` with what was seen instead. */
  waitFor(predicate: (sent: Sent) => boolean, withinMs?: number): Promise<Sent>;
  /** Asked again after everything that happens. */
  until(check: () => boolean, withinMs?: number): Promise<void>;
  /** Of one chat, in order. */
  textsIn(chatId: string): string[];
  /** A connection is there that would get a message. */
  subscribed(): boolean;
  whenSubscribed(): Promise<void>;
  /** Breaks the connections without a close frame. */
  cut(): void;
  stop(): Promise<void>;
}

/** How a test asks it. */
export class Handle<Sent extends Bubble, Refusal, World extends Scene<Sent, Refusal>> {
  protected readonly world: World;
  private readonly line: { readonly subscribed: boolean; cut(): void };

  constructor(world: World, line: { readonly subscribed: boolean; cut(): void }) {
    this.world = world;
    this.line = line;
  }

  get clock(): Clock {
    return this.world.clock;
  }
  get sent(): Sent[] {
    return this.world.sent;
  }
  get violations(): Violation[] {
    return this.world.violations;
  }
  get refusals(): Refusal[] {
    return this.world.refusals;
  }

  waitFor(predicate: (sent: Sent) => boolean, withinMs?: number): Promise<Sent> {
    return this.world.find(() => this.sent.find(predicate), withinMs, predicate.toString());
  }

  async until(check: () => boolean, withinMs?: number): Promise<void> {
    await this.world.find(() => check() || undefined, withinMs, check.toString());
  }

  textsIn(chatId: string): string[] {
    return this.sent.filter(({ chat }) => chat.id === chatId).map(({ text }) => text);
  }

  subscribed(): boolean {
    return this.line.subscribed;
  }

  whenSubscribed(): Promise<void> {
    return this.until(() => this.subscribed());
  }

  cut(): void {
    this.line.cut();
  }
}
