import { z } from 'zod';
import { isShownBlind } from '../../domain/review/blind.ts';
import { audit } from '../keeping/audit.ts';
import { deed, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { misuse, refuse } from '../words/refuse.ts';
import { entryNumber } from '../works/inputs.ts';
import { changeable, rulesOf, type UnderReview, worksUnderReview } from './under-review.ts';

type Reads = Pick<Turn, 'tx' | 'campaign'>;

/** The links that judges see, by work: all of them where everybody sees whose a work is, else those that staff have looked at. */
export async function linksShown(reads: Reads, works: UnderReview[]): Promise<Map<number, string>> {
  const linked = works.filter(({ link }) => link !== '');
  if (!rulesOf(reads).blind) return new Map(linked.map(({ number, link }) => [number, link]));
  const rows = await reads.tx.shownLink.findMany({ where: { number: { in: linked.map(({ number }) => number) } } });
  const looked = new Map(rows.map(({ number, link }) => [number, link]));
  return new Map(linked.flatMap(({ number, link }) => (looked.get(number) === link ? [[number, link] as const] : [])));
}

/** Works of which their judges see nothing: neither a file that can be shown nor a link that staff have looked at. */
export async function unseenWorks(reads: Reads, works: UnderReview[]): Promise<UnderReview[]> {
  if (!rulesOf(reads).blind) return [];
  const links = await linksShown(reads, works);
  const files = await reads.tx.submissionFile.findMany({
    where: { submissionNumber: { in: works.map(({ number }) => number) }, retiredAt: null },
    select: { submissionNumber: true, blob: { select: { extension: true } } },
  });
  const shown = new Set(files.flatMap((file) => (isShownBlind(file.blob.extension) ? [file.submissionNumber] : [])));
  return works.filter(({ number }) => !shown.has(number) && !links.has(number));
}

/** `link`: what was looked at; without it, whatever the work has now. */
const looked = z.object({ number: entryNumber, link: z.string().exactOptional() });

/** Staff have looked at the links of works: they tell nobody's name, and judges may open them. */
export const showLinks = deed(
  { id: 'show-links', action: 'lead-review', input: z.object({ links: z.array(looked).min(1).max(500) }) },
  async (turn, { links }): Promise<{ shown: number[] }> => {
    await changeable(turn);
    const works = new Map((await worksUnderReview(turn)).map((work) => [work.number, work]));
    const by = { byPerson: personOf(turn), at: turn.now };
    for (const { number, link = works.get(number)?.link } of links) {
      const work = works.get(number) ?? misuse('judging.not-reviewed', { number });
      if (work.link === '') refuse('judging.no-link', { number });
      if (work.link !== link) refuse('judging.link-changed', { number });
      const said = { link: work.link, ...by };
      await turn.tx.shownLink.upsert({ where: { number }, create: { number, ...said }, update: said });
      await audit(turn, { action: 'judging.show-link', subject: `judging:${number}`, after: {} });
    }
    return { shown: links.map(({ number }) => number) };
  },
);
