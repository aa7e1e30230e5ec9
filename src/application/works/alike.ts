import { fold } from '../../domain/fold.ts';
import {
  type Hash,
  LEAST_SEEN,
  LENGTH_APART,
  NEAR,
  SHARE_SEEN,
  seenHashes,
  soughtHashes,
} from '../../domain/likeness.ts';
import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import type { Entry, EntryFields, EntryFile } from './entries.ts';
import { REPORTED } from './repeats.ts';

type Noting = Pick<Turn, 'tx' | 'campaign' | 'now'>;

/** By what two entries look like one. `said`: nobody but a person has found it. */
export type AlikeBy = 'picture' | 'film' | 'title' | 'said';

interface Found {
  number: number;
  by: AlikeBy;
  /** Bits that differ; 0 for what is the same. */
  distance: number;
}

/**
 * Looks for entries of any unit and campaign that this one looks like, and keeps the pairs for staff. The same bytes are another
 * matter: `repeats.ts`. A picture among 20,000 takes a third of a second on a busy machine.
 */
export async function noteAlike(turn: Noting, entry: Entry): Promise<void> {
  const { tx, now } = turn;
  const titleKey = titleKeyOf(turn, entry);
  await tx.submission.update({ where: { number: entry.number }, data: { titleKey } });
  const likely = [...(await alikeByTitle(turn, entry, titleKey)), ...(await alikeByLooks(turn, entry))];
  // What it looked like before it was corrected is over; what a person has decided stays.
  const undecided = { decision: null, OR: [{ earlier: entry.number }, { later: entry.number }] };
  await tx.alikePair.deleteMany({ where: undecided });
  const nearest = new Map<number, Found>();
  for (const one of likely.filter(({ number }) => number !== entry.number)) {
    const known = nearest.get(one.number);
    if (!known || one.distance < known.distance) nearest.set(one.number, one);
  }
  if (nearest.size === 0) return;
  await tx.alikePair.createMany({
    data: [...nearest.values()].map(({ number, by, distance }) => ({
      ...ordered(number, entry.number),
      ...{ by, distance, foundAt: now },
    })),
    skipDuplicates: true,
  });
}

export const ordered = (one: number, other: number) => ({ earlier: Math.min(one, other), later: Math.max(one, other) });

const LEAST_LETTERS = 3;

/** The words of a title without marks and blanks; empty for one that is only counted, or is the category's own name. */
function titleKeyOf(turn: Pick<Turn, 'campaign'>, { title, categoryId }: Entry): string {
  const { kind, short, name, aliases } = categoryOf(turn, categoryId);
  if (kind === 'ambassador' || kind === 'report') return '';
  const key = fold(title).replace(/[\p{P}\p{S}]/gu, '');
  const bare = [name, short, ...aliases].map(fold).reduce((left, word) => left.replace(word, ''), key);
  return [...bare.replace(/\d+/g, '')].length < LEAST_LETTERS ? '' : key;
}

/** The same title: within a unit unless two authors are named, elsewhere of one author, or of nobody and long. */
async function alikeByTitle({ tx }: Noting, entry: Entry, titleKey: string): Promise<Found[]> {
  if (titleKey === '') return [];
  const rows = await tx.submission.findMany({
    where: { titleKey, state: { in: REPORTED }, NOT: { number: entry.number } },
    select: { number: true, unitId: true, fields: true },
    take: MOST_OF_A_TITLE,
  });
  const author = authorKey(entry.fields);
  return rows
    .filter(({ unitId, fields }) => {
      const other = authorKey(fields as EntryFields);
      const one = author === '' || other === '' || author === other;
      if (unitId === entry.unitId) return one;
      return author === other && (author !== '' || [...titleKey].length >= LONG_TITLE);
    })
    .map(({ number }) => ({ number, by: 'title', distance: 0 }));
}

const MOST_OF_A_TITLE = 50;
/** Shorter ones are given to many works. */
const LONG_TITLE = 6;
const authorKey = ({ author = '' }: EntryFields) => fold(author);

