import { eraseDayOf } from '../../domain/campaign-days.ts';
import { KEPT_FIELDS } from '../../domain/field.ts';
import { beijingDay } from '../../domain/time.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Tx } from '../office.ts';
import { NOBODY } from '../turn.ts';
import { audit } from './audit.ts';
import { atHand, campaignsByEnd, type Keeper, NEVER } from './keeper.ts';
import { moveSetting, settingOf } from './settings.ts';

/** What lost its personal part, in rows. */
export interface Erased {
  /** Names and phones of those who joined. */
  people: number;
  /** Fields about people in entries, and the names of their files. */
  entries: number;
  files: number;
  /** The same in the history of changes. */
  audits: number;
  /** Why nothing was reported, a deadline moved, a target changed: free words. */
  reasons: number;
  /** What was written to the bot, and what it wrote. */
  messages: number;
  posts: number;
  /** The practice page's own chats. */
  practice: number;
}

const MESSAGE_DAYS = 30;
const EMPTY_POST = { text: '', files: [], mentions: [], erased: true };

const NOTHING: Erased = { people: 0, entries: 0, files: 0, audits: 0, reasons: 0, messages: 0, posts: 0, practice: 0 };

class Preview extends Error {}

/** Once a day: what nobody needs to know any more is erased. Returns what was, if it was this call's turn. */
export async function eraseDaily(keeper: Keeper): Promise<Erased | undefined> {
  const { prisma, campaign, clock } = keeper;
  const today = beijingDay(clock.now());
  // The row of the day lets one of several processes do it.
  const turn = await moveSetting({ tx: prisma, campaign }, 'erased-on', today);
  return turn ? erase(keeper, false, 'when-told') : undefined;
}

/**
 * What the start is to say before anything personal is erased for the first time, as the day was past already when it was first heard
 * of: the daily erasing leaves it for the day after. Undefined when there is nothing to say.
 */
export async function announceErasing(keeper: Keeper): Promise<Erased | undefined> {
  const { prisma, clock } = keeper;
  const today = beijingDay(clock.now());
  const past = atHand(keeper).filter((campaign) => (eraseDayOf(campaign) ?? NEVER) < today);
  const known = await Promise.all(past.map((campaign) => settingOf({ tx: prisma, campaign }, 'erase-after')));
  if (past.every((campaign, at) => known[at] === eraseDayOf(campaign))) return undefined;
  const found = await erase(keeper, true);
  return found.people + found.entries === 0 ? undefined : found;
}

/**
 * Erases the bodies of messages that were handled 30 days ago, and everything personal of campaigns whose day has passed, but never
 * of one that still runs. What was erased is recorded, in numbers, and nothing of it is left in the files of the embedded database.
 * With `preview` nothing changes. `when-told`: a day that is past when it is first heard of holds from the next day on; a person
 * who asks for it needs no telling.
 */
export async function erase(keeper: Keeper, preview = false, when: 'now' | 'when-told' = 'now'): Promise<Erased> {
  const { prisma, campaign, clock } = keeper;
  const campaigns = atHand(keeper);
  let erased = NOTHING;
  try {
    await prisma.$transaction(
      async (tx) => {
        const now = clock.now();
        const today = beijingDay(now);
        erased = await messagesBefore(tx, new Date(now.getTime() - MESSAGE_DAYS * 24 * 3_600_000));
        const { ended, running, unheard } = await campaignsByEnd(tx, campaigns, today);
        for (const id of when === 'when-told' ? ended.filter((one) => !unheard.has(one)) : ended) {
          erased = sum(erased, await entriesOf(tx, id));
          // People are erased only with a campaign in hand, and with the last: they may be at work on another campaign
          // that still runs.
          if (running.length === 0 && campaigns.some((one) => one.id === id))
            erased = sum(erased, await everybody(tx), await messagesBefore(tx, now));
        }
        if (preview) throw new Preview();
        if (Object.values(erased).every((count) => count === 0)) return;
        await audit(
          { tx, now, campaign, actor: NOBODY, origin: { entrance: 'clock' } },
          { action: 'retention.erase', subject: `campaign:${campaign.id}`, after: { ...erased } },
        );
      },
      { timeout: 10 * 60_000, maxWait: 60_000 },
    );
  } catch (error) {
    if (!(error instanceof Preview)) throw error;
  }
  if (!preview && Object.values(erased).some((count) => count > 0)) await keeper.rewrite?.();
  return erased;
}

