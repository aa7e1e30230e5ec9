import { z } from 'zod';
import type { Objection } from '../../domain/admission.ts';
import { deed, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { oneLine } from '../words/normalise.ts';
import { misuse, refuse } from '../words/refuse.ts';
import type { Entry } from '../works/entries.ts';
import { entryNumber, reason } from '../works/inputs.ts';
import { another, type LeftOut, leftOutOf, receive } from '../works/receive.ts';
import type { Elsewhere } from '../works/repeats.ts';
import { repeatsOf } from '../works/repeats.ts';
import { objectionsTo } from '../works/rules.ts';
import { keptTitle } from '../works/said.ts';
import { type Candidate, candidateToDecide, changeCandidate } from './candidates.ts';
import { addFiles } from './send-in.ts';

/** What became of it. Unless it passed nothing was changed, and it waits as before. */
export type Passed =
  | {
      outcome: 'passed';
      candidate: Candidate;
      entry: Entry;
      objections: Objection[];
      leftOut: LeftOut[];
      elsewhere: Elsewhere[];
    }
  /** The rules do not let it be an entry. */
  | { outcome: 'blocked'; candidate: Candidate; objections: Objection[] }
  /** The unit has reported these very bytes. */
  | { outcome: 'repeated'; candidate: Candidate; earlier: number }
  /** The unit has reported something like it: somebody has to say that this is another. */
  | { outcome: 'again'; candidate: Candidate; earlier: Entry };

/** Lets a candidate pass: it becomes an entry of the unit, with its author, workplace and files, and counts from here on. */
export const pass = deed(
  { id: 'pass', action: 'screen', input: z.object({ number: entryNumber, another }) },
  async (turn, input): Promise<Passed> => {
    const candidate = await candidateToDecide(turn, input.number);
    const { number, unitId, categoryId, title, author, workplace, phone, link, files } = candidate;
    const fields = { author, authorUnit: workplace, ...(phone !== '' && { phone }), ...(link !== '' && { link }) };
    // Asked here as well: a draft that came to nothing would use a number up.
    const objections = await objectionsTo(turn, { number: 0, unitId, categoryId, title, fields, files });
    const blocks = objections.filter(({ level }) => level === 'block');
    if (blocks.length > 0) return { outcome: 'blocked', candidate, objections: blocks };
    const repeated = await repeatsOf(turn, unitId, files);
    if (files.length > 0 && leftOutOf(files, repeated).length === files.length)
      return { outcome: 'repeated', candidate, earlier: [...repeated.values()][0] as number };
    const received = await receive(fromScreening(turn, number), {
      ...{ unitId, categoryId, title, fields, files },
      ...(input.another === true && { another: true }),
    });
    if (received.outcome === 'again') return { outcome: 'again', candidate, earlier: received.earlier };
    if (received.outcome !== 'received') throw new Error(`candidate ${number} was ${received.outcome}`);
    const passed = await changeCandidate(turn, candidate, 'passed', {
      action: 'candidate.pass',
      data: { entryNumber: received.entry.number, ...decidedBy(turn) },
    });
    return { ...received, outcome: 'passed', candidate: passed };
  },
);

/** The audit of the entry says where it came from. */
const fromScreening = (turn: Turn, number: number): Turn => ({
  ...turn,
  origin: { entrance: 'screening', id: String(number) },
});

const decidedBy = (turn: Turn) => ({ decidedAt: turn.now, decidedBy: personOf(turn) });

/** Sends a candidate back; its sender reads the reason as it is written and may mend it. */
export const sendBack = deed(
  { id: 'send-back', action: 'screen', input: z.object({ number: entryNumber, reason }) },
  async (turn, { number, reason: written }): Promise<{ candidate: Candidate; reason: string }> => {
    const why = oneLine(written, 300);
    if (why === '') misuse('screening.no-reason', { number });
    const candidate = await candidateToDecide(turn, number);
    const extra = { action: 'candidate.return' as const, reason: why, data: { reason: why, ...decidedBy(turn) } };
    return { candidate: await changeCandidate(turn, candidate, 'returned', extra), reason: why };
  },
);

const together = z.object({ numbers: z.array(entryNumber).max(50), title: z.string().default('') });

/**
 * Makes one candidate of several of one unit and category: the first gets the files of the others and everybody's name. It waits as
 * before; the senders of the others read on their pages what theirs is part of.
 */
export const mergeCandidates = deed(
  { id: 'merge-candidates', action: 'screen', input: together },
  async (turn, { numbers, title }): Promise<{ candidate: Candidate; merged: Candidate[] }> => {
    const all: Candidate[] = [];
    for (const number of [...new Set(numbers)]) all.push(await candidateToDecide(turn, number));
    const [first, ...others] = all;
    if (!first || others.length === 0) return misuse('screening.merge-two');
    if (others.some(({ unitId, categoryId }) => unitId !== first.unitId || categoryId !== first.categoryId))
      refuse('screening.merge-alike');
    const links = [...new Set(all.map(({ link }) => link))].filter((link) => link !== '');
    // An entry has one: the other would be gone, and its sender told that theirs is part of it.
    if (links.length > 1) refuse('screening.merge-links');
    const known = new Set(first.files.map(({ sha256 }) => sha256));
    const files = others.flatMap((other) => other.files).filter(({ sha256 }) => !known.has(sha256));
    await addFiles(turn, first.number, files);
    const candidate = await changeCandidate(turn, first, first.state, {
      action: 'candidate.merge',
      data: {
        title: keptTitle(title) || first.title,
        author: everybody(all.map(({ author }) => author)),
        workplace: everybody(all.map(({ workplace }) => workplace)),
        link: links[0] ?? '',
        version: first.version + 1,
      },
    });
    const merged: Candidate[] = [];
    for (const other of others)
      merged.push(
        await changeCandidate(turn, other, 'merged', {
          action: 'candidate.merge',
          data: { mergedInto: first.number, ...decidedBy(turn) },
        }),
      );
    return { candidate, merged };
  },
);

/** Each name once, in the order of the candidates. */
const everybody = (said: string[]): string => [...new Set(said.flatMap((one) => one.split('、')))].join('、');