/** What other entries show that looks like what this one shows. */
async function alikeByLooks(turn: Noting, entry: Entry): Promise<Found[]> {
  const own = new Set(entry.files.map(({ sha256 }) => sha256));
  const found: Found[] = [];
  for (const file of entry.files) {
    const { of, near } = await nearOf(turn, file);
    const others = near.filter((one) => !own.has(one.sha256));
    if (others.length === 0) continue;
    const files = await turn.tx.submissionFile.findMany({
      where: {
        sha256: { in: others.map((one) => one.sha256) },
        retiredAt: null,
        submission: { state: { in: REPORTED }, NOT: { number: entry.number } },
      },
      select: { sha256: true, submissionNumber: true },
    });
    for (const { sha256: other, submissionNumber } of files)
      found.push({
        number: submissionNumber,
        by: of,
        distance: others.find((one) => one.sha256 === other)?.distance ?? 0,
      });
  }
  return found;
}

interface Near {
  sha256: string;
  distance: number;
}

async function nearOf(
  turn: Noting,
  { sha256, measured }: EntryFile,
): Promise<{ of: 'picture' | 'film'; near: Near[] }> {
  const { likeness, looks, durationMs = 0 } = measured;
  const sought = likeness === undefined ? undefined : soughtHashes(likeness);
  if (sought?.of === 'picture') return { of: 'picture', near: await nearPictures(turn, sha256, sought) };
  const coded = sought ? await sameFilms(turn, sought.whole) : [];
  const seen = looks === undefined ? [] : await seenAlike(turn, sha256, seenHashes(looks), durationMs);
  return { of: 'film', near: [...coded, ...seen] };
}

/** The whole picture among wholes and parts, its turned self and its parts among wholes. */
function nearPictures({ tx }: Noting, sha256: string, sought: ReturnType<typeof soughtHashes>): Promise<Near[]> {
  return tx.$queryRaw<Near[]>`
    SELECT sha256, min(distance)::int AS distance FROM (
      SELECT f.sha256, bit_count((f.bits # q.bits)::bit(64)) AS distance
      FROM unnest(${sought.whole}::bigint[]) AS q(bits) CROSS JOIN fingerprint f WHERE f.of = 'picture'
      UNION ALL
      SELECT f.sha256, bit_count((f.bits # q.bits)::bit(64))
      FROM unnest(${sought.others}::bigint[]) AS q(bits) CROSS JOIN fingerprint f WHERE f.of = 'picture' AND f.place = 0
    ) compared
    WHERE distance <= ${NEAR} AND sha256 <> ${sha256} GROUP BY sha256 ORDER BY 2 LIMIT 50`;
}

/** Films that share most key frames of the shorter one: a common opening alone does not make them one. */
function sameFilms({ tx }: Noting, frames: bigint[]): Promise<Near[]> {
  const count = new Set(frames).size;
  return tx.$queryRaw<Near[]>`
    SELECT s.sha256, 0 AS distance FROM (
      SELECT sha256, count(DISTINCT bits) AS shared FROM fingerprint
      WHERE of = 'film' AND bits = ANY(${frames}::bigint[]) GROUP BY sha256
    ) s
    WHERE 2 * s.shared > least(${count}::bigint, (SELECT count(*) FROM fingerprint f WHERE f.sha256 = s.sha256))
    LIMIT 50`;
}

/** Films of about the same length in which the same is seen at most places. */
function seenAlike({ tx }: Noting, sha256: string, seen: Hash[], durationMs: number): Promise<Near[]> {
  const apart = durationMs * LENGTH_APART;
  return tx.$queryRaw<Near[]>`
    SELECT c.sha256, round(avg(c.distance))::int AS distance FROM (
      SELECT f.sha256, bit_count((f.bits # q.bits)::bit(64)) AS distance
      FROM unnest(${seen.map(({ place }) => place)}::int[], ${seen.map(({ bits }) => bits)}::bigint[]) AS q(place, bits)
      JOIN fingerprint f ON f.of = 'seen' AND f.place = q.place
    ) c JOIN blob b ON b.sha256 = c.sha256
    WHERE c.sha256 <> ${sha256} AND abs((b.measured ->> 'durationMs')::float - ${durationMs}::float) <= ${apart}::float
    GROUP BY c.sha256
    HAVING count(*) >= ${LEAST_SEEN} AND count(*) FILTER (WHERE c.distance <= ${NEAR}) >= count(*) * ${SHARE_SEEN}::float
    LIMIT 50`;
}
