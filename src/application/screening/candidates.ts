import { type CandidateState, waits } from '../../domain/candidate.ts';
import { counts, type SubmissionState } from '../../domain/submission.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { type AuditAction, audit } from '../keeping/audit.ts';
import { demand } from '../people/deed.ts';
import { allowed } from '../people/permit.ts';
import type { Turn } from '../turn.ts';
import { misuse, refuse } from '../words/refuse.ts';
import type { EntryFile } from '../works/entries.ts';
import { inOrderOfUnit } from '../works/repeats.ts';

type Reads = Pick<Turn, 'tx' | 'campaign'>;

const WITH_FILES = {
  files: { where: { retiredAt: null }, orderBy: { id: 'asc' }, include: { blob: true } },
} satisfies Prisma.CandidateInclude;

type Row = Prisma.CandidateGetPayload<{ include: typeof WITH_FILES }>;

/** Something that was handed in to be screened, with the files that it has now. */
export type Candidate = Omit<Row, 'state' | 'files'> & { state: CandidateState; files: (EntryFile & { id: number })[] };

const candidateOf = (row: Row): Candidate => ({
  ...row,
  state: row.state as CandidateState,
  files: row.files.map(({ id, name, blob }) => ({
    id,
    name,
    sha256: blob.sha256,
    size: Number(blob.size),
    extension: blob.extension,
    mime: blob.mime,
    measured: blob.measured as EntryFile['measured'],
  })),
});

export async function candidatesWhere(
  { tx, campaign }: Reads,
  where: Prisma.CandidateWhereInput,
  most?: number,
  newestFirst = false,
): Promise<Candidate[]> {
  const rows = await tx.candidate.findMany({
    where: { campaign: campaign.id, ...where },
    include: WITH_FILES,
    orderBy: { number: newestFirst ? 'desc' : 'asc' },
    ...(most !== undefined && { take: most }),
  });
  return rows.map(candidateOf);
}

/** The candidate of a sender's own page; undefined when nothing was handed in there. */
export const candidateByCode = async (reads: Reads, codeHash: string): Promise<Candidate | undefined> =>
  (await candidatesWhere(reads, { codeHash }, 1))[0];

/** No column takes a larger number, and nothing has one. */
const LAST_NUMBER = 2 ** 31 - 1;

/** One that the actor may look at; all others are refused in the same words, so that nobody learns which exist. */
export async function candidateToRead(turn: Turn, number: number): Promise<Candidate> {
  // Others' are not even read: the answer takes no longer for what is there.
  const units = turn.campaign.units.map(({ id }) => id).filter((id) => allowed(turn, 'read-unit', id));
  const [found] = number > LAST_NUMBER ? [] : await candidatesWhere(turn, { number, unitId: { in: units } }, 1);
  return found ?? misuse('screening.unknown', { number });
}

/** One that the actor may decide on, and that waits for it. Until the transaction ends nobody else decides for this unit. */
export async function candidateToDecide(turn: Turn, number: number): Promise<Candidate> {
  const { unitId } = await candidateToRead(turn, number);
  demand(turn, 'screen', unitId);
  await inOrderOfUnit(turn, unitId);
  const found = await candidateToRead(turn, number);
  if (!waits(found.state)) refuse('screening.decided', { number, standing: found.state });
  return found;
}

/** The one place where a candidate changes; the audit goes with it and keeps no names. */
export async function changeCandidate(
  turn: Turn,
  candidate: Candidate,
  state: CandidateState,
  extra: { action: AuditAction; reason?: string; data?: Prisma.CandidateUpdateManyMutationInput },
): Promise<Candidate> {
  const { number } = candidate;
  const changed = await turn.tx.candidate.updateMany({
    where: { number, state: candidate.state, version: candidate.version },
    data: { ...extra.data, state },
  });
  if (changed.count !== 1) throw new Error(`candidate ${number} changed meanwhile`);
  const [after] = await candidatesWhere(turn, { number }, 1);
  if (!after) throw new Error(`candidate ${number} vanished`);
  await audit(turn, {
    action: extra.action,
    subject: `candidate:${number}`,
    before: told(candidate),
    after: { ...told(after), ...(extra.reason !== undefined && { reason: extra.reason }) },
  });
  return after;
}

/** What the audit keeps of a candidate. */
export const told = ({ unitId, categoryId, state, version, child, files, entryNumber, mergedInto }: Candidate) => ({
  ...{ unit: unitId, category: categoryId, state, version },
  ...(child !== '' && { child }),
  ...(entryNumber !== null && { entry: entryNumber }),
  ...(mergedInto !== null && { into: mergedInto }),
  hashes: files.map(({ sha256 }) => sha256),
});

/** Which of these entries count now. */
export async function countedOf({ tx, campaign }: Reads, numbers: number[]): Promise<Set<number>> {
  const rows = await tx.submission.findMany({
    where: { campaign: campaign.id, number: { in: numbers } },
    select: { number: true, state: true },
  });
  return new Set(rows.flatMap(({ number, state }) => (counts(state as SubmissionState) ? [number] : [])));
}
