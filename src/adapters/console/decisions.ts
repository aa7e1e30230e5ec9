import type { z } from 'zod';
import type { decide as decideBody } from '../../../web/shared/contracts/decisions.ts';
import { type Outcome, performEach, performTelling } from '../../application/perform.ts';
import type { Turn } from '../../application/turn.ts';
import { correct } from '../../application/works/correct.ts';
import type { Entry } from '../../application/works/entries.ts';
import { latestChange } from '../../application/works/history.ts';
import { accept, askUnit, reconsider, returnEntry } from '../../application/works/review.ts';
import { withdraw } from '../../application/works/withdraw.ts';
import type { Handlers } from './answering.ts';
import type { Desk, Visitor } from './desk.ts';
import { NothingThere, problemOf } from './problem.ts';
import { countRefused } from './refused.ts';
import { asSeen, by, seenOf } from './standing.ts';

type Decision = z.output<typeof decideBody>;

/** Decisions on works, and what units do about their own: the same deeds as in the chat, each on what was really seen. */
export const decisionHandlers: Handlers = {
  async decide({ desk, body, ...visitor }) {
    const outcomes = await decided(desk, visitor, body);
    const done = [];
    const refused = [];
    const unreached = new Set<string>();
    for (const [index, outcome] of outcomes.entries()) {
      const number = body.items[index]?.number ?? 0;
      if ('facts' in outcome) {
        const { state } = outcome.facts.entry;
        done.push({ number, state, seen: await seenNow(visitor.turn, number) });
        for (const name of outcome.told.unreached.split(BETWEEN)) if (name !== '') unreached.add(name);
      } else {
        const known = problemOf(desk.office, outcome.refusal);
        if (!known) throw outcome.refusal;
        if (known.status === 409) countRefused('stale');
        refused.push({ number, status: known.status, ...known.problem });
      }
    }
    return { done, refused, unreached: [...unreached] };
  },

  async correct({ desk, params: { number }, body: { seen, fields }, ...visitor }) {
    const { title, category, ...rest } = fields;
    if (category !== undefined && !desk.office.campaign.categories.some(({ id }) => id === category))
      throw new NothingThere();
    const said = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, value ?? '']));
    const input = {
      number,
      ...(title !== undefined && { title }),
      ...(category !== undefined && { categoryId: category }),
      ...(Object.keys(said).length > 0 && { fields: said }),
    };
    const { facts } = await performTelling(desk.office, by(visitor), correct, {
      input,
      provided: (turn) => asSeen({ ...turn, say: desk.office.say }, visitor.scope, { number, seen }),
    });
    const { state } = 'entry' in facts ? facts.entry : { state: 'received' as const };
    return { number, state, seen: await seenNow(visitor.turn, number) };
  },

  async withdraw({ desk, params: { number }, body: { seen }, ...visitor }) {
    const { facts } = await performTelling(desk.office, by(visitor), withdraw, {
      input: { number },
      provided: (turn) => asSeen({ ...turn, say: desk.office.say }, visitor.scope, { number, seen }),
    });
    return { number, state: facts.entry.state, seen: await seenNow(visitor.turn, number) };
  },
};

const BETWEEN = '、';

const seenNow = async (turn: Turn, number: number): Promise<string> => seenOf((await latestChange(turn, number))?.id);

function decided(desk: Desk, visitor: Visitor, body: Decision): Promise<Outcome<{ entry: Entry }>[]> {
  const { office } = desk;
  const who = by(visitor);
  const tasks = <Input>(inputOf: (number: number) => Input) =>
    body.items.map((item) => ({
      input: inputOf(item.number),
      provided: (turn: Turn) => asSeen({ ...turn, say: office.say }, visitor.scope, item),
    }));
  switch (body.verdict) {
    case 'accept':
      return performEach(
        office,
        who,
        accept,
        tasks((number) => ({ number })),
      );
    case 'return':
      return performEach(
        office,
        who,
        returnEntry,
        tasks((number) => ({ number, reason: body.reason })),
      );
    case 'undo':
      return performEach(
        office,
        who,
        reconsider,
        tasks((number) => ({ number })),
      );
    case 'ask':
      return performEach(
        office,
        who,
        askUnit,
        tasks((number) => ({ number, question: body.question })),
      );
  }
}
