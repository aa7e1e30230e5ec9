import { audit } from '../../keeping/audit.ts';
import { categoryOf, categoryToWrite, unitOf } from '../../words/lexicons.ts';
import { standingOf } from '../../works/ledger.ts';
import type { Command, Context } from '../context.ts';
import { personOf, unitWritten, wordsOf } from '../speaking.ts';

const MOST = 10_000;

/** "We have sent it by mail": noted for staff, never counted (docs/product.md, section 6). */
export const selfReport: Command = {
  id: 'selfReport',
  action: 'report',
  async handle(context, args) {
    const { tx, campaign, say, now } = context;
    const personId = personOf(context);
    const numberWord = args.words.find((word) => /^\d+\D{0,2}$/.test(word.normalize('NFKC')));
    const named = wordsOf(context, { ...args, words: args.words.filter((word) => word !== numberWord) });
    const category = named.category === undefined ? undefined : categoryToWrite(context, named.category);
    const { unitId } = unitWritten(context, named.unit);
    const digits = /\d+/.exec(numberWord?.normalize('NFKC') ?? '')?.[0];
    const number = digits === undefined || Number(digits) > MOST ? null : Number(digits);
    const key = { campaign: campaign.id, unitId, categoryId: category ?? '' };
    const said = { number, byPerson: personId, at: now };
    await tx.selfReport.upsert({
      where: { campaign_unitId_categoryId: key },
      create: { ...key, ...said },
      update: said,
    });
    const after = { category: category ?? '', number };
    await audit(tx, { at: now, personId, action: 'self-report', subject: `unit:${unitId}`, after });
    return say('self-report.noted', {
      unit: unitOf(context, unitId).short,
      category: category === undefined ? '' : categoryOf(context, category).short,
      number: number ?? '',
      count: category === undefined ? '' : (await standingOf(context, unitId, category)).count,
      hasCategory: category !== undefined,
    });
  },
};

/** What a unit says it sent and what has not come since, by category, in the campaign's order. */
export async function selfReportsOf(
  { tx, campaign }: Pick<Context, 'tx' | 'campaign'>,
  unitId: string,
): Promise<{ category: string; number: number | undefined }[]> {
  const said = await tx.selfReport.findMany({
    where: { campaign: campaign.id, unitId },
    orderBy: { categoryId: 'asc' },
  });
  const open = [];
  for (const { categoryId, number, at } of said) {
    const came = await tx.submission.count({
      where: {
        campaign: campaign.id,
        unitId,
        state: { in: ['received', 'accepted', 'returned'] },
        receivedAt: { gt: at },
        ...(categoryId !== '' && { categoryId }),
      },
    });
    if (came === 0) open.push({ categoryId, number: number ?? undefined });
  }
  const order = ['', ...campaign.categories.map(({ id }) => id)];
  return open
    .sort((a, b) => order.indexOf(a.categoryId) - order.indexOf(b.categoryId))
    .map(({ categoryId, number }) => ({
      category: campaign.categories.find(({ id }) => id === categoryId)?.short ?? '',
      number,
    }));
}
