import { z } from 'zod';
import type { Objection } from '../../domain/admission.ts';
import type { Category } from '../../domain/campaign.ts';
import { isSendersOwn, stateAfterMending } from '../../domain/candidate.ts';
import { linkIn } from '../../domain/link.ts';
import { mobilesIn } from '../../domain/phone.ts';
import { sensitiveNumbers } from '../../domain/sensitive.ts';
import { audit } from '../keeping/audit.ts';
import { deed } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { oneLine } from '../words/normalise.ts';
import { refuse } from '../words/refuse.ts';
import { requireOpen } from '../works/closing.ts';
import type { EntryFile } from '../works/entries.ts';
import { storedFiles } from '../works/inputs.ts';
import { inOrderOfUnit } from '../works/repeats.ts';
import { objectionsTo } from '../works/rules.ts';
import { kept, keptTitle } from '../works/said.ts';
import { type Candidate, candidateByCode, candidatesWhere, changeCandidate, told } from './candidates.ts';
import { childOf } from './children.ts';

/** What becomes of what somebody has sent. Nothing was kept of what is blocked, or of bytes that the unit has already. */
export type SentIn =
  | { outcome: 'waiting'; candidate: Candidate; objections: Objection[] }
  | { outcome: 'blocked'; objections: Objection[] }
  | { outcome: 'repeated'; file: string };

export const saidOfIt = z.object({
  title: z.string(),
  author: z.string(),
  workplace: z.string(),
  phone: z.string().default(''),
  /** Where it is to be seen, of a category that takes an address for the files. */
  link: z.string().default(''),
});

const whole = saidOfIt.extend({
  unitId: z.string(),
  categoryId: z.string(),
  files: storedFiles,
  /** Of the code of the sender's own page, by which they will find it again. */
  codeHash: z.string().min(1),
});

/**
 * Takes what somebody hands in on a unit's page. It counts nowhere; the unit decides on it. The page is the permission: whoever is let in by
 * it may hand in, whoever they are.
 */
export const sendIn = deed({ id: 'send-in', action: 'send-in', input: whole }, async (turn, input): Promise<SentIn> => {
  const { unitId, categoryId, codeHash, files } = input;
  await requireOpen(turn);
  const said = keptOf(turn, input, files, categoryId);
  await inOrderOfUnit(turn, unitId);
  if (await candidateByCode(turn, codeHash)) return refuse('screening.sent-already');
  const stopped = await whatStops(turn, { ...said, number: 0, unitId, categoryId, files });
  if ('outcome' in stopped) return stopped;
  const { number } = await turn.tx.candidate.create({
    data: {
      ...{ campaign: turn.campaign.id, unitId, categoryId, codeHash, ...said },
      child: await childOf(turn, unitId, said.workplace),
      state: 'waiting',
      handedInAt: turn.now,
    },
  });
  await addFiles(turn, number, files);
  const candidate = (await candidateByCode(turn, codeHash)) as Candidate;
  await audit(turn, { action: 'candidate.send-in', subject: `candidate:${number}`, after: told(candidate) });
  return { outcome: 'waiting', candidate, objections: stopped.objections };
});

/** Changes what its sender has said of it, or all of its files, until the unit has let it pass. What was sent back waits again. */
export const mend = deed(
  {
    id: 'mend',
    action: 'send-in',
    input: saidOfIt.extend({ codeHash: z.string(), files: storedFiles.exactOptional() }),
  },
  async (turn, input): Promise<SentIn> => {
    await requireOpen(turn);
    const before = await sendersOwn(turn, input.codeHash);
    const files = input.files ?? before.files;
    const said = keptOf(turn, input, files, before.categoryId);
    const stopped = await whatStops(turn, { ...before, ...said, files });
    if ('outcome' in stopped) return stopped;
    if (input.files) await exchangeFiles(turn, before.number, files);
    const candidate = await changeCandidate(turn, before, stateAfterMending(before.state), {
      action: 'candidate.mend',
      data: {
        ...said,
        child: await childOf(turn, before.unitId, said.workplace),
        version: before.version + 1,
        mendedAt: turn.now,
        // What was sent back and comes again is new to the unit.
        ...(before.state === 'returned' && { toldAt: null }),
      },
    });
    return { outcome: 'waiting', candidate, objections: stopped.objections };
  },
);

