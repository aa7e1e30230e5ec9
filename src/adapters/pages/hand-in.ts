import { z } from 'zod';
import { handedInWords } from '../../application/conversation/intake/handed-in-words.ts';
import { readable } from '../../application/conversation/intake/report-parts.ts';
import { readText } from '../../application/delivery/fetch.ts';
import { performTelling } from '../../application/perform.ts';
import type { Looking } from '../../application/ports.ts';
import { unitOf } from '../../application/words/lexicons.ts';
import { refuse } from '../../application/words/refuse.ts';
import { handIn } from '../../application/works/hand-in.ts';
import { standingOf } from '../../application/works/ledger.ts';
import { filesOf, uploadsOf } from '../../application/works/uploads.ts';
import type { Category } from '../../domain/campaign.ts';
import type { DocumentResult } from '../../domain/document.ts';
import { fieldsOf } from '../../domain/field.ts';
import { type PageDesk, turnOf, type Visit } from './visit.ts';

/** What the page's form sends. */
export const fieldAnswers = z.object({
  categoryId: z.string().max(60),
  fields: z.record(z.string().max(40), z.string().max(500)),
  replacing: z.boolean().exactOptional(),
  another: z.boolean().exactOptional(),
  /** What each file is called that is a work of its own, by its upload and its place in it. */
  each: z
    .array(z.object({ upload: z.string().max(32), index: z.int().nonnegative(), title: z.string().max(200) }))
    .max(200)
    .exactOptional(),
});

export type FieldAnswers = z.infer<typeof fieldAnswers>;

export interface HandedInTold {
  outcome: 'done' | 'again' | 'not-done';
  text: string;
}

/** Hands in what came by the page, in the name of whoever opened it. Throws a `Refusal`. */
export async function handInFor(desk: PageDesk, visit: Visit, answers: FieldAnswers): Promise<HandedInTold> {
  const { office, bot } = desk;
  const { page, actor } = visit;
  if (visit.shut || !actor) return refuse('upload.shut');
  const { categoryId, fields, each, ...said } = answers;
  const turn = turnOf(desk, visit);
  const category = office.campaign.categories.find(({ id }) => id === categoryId);
  if (categoryId !== '' && !category) return refuse('upload.no-category');
  const { title = '', ...others } = fields;
  const reported =
    category?.kind === 'report'
      ? office.say('intake.report-title', { unit: unitOf(turn, page.unitId).name, category: category.short })
      : title;
  const read = await readOf(desk, visit, category ?? onlyOf(desk, visit));
  const by = { actor, origin: turn.origin };
  const { facts } = await performTelling(office, by, handIn, {
    read,
    input: {
      ...{ pageId: page.id, title: reported, fields: ownFields(category ?? onlyOf(desk, visit), others) },
      ...(categoryId !== '' && { categoryId }),
      ...(each && category && { each: await titled(desk, visit, category, each) }),
      ...said,
    },
  });
  void bot.work().catch((error) => office.log.warn({ error }, 'posts not sent'));
  return handedInWords({ ...turn, now: office.clock.now(), read }, facts);
}

const onlyOf = ({ office }: PageDesk, { page: { categoryIds } }: Visit): Category | undefined =>
  office.campaign.categories.find(({ id }) => categoryIds.length === 1 && id === categoryIds[0]);

/** What a form of ours does not ask, nobody tells by it. */
function ownFields(category: Category | undefined, said: Record<string, string>): Record<string, string> {
  const known = new Set<string>(category ? fieldsOf(category.kind) : []);
  return Object.fromEntries(Object.entries(said).filter(([name, value]) => known.has(name) && value.trim() !== ''));
}

/** What was left empty is counted on, as in the chat. */
async function titled(
  desk: PageDesk,
  visit: Visit,
  { id, short }: Category,
  each: NonNullable<FieldAnswers['each']>,
): Promise<{ sha256: string; title: string; given: boolean }[]> {
  const { office } = desk;
  const turn = turnOf(desk, visit);
  const uploads = (await uploadsOf(office.prisma, visit.page.id)).filter(({ state }) => state === 'kept');
  const { count } = await standingOf(turn, visit.page.unitId, id);
  const files = uploads.flatMap((upload) =>
    upload.files.flatMap((file, index) => ('failure' in file ? [] : [{ upload: upload.id, index, file }])),
  );
  return files.map(({ upload, index, file: { sha256 } }, place) => {
    const said = each.find((one) => one.upload === upload && one.index === index)?.title.trim() ?? '';
    const counted = office.say('intake.numbered-title', { category: short, index: count + place + 1 });
    return { sha256, title: said || counted, given: said !== '' };
  });
}

/** What a written report says: whether it speaks of all that it should is told with its receipt. */
async function readOf(
  { office }: PageDesk,
  { page }: Visit,
  category: Category | undefined,
): Promise<Map<string, DocumentResult>> {
  const { parts = [] } = category ?? {};
  const read = new Map<string, DocumentResult>();
  if (parts.length === 0) return read;
  const uploads = (await uploadsOf(office.prisma, page.id)).filter(({ state }) => state === 'kept');
  for (const file of readable(filesOf(uploads))) read.set(file.sha256, await readText(office, file, LOOKING));
  return read;
}

/** A process of its own reads it: should that die over it, the page says so and may be asked again. */
const LOOKING: Looking = { begin: async () => true, end: async () => {} };
