import type { DocumentResult } from '../../domain/document.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Office } from '../office.ts';
import type { Turn } from '../turn.ts';

/** What it takes to tell people something: the turn, and words. */
export type Telling = Turn &
  Pick<Office, 'say' | 'vocabulary'> & {
    /** Documents that have been read, by the hash of their bytes; left out, nobody looks into any. */
    read?: ReadonlyMap<string, DocumentResult>;
  };

/** The posts to others than the actor, and which of those people could not be reached. */
export interface Told {
  answers: Answer[];
  /** For the answer to whoever acted. */
  facts: { unreached: string; nobody: boolean };
}

export const NOBODY_TOLD: Told = { answers: [], facts: { unreached: '', nobody: false } };