async function messagesBefore(tx: Tx, instant: Date): Promise<Erased> {
  const messages = await tx.$executeRaw`
    UPDATE inbound SET message = '{"erased": true}', fetched = NULL, sender_id = '', message_id = 'erased/' || md5(message_id)
    WHERE state IN ('handled', 'failed') AND handled_at <= ${instant} AND message -> 'erased' IS NULL`;
  const posts = await tx.$executeRaw`
    UPDATE outbound SET post = ${JSON.stringify(EMPTY_POST)}::jsonb, recipe = NULL, progress = NULL, unreached = '{}',
      chat_id = '', message_id = NULL
    WHERE state NOT IN ('waiting', 'working') AND created_at <= ${instant} AND post -> 'erased' IS NULL`;
  // A letter that was decided on is of no more use; what was attached to one that reports nothing is nobody's.
  const letters = await tx.$executeRaw`
    UPDATE mail SET text = '', links = '{}' WHERE state <> 'waiting' AND coalesce(decided_at, fetched_at) <= ${instant} AND text <> ''`;
  await tx.$executeRaw`
    DELETE FROM mail_file f USING mail m WHERE m.number = f.mail AND m.state IN ('dismissed', 'other', 'double')
      AND coalesce(m.decided_at, m.fetched_at) <= ${instant}`;
  return { ...NOTHING, messages: messages + letters, posts };
}

async function entriesOf(tx: Tx, campaign: string): Promise<Erased> {
  // The title of an ambassador is the person's name, and the chat in which it was begun is somebody's own.
  const entries = await tx.$executeRaw`
    UPDATE submission SET title = '', title_key = '', titles = '{}', each_fields = '[]', channel = '', chat_id = '',
      fields = ${onlyFigures('fields')}
    WHERE campaign = ${campaign} AND (title <> '' OR titles <> '{}' OR each_fields <> '[]' OR chat_id <> '' OR fields <> ${onlyFigures('fields')})`;
  const files = await tx.$executeRaw`
    UPDATE submission_file f SET name = '' FROM submission s
    WHERE s.number = f.submission_number AND s.campaign = ${campaign} AND f.name <> ''`;
  const audits = await tx.$executeRaw`
    UPDATE audit a SET before = ${withoutPerson('before')}, after = ${withoutPerson('after')} FROM submission s
    WHERE s.campaign = ${campaign} AND a.subject = 'submission:' || s.number
      AND (a.before ? 'fields' OR a.after ? 'fields')`;
  await tx.$executeRaw`
    UPDATE receipt r SET told = told - 'said' || jsonb_build_object('files',
      (SELECT coalesce(jsonb_agg(f - 'name'), '[]') FROM jsonb_array_elements(told -> 'files') f)) FROM submission s
    WHERE s.number = r.number AND s.campaign = ${campaign} AND r.told ? 'said'`;
  await lettersOf(tx, campaign);
  const screened = await candidatesOf(tx, campaign);
  await snapshotsOf(tx, campaign);
  // Free words, in which a name or a phone may stand.
  const reasons = [
    await tx.$executeRaw`UPDATE zero_report SET reason = '' WHERE campaign = ${campaign} AND reason <> ''`,
    await tx.$executeRaw`UPDATE extension SET reason = '' WHERE campaign = ${campaign} AND reason <> ''`,
    await tx.$executeRaw`UPDATE target_change SET basis = '' WHERE campaign = ${campaign} AND basis <> ''`,
    await tx.$executeRaw`UPDATE judge_conflict SET reason = '' WHERE campaign = ${campaign} AND reason <> ''`,
    await tx.$executeRaw`UPDATE objection SET raised_by = '', text = '', outcome = '' WHERE campaign = ${campaign} AND raised_by || text || outcome <> ''`,
  ].reduce((total, count) => total + count);
  return { ...NOTHING, entries: entries + screened.entries, files: files + screened.files, audits, reasons };
}

/** What was handed in to be screened: who made it and where they work, also of what never became an entry. */
async function candidatesOf(tx: Tx, campaign: string): Promise<{ entries: number; files: number }> {
  const entries = await tx.$executeRaw`
    UPDATE candidate SET title = '', author = '', workplace = '', phone = '', link = '', reason = ''
    WHERE campaign = ${campaign} AND (title || author || workplace || phone || link || reason) <> ''`;
  const files = await tx.$executeRaw`
    UPDATE candidate_file f SET name = '' FROM candidate c
    WHERE c.number = f.candidate_number AND c.campaign = ${campaign} AND f.name <> ''`;
  await tx.$executeRaw`
    UPDATE audit a SET after = a.after - 'reason' FROM candidate c
    WHERE c.campaign = ${campaign} AND a.subject = 'candidate:' || c.number AND a.after ? 'reason'`;
  return { entries, files };
}

