import type { SubmissionState as State } from '../../../domain/submission.ts';
import { allowed } from '../../people/permit.ts';
import { type Arguments, readNumber } from '../../words/parse.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { type Entry, entryByNumber } from '../../works/entries.ts';
import type { Context } from '../context.ts';

export const stateName = ({ vocabulary }: Pick<Context, 'vocabulary'>, state: State): string =>
  vocabulary.states[state] ?? state;

const NUMBER = /^(?:第\s*)?[#＃]?\s*[\d０-９]{1,9}\s*(?:号|件)?(?![\d])/;

/** `、13`, `-13`, `和 13`: more of them; a reason such as `，60 人太少` is none. */
const MORE =
  /^\s*(?:[、，,和及与~～至到-]|(?=[#＃]))\s*[#＃]?\s*[\d０-９]{1,9}\s*(?:号|件)?(?=$|[\s、，,和及与~～至到-])/;

/** The number at the head of a command; of several none is taken, as nobody would notice the rest. */
export function numberIn(args: Arguments): { number: number } {
  const written = NUMBER.exec(args.head)?.[0];
  const number = written === undefined ? undefined : readNumber(written);
  if (written === undefined || number === undefined) return misuse('entry.no-number', { written: args.head });
  const rest = args.head.slice(written.length);
  const alone = rest.replace(/[\d０-９\s#＃号]+/g, '') === '' && /[\d０-９]/.test(rest);
  if (alone || MORE.test(rest)) return misuse('entry.several-numbers', { number });
  return { number };
}

/** An entry the actor may see. Somebody else's number looks like one that does not exist for them. */
export async function entryToRead(context: Context, args: Arguments): Promise<Entry> {
  const { number } = numberIn(args);
  const entry = await entryByNumber(context, number);
  if (!entry) return misuse('entry.unknown', { number });
  const own = entry.byPerson === context.actor.personId;
  if (!own && !(entry.unitId !== '' && allowed(context, 'read-unit', entry.unitId)))
    refuse('entry.not-yours', { number });
  return entry;
}

/** An entry the actor may change: their own unit's, or any for staff (代报). */
export async function entryToEdit(context: Context, args: Arguments): Promise<Entry> {
  const { number } = numberIn(args);
  const entry = await entryByNumber(context, number);
  if (!entry) return misuse('entry.unknown', { number });
  if (entry.unitId === '' || !allowed(context, 'edit-entry', entry.unitId)) refuse('entry.not-yours', { number });
  return entry;
}

/** An entry for staff to decide on. */
export async function entryToReview(context: Context, args: Arguments): Promise<{ entry: Entry; rest: string }> {
  const { number } = numberIn(args);
  const rest = args.said.replace(NUMBER, '').trim();
  const entry = await entryByNumber(context, number);
  if (!entry) return misuse('entry.unknown', { number });
  return { entry, rest };
}
