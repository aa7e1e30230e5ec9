import { z } from 'zod';
import type { Objection } from '../../domain/admission.ts';
import { audit } from '../keeping/audit.ts';
import { deed, demand, personOf } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { type Received, receive, standsAlone } from '../works/receive.ts';
import { alikeOf, inOrderOfUnit, repeatsOf } from '../works/repeats.ts';
import { objectionsTo } from '../works/rules.ts';
import { filesOfWork, type Mail, mailByNumber } from './mails.ts';
import { type MatchedWork, openWorks } from './matched.ts';

export const mailNumber = z.int().positive();

/** What became of a work of the mail. Whatever is not `received` counts for nothing, and what is not `repeated` waits on. */
export type WorkClaimed = { title: string; categoryId: string } & (
  | { outcome: 'received'; received: Extract<Received, { outcome: 'received' }> }
  | { outcome: 'repeated'; earlier: number }
  | { outcome: 'again'; earlier: number; by: 'title' | 'link' | 'kind' }
  | { outcome: 'blocked'; objections: Objection[] }
  | { outcome: 'no-file' }
);

export interface MailClaimed {
  mail: Mail;
  works: WorkClaimed[];
  /** 自报 of the unit that these works settle. */
  settled: number;
}

/** A mail that is decided on now: nobody else decides meanwhile. Throws a `Refusal` for one that is none, or that was claimed. */
export async function mailToDecide(turn: Turn, number: number): Promise<Mail> {
  await turn.tx.$queryRaw`SELECT number FROM mail WHERE number = ${number} FOR UPDATE`;
  const mail = await mailByNumber(turn, number);
  if (!mail) return refuse('mail.no-such', { number });
  if (mail.state === 'claimed')
    refuse('mail.claimed-already', {
      number,
      entries: mail.matched.works.flatMap((work) => work.number ?? []).join('、#'),
    });
  return mail;
}

/**
 * Confirms what a mail was taken for: each of its works is received, as of the day on which the mail arrived, and the address is known as the unit's
 * from now on. `another`: a person has said that a work is another one than the entry it looks like. What cannot be received
 * waits on in the mail.
 */
export const claimMail = deed(
  { id: 'claim-mail', action: 'review', input: z.object({ number: mailNumber, another: z.boolean().exactOptional() }) },
  async (turn, { number, another }): Promise<MailClaimed> => {
    const mail = await mailToDecide(turn, number);
    const { unitId, units } = mail.matched;
    if (unitId === '') return refuse('mail.no-unit', { number, units: units.map((id) => nameOf(turn, id)).join('、') });
    demand(turn, 'report', unitId);
    const open = openWorks(mail.matched);
    if (open.length === 0) refuse('mail.no-work', { number });
    const lacks = (field: 'categoryId' | 'title') => open.some((work) => work[field] === '');
    if (lacks('categoryId') || lacks('title'))
      refuse('mail.lacks', { number, category: lacks('categoryId'), title: lacks('title') });
    await inOrderOfUnit(turn, unitId);
    const works: WorkClaimed[] = [];
    const after: MatchedWork[] = [];
    for (const work of mail.matched.works) {
      if (!open.includes(work)) {
        after.push(work);
        continue;
      }
      const claimed = await claimWork(turn, mail, work, another === true);
      works.push({ title: work.title, categoryId: work.categoryId, ...claimed });
      if (claimed.outcome === 'received') after.push({ ...work, number: claimed.received.entry.number });
      else after.push(claimed.outcome === 'repeated' ? { ...work, same: claimed.earlier } : work);
    }
    return { mail: await decided(turn, mail, after), works, settled: await settleSelfReports(turn, unitId, works) };
  },
);

const nameOf = ({ campaign }: Turn, id: string) => campaign.units.find((unit) => unit.id === id)?.short ?? id;

type Outcome = WorkClaimed extends infer One
  ? One extends WorkClaimed
    ? Omit<One, 'title' | 'categoryId'>
    : never
  : never;

/** Looks before it receives: what is refused must use up no number. */
async function claimWork(turn: Turn, mail: Mail, work: MatchedWork, another: boolean): Promise<Outcome> {
  const { unitId } = mail.matched;
  const { categoryId, title, fields } = work;
  const files = await filesOfWork(turn, mail, work);
  const alone = standsAlone(turn, { categoryId, fields });
  if (files.length === 0 && !alone) return { outcome: 'no-file' };
  const repeated = await repeatsOf(turn, unitId, files);
  if (files.length > 0 && files.every(({ sha256 }) => repeated.has(sha256)) && !alone)
    return { outcome: 'repeated', earlier: [...repeated.values()][0] as number };
  const said = { number: 0, unitId, categoryId, title, fields };
  const blocks = (await objectionsTo(turn, { ...said, files })).filter(({ level }) => level === 'block');
  if (blocks.length > 0) return { outcome: 'blocked', objections: blocks };
  // By the day on which the mail came, as an entry of that day may be the same.
  const alike = another ? undefined : await alikeOf({ ...turn, now: mail.arrivedAt }, said);
  if (alike) return { outcome: 'again', earlier: alike.earlier.number, by: alike.by };
  const by = { ...turn, origin: { entrance: 'mail' as const, id: String(mail.number) } };
  const input = { unitId, categoryId, title, fields, files, arrivedAt: mail.arrivedAt, another: true };
  const received = await receive(by, input);
  if (received.outcome !== 'received')
    throw new Error(`mail ${mail.number}: ${received.outcome} after it was looked at`);
  return { outcome: 'received', received };
}

async function decided(turn: Turn, mail: Mail, works: MatchedWork[]): Promise<Mail> {
  const { tx, now, campaign } = turn;
  const matched = { ...mail.matched, works };
  const entries = works.flatMap((work) => work.number ?? []);
  const done = openWorks(matched).length === 0;
  const state = done ? (entries.length > 0 ? 'claimed' : 'dismissed') : 'waiting';
  await tx.mail.update({
    where: { number: mail.number },
    data: { matched, state, ...(done && { decidedBy: personOf(turn), decidedAt: now }) },
  });
  if (entries.length > 0 && mail.address !== '') {
    const key = { campaign: campaign.id, address: mail.address, unitId: matched.unitId };
    await tx.mailSender.upsert({
      where: { campaign_address_unitId: key },
      create: { ...key, byPerson: personOf(turn), at: now },
      update: { byPerson: personOf(turn), at: now },
    });
  }
  const after = { unit: matched.unitId, state, entries };
  await audit(turn, { action: 'mail.claim', subject: `mail:${mail.number}`, before: { state: mail.state }, after });
  return { ...mail, state, matched };
}

/** "We have sent it by mail": it has been found, though it came before that was said. */
async function settleSelfReports(turn: Turn, unitId: string, works: readonly WorkClaimed[]): Promise<number> {
  const categories = works.flatMap((work) => (work.outcome === 'received' ? [work.categoryId] : []));
  if (categories.length === 0) return 0;
  const where = { campaign: turn.campaign.id, unitId, categoryId: { in: ['', ...categories] } };
  const { count } = await turn.tx.selfReport.deleteMany({ where });
  if (count > 0) await audit(turn, { action: 'self-report.settle', subject: `unit:${unitId}`, after: { categories } });
  return count;
}
