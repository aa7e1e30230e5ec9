import { z } from 'zod';
import { handedInWords } from '../../application/conversation/intake/handed-in-words.ts';
import { perform } from '../../application/perform.ts';
import { unitOf } from '../../application/words/lexicons.ts';
import { refuse } from '../../application/words/refuse.ts';
import { handIn } from '../../application/works/hand-in.ts';
import { type PageDesk, turnOf, type Visit } from './visit.ts';

/** What the page's form sends. */
export const fieldAnswers = z.object({
  categoryId: z.string().max(60),
  fields: z.record(z.string().max(40), z.string().max(500)),
  replacing: z.boolean().exactOptional(),
  another: z.boolean().exactOptional(),
});

export type FieldAnswers = z.infer<typeof fieldAnswers>;

export interface HandedInTold {
  outcome: 'done' | 'again' | 'not-done';
  text: string;
}

/** Hands in what came by the page, in the name of whoever opened it. Throws a `Refusal`. */
export async function handInFor(
  desk: PageDesk,
  visit: Visit,
  { categoryId, fields, ...said }: FieldAnswers,
): Promise<HandedInTold> {
  const { office, bot } = desk;
  const { page, actor } = visit;
  if (visit.shut || !actor) return refuse('upload.shut');
  const turn = turnOf(desk, visit);
  const { title = '', ...others } = fields;
  const category = office.campaign.categories.find(({ id }) => id === categoryId);
  if (categoryId !== '' && !category) return refuse('upload.no-category');
  const reported =
    category?.kind === 'report'
      ? office.say('intake.report-title', { unit: unitOf(turn, page.unitId).name, category: category.short })
      : title;
  const done = await perform(office, { actor, origin: turn.origin }, handIn, {
    ...{ pageId: page.id, title: reported, fields: others },
    ...(categoryId !== '' && { categoryId }),
    ...said,
  });
  void bot.work().catch((error) => office.log.warn({ error }, 'posts not sent'));
  return handedInWords({ ...turn, now: office.clock.now() }, done);
}
