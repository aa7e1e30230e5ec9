import { z } from 'zod';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import { refuse } from '../words/refuse.ts';
import { entryNumber } from '../works/inputs.ts';
import { changeable, worksUnderReview } from './under-review.ts';

const votes = z.object({ votes: z.array(z.object({ number: entryNumber, votes: z.int().min(0) })).max(5_000) });

/** Brings in what the public has voted, counted elsewhere; a later count takes the place of an earlier. Unknown works are left out and named. */
export const bringVotes = deed(
  { id: 'bring-votes', action: 'lead-review', input: votes },
  async (turn, input): Promise<{ taken: number; unknown: number[] }> => {
    const rules = await changeable(turn);
    if (!rules.votes) refuse('judging.no-votes');
    const known = new Set((await worksUnderReview(turn)).map(({ number }) => number));
    const rows = [...new Map(input.votes.map((one) => [one.number, one])).values()];
    const taken = rows.filter(({ number }) => known.has(number));
    const unknown = rows.filter(({ number }) => !known.has(number)).map(({ number }) => number);
    const by = { byPerson: personOf(turn), at: turn.now };
    await turn.tx.voteCount.deleteMany({ where: { number: { in: taken.map(({ number }) => number) } } });
    await turn.tx.voteCount.createMany({ data: taken.map((one) => ({ ...one, ...by })) });
    const after = { taken: taken.length, unknown: unknown.length };
    await audit(turn, { action: 'judging.votes', subject: `campaign:${turn.campaign.id}`, after });
    return { taken: taken.length, unknown };
  },
);
