import type { DocumentResult } from '../domain/document.ts';
import { Refusal } from '../domain/refusal.ts';
import { gathered } from './conversation/gathered.ts';
import { type Told, tellOf } from './conversation/tell.ts';
import { inNameOf } from './delivery/in-name-of.ts';
import { enqueue } from './delivery/outbox.ts';
import type { Office, Tx } from './office.ts';
import type { Deed } from './people/deed.ts';
import type { Origin, Speaker, Turn } from './turn.ts';

/** Long enough for a sheet of hundreds of rows. */
const PATIENCE = { timeout: 30_000, maxWait: 30_000 };

/** Who acts, and by what way they came. */
export interface By {
  actor: Speaker;
  origin: Origin;
}

/** One thing to be done. `provided` throws a `Refusal` when it must not be done after all, as things are by then. */
export interface Task<Input> {
  input: Input;
  provided?(turn: Turn): Promise<void>;
  /** Documents that have been read for what is said of it, by the hash of their bytes. */
  read?: ReadonlyMap<string, DocumentResult>;
}

/**
 * Does a deed for somebody who came by another way than a message: a page, a mail, a link, a row of a sheet. The deed,
 * the audit and the posts to those it concerns are one transaction; the posts are sent when the bot next works. Returns
 * the facts; throws the deed's `Refusal`, which `refusalInWords` puts into words.
 */
export async function perform<Input, Facts>(
  office: Office,
  by: By,
  deed: Deed<Input, Facts>,
  input: Input,
  provided?: Task<Input>['provided'],
): Promise<Facts> {
  return (await performTelling(office, by, deed, { input, ...(provided && { provided }) })).facts;
}

/** The same; who could not be told is in the answer as well. */
export function performTelling<Input, Facts>(
  office: Office,
  by: By,
  deed: Deed<Input, Facts>,
  task: Task<Input>,
): Promise<{ facts: Facts; told: Told['facts'] }> {
  return inTurn(office, by, async (turn) => {
    const { facts, told } = await done(turn, deed, task);
    await enqueue(turn.tx, inNameOf(turn, told.answers), turn.now);
    return { facts, told: told.facts };
  });
}

export type Outcome<Facts> = { facts: Facts; told: Told['facts'] } | { refusal: Refusal };

/**
 * Does a deed many times, each for itself: what is refused leaves the others done. Whoever hears of several hears of them
 * in one message.
 */
export function performEach<Input, Facts>(
  office: Office,
  by: By,
  deed: Deed<Input, Facts>,
  tasks: Task<Input>[],
): Promise<Outcome<Facts>[]> {
  return inTurn(office, by, async (turn) => {
    const outcomes: Outcome<Facts>[] = [];
    const answers: Told['answers'] = [];
    for (const task of tasks)
      outcomes.push(
        await apart(turn.tx, async () => {
          const { facts, told } = await done(turn, deed, task);
          answers.push(...told.answers);
          return { facts, told: told.facts };
        }),
      );
    await enqueue(turn.tx, inNameOf(turn, gathered(answers)), turn.now);
    return outcomes;
  });
}

type Telling = Turn & Omit<Office, 'prisma'>;

const inTurn = <Result>(office: Office, { actor, origin }: By, work: (turn: Telling) => Promise<Result>) => {
  const { prisma, ...rest } = office;
  return prisma.$transaction((tx) => work({ ...rest, tx, now: office.clock.now(), actor, origin }), PATIENCE);
};

async function done<Input, Facts>(turn: Telling, deed: Deed<Input, Facts>, { input, provided, read }: Task<Input>) {
  await provided?.(turn);
  const facts = await deed(turn, input);
  return { facts, told: await tellOf({ ...turn, ...(read && { read }) }, deed.id, facts) };
}

/** Within a savepoint: a refusal undoes this part alone. */
async function apart<Result>(tx: Tx, part: () => Promise<Result>): Promise<Result | { refusal: Refusal }> {
  await tx.$executeRaw`SAVEPOINT part`;
  try {
    const result = await part();
    await tx.$executeRaw`RELEASE SAVEPOINT part`;
    return result;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT part`;
    await tx.$executeRaw`RELEASE SAVEPOINT part`;
    return { refusal: error };
  }
}