/** Of mails there is left when they came, what they became, and the hashes by which they are known. */
async function lettersOf(tx: Tx, campaign: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE mail SET address = '', sender = '', subject = '', text = '', links = '{}', matched = matched || jsonb_build_object('works',
      (SELECT coalesce(jsonb_agg(w || '{"title": "", "fields": {}}'), '[]') FROM jsonb_array_elements(matched -> 'works') w))
    WHERE campaign = ${campaign}`;
  await tx.$executeRaw`UPDATE mail_file f SET name = '' FROM mail m WHERE m.number = f.mail AND m.campaign = ${campaign}`;
  await tx.mailSender.deleteMany({ where: { campaign } });
  await tx.$executeRaw`
    UPDATE audit a SET before = before - 'works', after = after - 'works' FROM mail m
    WHERE m.campaign = ${campaign} AND a.subject = 'mail:' || m.number AND (a.before ? 'works' OR a.after ? 'works')`;
}

/** What was frozen keeps its figures: names, phones and texts go out of it as out of the entries themselves. */
async function snapshotsOf(tx: Tx, campaign: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE snapshot_entry e SET entry = entry || jsonb_build_object('title', '', 'fields', ${onlyFigures("entry -> 'fields'")},
      'files', (SELECT coalesce(jsonb_agg(f || '{"name": ""}'), '[]') FROM jsonb_array_elements(entry -> 'files') f))
    FROM snapshot s WHERE s.id = e.snapshot_id AND s.campaign = ${campaign}`;
  await tx.$executeRaw`
    UPDATE snapshot SET note = '', figures = figures || jsonb_build_object('coordinators',
      (SELECT coalesce(jsonb_agg(c || '{"name": "", "phone": null}'), '[]') FROM jsonb_array_elements(figures -> 'coordinators') c))
    WHERE campaign = ${campaign}`;
}

/** A column of fields, without the words in them. */
const onlyFigures = (column: string): Prisma.Sql => Prisma.sql`
  (SELECT coalesce(jsonb_object_agg(f.key, f.value), '{}') FROM jsonb_each(${Prisma.raw(column)}) f
    WHERE f.key = ANY(${KEPT_FIELDS}::text[]))`;

/** What the audit keeps of an entry (`snapshot`), without what tells of a person; its hashes and its state stay. */
function withoutPerson(column: 'before' | 'after'): Prisma.Sql {
  const copy = Prisma.raw(`a.${column}`);
  return Prisma.sql`CASE WHEN ${copy} ? 'fields' THEN
    ${copy} - 'fields' - 'title' - 'reason' || jsonb_build_object('erased', true, 'files',
      (SELECT coalesce(jsonb_agg(f - 'name'), '[]') FROM jsonb_array_elements(${copy} -> 'files') f)) ELSE ${copy} END`;
}

async function everybody(tx: Tx): Promise<Erased> {
  const people = await tx.$executeRaw`UPDATE person SET name = '', phone = NULL WHERE name <> '' OR phone IS NOT NULL`;
  const practice = await tx.$executeRaw`
    UPDATE practice_message SET text = '', files = '[]' WHERE text <> '' OR files <> '[]'`;
  // A request may hold the name and the phone of a new coordinator.
  await tx.$executeRaw`UPDATE request SET asked = json_build_object('kind', 'earlier', 'id', id, 'words', '', 'command', '')::text`;
  await tx.question.deleteMany({});
  await tx.wrongCode.deleteMany({});
  await tx.chosenCampaign.deleteMany({});
  // Whoever may do nothing any more has no need to be recognised.
  await tx.account.deleteMany({ where: { person: { memberships: { none: { until: null } } } } });
  // These rows name no campaign, so they are erased with the campaign in hand, like people.
  const audits = await tx.$executeRaw`
    UPDATE audit SET after = after - 'reason' - 'basis' - 'note' WHERE after ?| ARRAY['reason', 'basis', 'note']`;
  return { ...NOTHING, people, practice, audits };
}

const sum = (...all: Erased[]): Erased =>
  Object.fromEntries(
    Object.keys(NOTHING).map((key) => [key, all.reduce((total, one) => total + one[key as keyof Erased], 0)]),
  ) as unknown as Erased;
