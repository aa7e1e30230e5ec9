import type { ChaosPerson } from './people.ts';
import type { Outcome, Speech, Way } from './platform.ts';

/** What a message means, as the person who wrote it knows. `of` is the marker of an entry. */
export type Meaning =
  | { kind: 'event'; marker: string }
  | { kind: 'ambassador'; marker: string }
  /** A work with its file, in one message. */
  | { kind: 'work'; marker: string; category: 'song' | 'photo'; sha256: string }
  /** The same in two: the file follows. */
  | { kind: 'command'; marker: string }
  | { kind: 'file'; marker: string; sha256: string }
  /** A work with a file that this person has reported before. */
  | { kind: 'again'; marker: string; of: string; sha256: string }
  | { kind: 'withdraw'; of: string }
  | { kind: 'correct'; of: string; value: string }
  | { kind: 'accept'; of: string }
  | { kind: 'return'; of: string }
  | { kind: 'question' }
  | { kind: 'chatter' }
  | { kind: 'stranger' };

export interface SaidMessage {
  /** In the order in which they were sent. */
  serial: number;
  person: ChaosPerson;
  way: Way;
  speech: Speech;
  meaning: Meaning;
  messageId: string;
  outcome: Outcome;
  /** `performance.now()` when it was acknowledged. */
  toldAt: number;
}