/** Its sender takes it back. */
export const takeBack = deed(
  { id: 'take-back', action: 'send-in', input: z.object({ codeHash: z.string() }) },
  async (turn, { codeHash }): Promise<{ candidate: Candidate }> => {
    const candidate = await sendersOwn(turn, codeHash);
    return { candidate: await changeCandidate(turn, candidate, 'withdrawn', { action: 'candidate.withdraw' }) };
  },
);

async function sendersOwn(turn: Turn, codeHash: string): Promise<Candidate> {
  const found = (await candidateByCode(turn, codeHash)) ?? refuse('screening.no-such-page');
  await inOrderOfUnit(turn, found.unitId);
  const candidate = (await candidateByCode(turn, codeHash)) as Candidate;
  const { number, state } = candidate;
  if (!isSendersOwn(state)) refuse('screening.not-yours-any-more', { number, standing: state });
  return candidate;
}

/** What is kept of what was said. Throws a `Refusal` for what is missing, for a phone that is none, and for numbers of cards. */
function keptOf(turn: Turn, input: z.infer<typeof saidOfIt>, files: EntryFile[], categoryId: string) {
  const { author = '', authorUnit: workplace = '' } = kept(turn, { author: input.author, authorUnit: input.workplace });
  const title = keptTitle(input.title);
  const written = oneLine(input.phone, 40);
  const texts = [title, author, workplace, written, ...files.map(({ name }) => name)];
  if (texts.some((text) => sensitiveNumbers(text).length > 0)) refuse('screening.card-number');
  const lacking = Object.entries({ title, name: author, workplace }).flatMap(([id, said]) => (said ? [] : [id]));
  if (lacking.length > 0) refuse('screening.incomplete', { lacking });
  const link = linkOf(input.link, categoryOf(turn, categoryId));
  if (files.length === 0 && link === '') refuse('screening.no-file');
  const [phone] = mobilesIn(written);
  if (written !== '' && !phone) refuse('screening.phone');
  return { title, author, workplace, phone: phone?.number ?? '', link };
}

/** Throws a `Refusal` for what is no address, or too long to be kept as it is. */
function linkOf(written: string, { linkSuffices }: Category): string {
  if (!linkSuffices || written.trim() === '') return '';
  const link = linkIn(written) ?? '';
  return link === '' || link.length > LONGEST_LINK ? refuse('upload.link-unreadable') : link;
}

const LONGEST_LINK = 200;

type Weighed = Pick<Candidate, 'number' | 'unitId' | 'categoryId' | 'title' | 'author' | 'link'> & {
  files: EntryFile[];
};

async function whatStops(
  turn: Turn,
  one: Weighed,
): Promise<Exclude<SentIn, { outcome: 'waiting' }> | { objections: Objection[] }> {
  const { number, unitId, categoryId, title, author, link, files } = one;
  if (categoryOf(turn, categoryId).kind !== 'work') refuse('screening.works-only');
  // An entry's number is none of this candidate's: no entry is to be left out of what its author has.
  const objections = await objectionsTo(turn, { number: 0, unitId, categoryId, title, fields: { author }, files });
  const blocks = objections.filter(({ level }) => level === 'block');
  if (blocks.length > 0) return { outcome: 'blocked', objections: blocks };
  const others = await candidatesWhere(turn, {
    unitId,
    state: { in: ['waiting', 'mended', 'passed'] },
    NOT: { number },
    ...(files.length > 0
      ? { files: { some: { sha256: { in: files.map(({ sha256 }) => sha256) }, retiredAt: null } } }
      : { link }),
  });
  if (files.length === 0) return others.length > 0 ? { outcome: 'repeated', file: link } : { objections };
  const known = new Set(others.flatMap((other) => other.files.map(({ sha256 }) => sha256)));
  const file = files.every(({ sha256 }) => known.has(sha256)) ? files[0]?.name : undefined;
  return file === undefined ? { objections } : { outcome: 'repeated', file };
}

export async function addFiles(
  { tx, now }: Pick<Turn, 'tx' | 'now'>,
  number: number,
  files: EntryFile[],
): Promise<void> {
  const once = [...new Map(files.map((file) => [file.sha256, file])).values()];
  await tx.candidateFile.createMany({
    data: once.map(({ sha256, name }) => ({ candidateNumber: number, sha256, name, addedAt: now })),
  });
}

async function exchangeFiles(turn: Turn, number: number, files: EntryFile[]): Promise<void> {
  await turn.tx.candidateFile.updateMany({
    where: { candidateNumber: number, retiredAt: null },
    data: { retiredAt: turn.now },
  });
  await addFiles(turn, number, files);
}
