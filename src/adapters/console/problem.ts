import { z } from 'zod';
import type { Problem } from '../../../web/shared/contracts/routes.ts';
import type { Office } from '../../application/office.ts';
import { SIGN_IN_MINUTES } from '../../application/people/sign-in.ts';
import { WAIT_MINUTES } from '../../application/people/wrong-codes.ts';
import { refusalInWords } from '../../application/words/refuse.ts';
import { Refusal } from '../../domain/refusal.ts';

type Speaks = Pick<Office, 'say' | 'vocabulary'>;

/** Somebody was quicker: what they did, for whoever has not seen it yet. */
export class Stale extends Refusal {
  readonly by: NonNullable<Problem['by']>;
  constructor(by: { name: string; what: string; at: Date }, inWords: (at: Date) => string) {
    super('console.stale', { who: by.name, what: by.what, at: inWords(by.at) }, false);
    this.by = { ...by, at: by.at.toISOString() };
  }
}

/** Nothing there, or nothing that whoever asks may see: the two are told in the same words. */
export class NothingThere extends Refusal {
  constructor() {
    super('console.nothing-there', {}, false);
  }
}

/** A "no" before anything was looked at. */
export class TurnedAway extends Error {
  readonly status: number;
  readonly why: 'no-session' | 'not-from-here' | 'not-secure' | 'link-over' | 'too-often';
  constructor(status: number, why: TurnedAway['why']) {
    super(why);
    this.status = status;
    this.why = why;
  }
}

const MISSING =
  /^(judging\.not-assigned|judging\.not-reviewed|entry\.unknown|entry\.not-yours|people\.no-such-person)$/;
const FORBIDDEN = /^(bot\.not-allowed|bot\.not-bound|permit\.|people\.release-role|people\.invite-role|entry\.closed)/;

/** What is answered to whatever was thrown; undefined when it is a fault of ours. */
export function problemOf(speaks: Speaks, error: unknown): { status: number; problem: Problem } | undefined {
  const { say } = speaks;
  if (error instanceof NothingThere)
    return { status: 404, problem: { code: 'console.nothing-there', message: say('console.nothing-there') } };
  if (error instanceof TurnedAway) {
    const { status, why } = error;
    return { status, problem: { code: `console.${why}`, message: turnedAway(speaks, why) } };
  }
  if (error instanceof z.ZodError) {
    const what = [...new Set(error.issues.map(({ path }) => path.join('.')))].filter((one) => one !== '').join('、');
    return { status: 422, problem: { code: 'console.unreadable', message: say('console.unreadable', { what }) } };
  }
  if (!(error instanceof Refusal)) return undefined;
  if (MISSING.test(error.code)) return problemOf(speaks, new NothingThere());
  const by = error instanceof Stale ? { by: error.by } : {};
  return {
    status: FORBIDDEN.test(error.code) ? 403 : 409,
    problem: { code: error.code, message: refusalInWords(speaks, error), ...by },
  };
}

function turnedAway({ say }: Speaks, why: TurnedAway['why']): string {
  if (why === 'link-over') return say('console.link-over', { minutes: SIGN_IN_MINUTES });
  if (why === 'too-often') return say('console.too-often', { minutes: WAIT_MINUTES });
  return say(`console.${why}`);
}
