import { z } from 'zod';
import { deed, demand, personOf } from '../people/deed.ts';
import { requireOpen } from './closing.ts';
import { changeState, createDraft, type Entry } from './entries.ts';
import { entryFields } from './inputs.ts';
import { inOrderOfUnit, registeredAs } from './repeats.ts';
import { kept } from './said.ts';

/** One row of a list of people: where it stood, what it says, and whether a number of an identity or bank card stands in it. */
const row = z.object({ row: z.int().positive(), fields: entryFields, card: z.boolean() });
export type SheetRow = z.infer<typeof row>;

export interface Registered {
  unitId: string;
  categoryId: string;
  added: Entry[];
  /** Rows that were left out: what they lack, or under which number they are registered already. */
  failed: { row: number; why: 'card' | 'name' | 'workplace' | 'same'; number?: number }[];
}

/** Registers many people at once. A row that cannot be is left out, the others count. */
export const register = deed(
  {
    id: 'register',
    action: 'report',
    input: z.object({ unitId: z.string(), categoryId: z.string(), rows: z.array(row) }),
  },
  async (turn, { unitId, categoryId, rows }): Promise<Registered> => {
    demand(turn, 'report', unitId);
    await requireOpen(turn);
    await inOrderOfUnit(turn, unitId);
    const onBehalf = !turn.actor.units.includes(unitId);
    const added: Entry[] = [];
    const failed: Registered['failed'] = [];
    for (const { row: place, fields: said, card } of rows) {
      const fields = kept(turn, said);
      const { name = '', workplace = '' } = fields;
      const why = card ? 'card' : name === '' ? 'name' : workplace === '' ? 'workplace' : undefined;
      const number = why === undefined ? await registeredAs(turn, { unitId, categoryId, fields }) : undefined;
      if (why !== undefined || number !== undefined) {
        failed.push({ row: place, why: why ?? 'same', ...(number !== undefined && { number }) });
        continue;
      }
      const draft = await createDraft(turn, personOf(turn), {
        ...{ unitId, categoryId, title: name, fields, onBehalf, openUntil: null },
      });
      const data = { receivedAt: turn.now };
      added.push(await changeState(turn, draft, 'received', { action: 'submission.receive', data }));
    }
    return { unitId, categoryId, added, failed };
  },
);
