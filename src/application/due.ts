import { chaseDue, nextChase } from './conversation/chase-due.ts';
import { inNameOf } from './delivery/in-name-of.ts';
import { keepArrived } from './delivery/keep-uploads.ts';
import { enqueue } from './delivery/outbox.ts';
import { lookAfterStore } from './delivery/store-outage.ts';
import { cleanPieces, cleanUploads } from './keeping/clean-uploads.ts';
import { cleanFiles } from './keeping/cleaning.ts';
import { keeperOf } from './keeping/keeper.ts';
import { eraseDaily } from './keeping/retention.ts';
import { mirrorChanges } from './mirroring/mirror.ts';
import { type House, type Office, officeNamed } from './office.ts';
import { tellOfMails } from './reminding/mails-waiting.ts';
import { reasonsInWords } from './reminding/reminder-words.ts';
import { postDue } from './reminding/reminders.ts';
import { nextOfAll, nextReminder } from './reminding/schedule.ts';
import { nextScreeningLine } from './reminding/screening-reminder.ts';
import { NOBODY } from './turn.ts';
import { changeState, entriesWhere } from './works/entries.ts';

export interface Due {
  at: Date;
  what: 'reminder' | 'lapse';
}

/**
 * Does what the clock has made due: drafts lapse with a message, reminders are posted, old texts erased. What fails keeps
 * none of the others from being done, and is thrown at the end.
 */
export async function runDue(house: House): Promise<void> {
  const failed: unknown[] = [];
  await house.takeUpLoaded?.().catch((error) => failed.push(error));
  const offices = [...house.campaigns.values()];
  const each = (duty: (office: Office) => Promise<void>) => offices.map((office) => () => duty(office));
  const ofHouse = [lookAfterStore, postDue, tellOfMails, keepArrived, cleanUploads, eraseAndClean].map(
    (duty) => () => duty(house),
  );
  const [store, ...others] = ofHouse;
  // The tables outside show the campaign that was named first.
  const mirrored = () => mirrorChanges(officeNamed(house, undefined));
  for (const duty of [store, ...each(lapseDrafts), ...others, ...each(chaseDue), mirrored])
    await duty?.().catch((error) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}

async function eraseAndClean(house: House): Promise<void> {
  const erased = await eraseDaily(keeperOf(house));
  if (!erased) return;
  if (Object.values(erased).some((count) => count > 0)) house.log.info({ erased }, 'personal data erased');
  await cleanPieces(house);
  const files = await cleanFiles(house);
  if (files > 0) house.log.info({ files }, 'files of no entry removed');
}

/** The next instant after the given one at which something is due. */
export async function nextDue(house: House, after: Date): Promise<Due | undefined> {
  const all = await Promise.all([...house.campaigns.values()].map((office) => nextDueOf(office, after)));
  return earliest(all.flatMap((due) => due ?? []));
}

const earliest = <Timed extends { at: Date }>(all: Timed[]): Timed | undefined =>
  all.sort((one, other) => one.at.getTime() - other.at.getTime())[0];

async function nextDueOf(office: Office, after: Date): Promise<Due | undefined> {
  const { prisma, campaign, ...rest } = office;
  const [planned, screening] = await prisma.$transaction(async (tx) => {
    const context = { ...rest, tx, campaign, now: after };
    return [await nextOfAll(context), await nextScreeningLine(context)];
  });
  const chase = nextChase(office, after);
  const reminder = earliest(
    [planned?.dueAt, screening?.dueAt, chase].flatMap((at) => (at ? [{ at, what: 'reminder' as const }] : [])),
  );
  const draft = await prisma.submission.findFirst({
    where: { campaign: campaign.id, state: 'draft', openUntil: { gt: after } },
    orderBy: { openUntil: 'asc' },
  });
  if (draft?.openUntil && (!reminder || draft.openUntil < reminder.at)) return { at: draft.openUntil, what: 'lapse' };
  return reminder;
}

/** The next reminder to a group, and what it is for. */
export async function nextPost(house: House): Promise<{ at: Date; why: string } | undefined> {
  const all = await Promise.all([...house.campaigns.values()].map(nextPostOf));
  return earliest(all.flatMap((post) => post ?? []));
}

async function nextPostOf(office: Office): Promise<{ at: Date; why: string } | undefined> {
  const { prisma, ...rest } = office;
  const { clock, say } = rest;
  const next = await prisma.$transaction((tx) => nextReminder({ ...rest, tx, now: clock.now() }));
  if (!next) return undefined;
  return {
    at: next.dueAt,
    why: next.plannedId === undefined ? reasonsInWords(office, next.reasons) : say('remind.why-planned'),
  };
}

/** A draft that waited in vain lapses, and its owner hears of it where it was begun. */
async function lapseDrafts(office: Office): Promise<void> {
  const { prisma, campaign, clock, say } = office;
  const now = clock.now();
  const stale = await prisma.submission.findMany({
    where: { campaign: campaign.id, state: 'draft', openUntil: { lte: now } },
    orderBy: { number: 'asc' },
    select: { number: true },
  });
  for (const { number } of stale)
    await prisma.$transaction(async (tx) => {
      // The lock makes a second process wait here; when it gets on, the draft is no longer one, and nobody is told
      // twice.
      await tx.$queryRaw`SELECT number FROM submission WHERE number = ${number} FOR UPDATE`;
      const [draft] = await entriesWhere({ tx, campaign }, { number, state: 'draft', openUntil: { lte: now } });
      if (!draft) return;
      const turn = { tx, campaign, now, actor: NOBODY, origin: { entrance: 'clock' as const } };
      await changeState(turn, draft, 'lapsed', { action: 'draft.lapse', data: { openUntil: null } });
      const account = await tx.account.findFirst({ where: { personId: draft.byPerson, directChatId: { not: null } } });
      const begun = { channel: draft.channel, chat: { kind: draft.chatKind as 'group' | 'direct', id: draft.chatId } };
      const direct = account?.directChatId
        ? { channel: account.channel, chat: { kind: 'direct' as const, id: account.directChatId } }
        : begun;
      // A draft without a chat was begun on a page, which shows by itself that it has lapsed.
      if (direct.channel === '') return;
      const text = say('intake.lapsed', {
        number,
        title: draft.title,
        files: draft.files.slice(0, 3).map(({ name }) => ({ name })),
        count: draft.files.length,
      });
      await enqueue(tx, inNameOf(office, [{ to: direct, text }]), now);
    });
}
