import { endOf, firstDay } from '../../domain/campaign-days.ts';
import { beijingDay } from '../../domain/time.ts';
import type { House, Office } from '../office.ts';
import type { MailHead } from './identity.ts';
import type { LetterRead } from './letter-read.ts';
import { unitsOfAddress } from './mails.ts';
import { match } from './match.ts';
import type { Matched } from './matched.ts';

/** Says a campaign's own name before what is matched in it, and that before its days. */
const NAMED = 1_000;
const UNIT = 20;
const WORK = 10;
const IN_TIME = 5;

/** To which campaign a mail belongs, and what it is taken for there: the one that it names, else the one that knows most of it. */
export async function campaignOf(
  { campaigns, prisma }: House,
  read: LetterRead,
  head: Pick<MailHead, 'arrivedAt'>,
): Promise<{ office: Office; matched: Matched }> {
  const weighed: { office: Office; matched: Matched; weight: number }[] = [];
  for (const office of campaigns.values()) {
    const matched = match(office, read, await unitsOfAddress({ tx: prisma, campaign: office.campaign }, read.address));
    const works = matched.works.filter(({ categoryId }) => categoryId !== '').length;
    const weight = said(office, read, head) + (matched.unitId === '' ? 0 : UNIT) + works * WORK;
    weighed.push({ office, matched, weight });
  }
  return heaviest(weighed);
}

/** Where nothing but the head is known. */
export const likeliest = ({ campaigns }: House, read: LetterRead, head: Pick<MailHead, 'arrivedAt'>): Office =>
  heaviest([...campaigns.values()].map((office) => ({ office, weight: said(office, read, head) }))).office;

/** Of several that are equal the one that was named first. */
function heaviest<Weighed extends { weight: number }>(all: readonly Weighed[]): Weighed {
  const [first, ...others] = all;
  if (!first) throw new Error('no campaign');
  return others.reduce((best, one) => (one.weight > best.weight ? one : best), first);
}

function said({ campaign }: Office, { subject, text }: LetterRead, { arrivedAt }: Pick<MailHead, 'arrivedAt'>): number {
  const named = [campaign.name, campaign.document.title].some((name) => subject.includes(name) || text.includes(name));
  const day = beijingDay(arrivedAt);
  const [from = '', to = '9999-12-31'] = [firstDay(campaign), endOf(campaign)];
  return (named ? NAMED : 0) + (day >= from && day <= to ? IN_TIME : 0);
}
