import { z } from 'zod';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { requireOpen } from './closing.ts';
import { createReceived } from './entries.ts';
import { entryFields } from './inputs.ts';
import { inOrderOfUnit, personKey, registeredPeople } from './repeats.ts';
import { kept } from './said.ts';

/** More people than this are no list that anybody has looked through. */
export const MOST_PEOPLE = 2_000;

/** Somebody of a list, and where they stand in it; `sheet` is empty when there is only one. */
const person = z.object({ sheet: z.string(), row: z.int().positive(), fields: entryFields });
export type Person = z.infer<typeof person>;

/** Somebody who is not registered: what is missing, the number under which they are already, or that the list names them twice. */
export interface Left {
  sheet: string;
  row: number;
  why: 'name' | 'workplace' | 'same' | 'twice';
  /** By which one person is known from another. */
  key: string;
  number?: number;
}

export interface Registered {
  unitId: string;
  categoryId: string;
  added: (Person & { number: number })[];
  left: Left[];
}

const list = z.object({ unitId: z.string(), categoryId: z.string(), people: z.array(person).max(MOST_PEOPLE) });

/** Registers many people at once. Who cannot be is left out, the others count. */
export const register = deed(
  { id: 'register', action: 'report', input: list },
  async (turn, input): Promise<Registered> => {
    const { unitId, categoryId } = input;
    demand(turn, 'report', unitId);
    await requireOpen(turn);
    await inOrderOfUnit(turn, unitId);
    const { fresh, left } = await newPeople(turn, input);
    const onBehalf = !turn.actor.units.includes(unitId);
    const numbers = await createReceived(
      turn,
      personOf(turn),
      fresh.map(({ fields }) => ({ unitId, categoryId, title: fields.name ?? '', fields, onBehalf, openUntil: null })),
    );
    const added = fresh.map((one, index) => ({ ...one, number: numbers[index] ?? 0 }));
    const numberOf = new Map(added.map(({ fields, number }) => [personKey(fields), number]));
    return { unitId, categoryId, added, left: left.map((one) => withNumber(one, numberOf)) };
  },
);

/** Whom the list names twice is registered by now. */
function withNumber(left: Left, numberOf: ReadonlyMap<string, number>): Left {
  const number = left.why === 'twice' ? numberOf.get(left.key) : undefined;
  return number === undefined ? left : { ...left, why: 'same', number };
}

/** Who of a list would be registered, with what is kept of them, and who would not. */
export async function newPeople(
  turn: Pick<Turn, 'tx' | 'campaign' | 'now'>,
  { unitId, categoryId, people }: z.infer<typeof list>,
): Promise<{ fresh: Person[]; left: Left[] }> {
  const known = await registeredPeople(turn, { unitId, categoryId });
  const here = new Set<string>();
  const fresh: Person[] = [];
  const left: Left[] = [];
  for (const { sheet, row, fields: said } of people) {
    const fields = kept(turn, said);
    const key = personKey(fields);
    const number = known.get(key);
    const why = (fields.name ?? '') === '' ? 'name' : (fields.workplace ?? '') === '' ? 'workplace' : undefined;
    if (why !== undefined) left.push({ sheet, row, why, key });
    else if (number !== undefined) left.push({ sheet, row, why: 'same', number, key });
    else if (here.has(key)) left.push({ sheet, row, why: 'twice', key });
    else fresh.push({ sheet, row, fields });
    here.add(key);
  }
  return { fresh, left };
}
