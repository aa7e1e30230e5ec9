import { tellOf } from './conversation/tell.ts';
import { enqueue } from './delivery/outbox.ts';
import type { Office } from './office.ts';
import type { Deed } from './people/deed.ts';
import type { Origin, Speaker } from './turn.ts';

/** Long enough for a sheet of hundreds of rows. */
const PATIENCE = { timeout: 30_000, maxWait: 30_000 };

/**
 * Does a deed for somebody who came by another way than a message: a page, a mail, a link, a row of a sheet. The deed,
 * the audit and the posts to those it concerns are one transaction; the posts are sent when the bot next works. Returns
 * the facts; throws the deed's `Refusal`, which `refusalInWords` puts into words.
 */
export function perform<Input, Facts>(
  office: Office,
  { actor, origin }: { actor: Speaker; origin: Origin },
  deed: Deed<Input, Facts>,
  input: Input,
): Promise<Facts> {
  const { prisma, ...rest } = office;
  return prisma.$transaction(async (tx) => {
    const turn = { ...rest, tx, now: office.clock.now(), actor, origin };
    const facts = await deed(turn, input);
    const told = await tellOf(turn, deed.id, facts);
    await enqueue(tx, told.answers, turn.now);
    return facts;
  }, PATIENCE);
}
