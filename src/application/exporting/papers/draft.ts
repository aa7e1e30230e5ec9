import { z } from 'zod';
import { beijingDay, type Day, isDay } from '../../../domain/time.ts';
import type { Prisma } from '../../../generated/prisma/client.ts';
import { audit } from '../../keeping/audit.ts';
import type { Office } from '../../office.ts';
import { deed, personOf } from '../../people/deed.ts';
import type { Turn } from '../../turn.ts';
import { refuse } from '../../words/refuse.ts';
import { makingOf } from '../lay-out.ts';
import type { Making } from '../making.ts';
import { freeze } from '../snapshot.ts';
import { standingAt } from '../standing.ts';
import { bulletinOf, type Composed } from './bulletin.ts';
import { publicityOf } from './publicity.ts';

export const PAPER_KINDS = ['bulletin', 'publicity'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

const LONGEST_PERIOD = 30;

/** What is asked for of a paper beside its snapshot; a kind reads what concerns it. */
const parts = z.object({
  ranking: z.boolean().default(false),
  problems: z.boolean().default(false),
  /** From which day it is shown in public: the first working day from then on. */
  from: z.string().refine(isDay).exactOptional(),
  /** For so many working days. */
  days: z.int().min(1).max(LONGEST_PERIOD).exactOptional(),
});
export type PaperParts = z.infer<typeof parts>;

export const draftWanted = parts.extend({
  kind: z.enum(PAPER_KINDS),
  /** The number of the one that it is made from; without, one is made now. */
  snapshot: z.int().positive().exactOptional(),
});

export type DraftWanted = z.infer<typeof draftWanted>;

/** A draft as it is kept: what it was made from. The paper itself can be made again at any time. */
export interface Draft {
  kind: PaperKind;
  number: number;
  snapshot: number;
  parts: PaperParts;
  /** The day that it bears. */
  day: Day;
  byPerson: number;
  at: Date;
}

/** Everything that is made of a draft. */
export interface DraftedPaper extends Composed {
  draft: Draft;
  making: Making;
}

type Words = Pick<Office, 'say' | 'vocabulary' | 'paperWords'>;

/** Drafts a paper from a snapshot, or from one that it makes. Throws a `Refusal` when there is none of that number. */
export const draftPaper = (words: Words) =>
  deed(
    { id: 'draft-paper', action: 'export', input: draftWanted },
    async (turn, { kind, snapshot: named, ...wanted }): Promise<DraftedPaper> => {
      const { tx, campaign, now } = turn;
      const snapshot = named ?? (await freeze(turn, { note: words.paperWords.say(`paper.snapshot-${kind}`) })).number;
      // One after another: two at once would take the same number.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`paper/${campaign.id}`}, 0))`;
      const last = await tx.paperDraft.findFirst({
        where: { campaign: campaign.id, kind },
        orderBy: { number: 'desc' },
      });
      const draft: Draft = {
        ...{ kind, number: (last?.number ?? 0) + 1, snapshot, parts: wanted },
        ...{ day: beijingDay(now), byPerson: personOf(turn), at: now },
      };
      const drafted = await composed(turn, words, draft);
      await tx.paperDraft.create({
        data: { campaign: campaign.id, ...draft, parts: wanted as Prisma.InputJsonObject },
      });
      await audit(turn, {
        action: 'paper.draft',
        subject: `campaign:${campaign.id}`,
        after: { kind, number: draft.number, snapshot, ...wanted },
      });
      return drafted;
    },
  );

/** All that were drafted, the newest first. */
export async function drafts({ tx, campaign }: Pick<Turn, 'tx' | 'campaign'>): Promise<Draft[]> {
  const rows = await tx.paperDraft.findMany({ where: { campaign: campaign.id }, orderBy: { id: 'desc' } });
  return rows.map(draftOf);
}

const draftOf = (row: Omit<Draft, 'kind' | 'parts'> & { kind: string; parts: unknown }): Draft => ({
  ...{ kind: row.kind as PaperKind, number: row.number, snapshot: row.snapshot, parts: parts.parse(row.parts) },
  ...{ day: row.day, byPerson: row.byPerson, at: row.at },
});

/** A draft made again from its snapshot; that it left the house is recorded. Undefined: there is none of that number. */
export async function draftAgain(
  turn: Turn,
  words: Words,
  kind: PaperKind,
  number: number,
): Promise<DraftedPaper | undefined> {
  const { tx, campaign } = turn;
  const row = await tx.paperDraft.findUnique({
    where: { campaign_kind_number: { campaign: campaign.id, kind, number } },
  });
  return row ? composed(turn, words, draftOf(row)) : undefined;
}

const EVERYTHING = { unitIds: [], categoryIds: [], accepted: false };

async function composed(turn: Turn, words: Words, draft: Draft): Promise<DraftedPaper> {
  const { kind, snapshot, parts: wanted, day } = draft;
  const standing = await standingAt(turn, snapshot, EVERYTHING);
  if (!standing) return refuse('export.no-snapshot', { number: snapshot });
  // Older snapshots do not know to whom papers are sent.
  const { bulletin = turn.campaign.bulletin, ...rest } = standing.campaign;
  const campaign = { ...rest, ...(bulletin && { bulletin }) };
  const making = makingOf({ ...standing, campaign }, EVERYTHING, words);
  const paper =
    kind === 'bulletin'
      ? bulletinOf(making, words.paperWords, wanted, day)
      : publicityOf(making, words.paperWords, turn.calendar, wanted, day);
  return { draft, making, ...paper };
}
