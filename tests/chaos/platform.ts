import type { Post } from '../../src/application/message.ts';
import type { PlatformFault } from './plan.ts';

/** Something that a person sends; with both, text and file are one message. */
export interface Speech {
  from: string;
  /** Absent: the direct chat. */
  group?: string;
  text?: string;
  file?: { name: string; bytes: Buffer; kind: 'file' | 'image' };
}

/**
 * `acknowledged`: the platform was told that the message arrived; on a line without acknowledgements, the bot's socket has
 * read it. `refused`: the platform gave up, the sender sees that it did not go through, or the bot was not there.
 * `undecided`: a fault kept it back.
 */
export type Outcome = 'acknowledged' | 'refused' | 'undecided';

export interface Told {
  /** As the bot stores it. */
  messageId: string;
  outcome: Outcome;
}

/** One bubble in a chat, as readers see it. */
export interface Shown {
  chat: string;
  text: string;
  /** Distinguishes the ways out; a text looks differently on each. */
  via: string;
}

export interface Way {
  name: string;
  /** The platform is told by the bot when a message is stored. */
  acknowledges: boolean;
  /** What can be one message with a text. */
  mixes: 'anything' | 'pictures' | 'nothing';
  groups: boolean;
}

/** A chat platform with everything that the audit asks it. */
export interface Platform {
  /** The bot's name for it. */
  readonly channel: string;
  readonly ways: readonly Way[];
  readonly groups: readonly string[];
  /** What the bot needs to be told in its settings. */
  env(): Record<string, string>;
  /** Somebody is there to hear what is said in this way. */
  open(way: Way): boolean;
  say(way: Way, speech: Speech): Promise<Told>;
  /** Everything that readers see, in order; grows. */
  readonly shown: readonly Shown[];
  /** The messages that a post becomes, for each form that it may take on the way. */
  forms(post: Pick<Post, 'text' | 'table'>): string[][];
  perform(fault: PlatformFault): Promise<void>;
  /** Messages are being kept back to arrive in another order. */
  readonly reordering: boolean;
  /** Ends every fault. */
  calm(): void;
  /** What no correct bot does, whatever the network does. */
  violations(): string[];
  stop(): Promise<void>;
}
