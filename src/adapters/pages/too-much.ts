import { tellOfTooMuch } from '../../application/conversation/tell-too-much.ts';
import { enqueue } from '../../application/delivery/outbox.ts';
import { noteTooMuch } from '../../application/works/page-quotas.ts';
import { Refusal } from '../../domain/refusal.ts';
import { countRefused } from '../console/refused.ts';
import { deskOf, type PageHall, turnOf, type Visit } from './visit.ts';

const TOO_OFTEN = new Set(['upload.too-often', 'upload.begun-too-often']);
const FULL = new Set(['upload.page-files', 'upload.page-bytes']);

/** Does what somebody wants to do by a page; where a quota stops them, those whom the page concerns hear of it, once a day. */
export async function toldOfTooMuch<Result>(hall: PageHall, visit: Visit, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal && TOO_OFTEN.has(error.code)) {
      countRefused('too-often');
      await told(hall, visit, false);
    }
    // A page for one work is full when its sender has chosen too many files, which is nobody else's business.
    if (error instanceof Refusal && FULL.has(error.code) && error.facts.shared === true) await told(hall, visit, true);
    throw error;
  }
}

async function told(hall: PageHall, visit: Visit, full: boolean): Promise<void> {
  const desk = deskOf(hall, visit);
  const { prisma, ...rest } = desk.office;
  await prisma.$transaction(async (tx) => {
    const turn = { ...rest, ...turnOf(desk, visit), tx };
    if (await noteTooMuch(turn, visit.page)) await enqueue(tx, await tellOfTooMuch(turn, visit.page, full), turn.now);
  });
  void desk.bot.work().catch((error) => desk.office.log.warn({ error }, 'posts not sent'));
}
