import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ImapFlow } from 'imapflow';
import type { MailHead } from '../../application/mailing/identity.ts';
import { newPlaces, type Place } from '../../application/mailing/places.ts';
import type { House } from '../../application/office.ts';
import { type Lease, StoreFailed } from '../../application/ports.ts';
import { firstDay } from '../../domain/campaign-days.ts';
import { fetchMail, headsOf } from './fetch-mail.ts';
import { openLine } from './line.ts';
import type { MailSettings } from './settings.ts';

/** Beside the server's own word that something came: some never give it. */
const LOOKS_EVERY_MS = 3 * 60_000;
const AGAIN_AFTER_MS = [5_000, 15_000, 60_000, 5 * 60_000, 10 * 60_000];
/** Of so many mails the heads are asked for together. */
const AT_ONCE = 100;
const A_DAY_MS = 24 * 3_600_000;
/** Without a first day of the campaign. */
const LOOKS_BACK_DAYS = 120;

export interface Mailbox {
  /** Connects, now and whenever the line breaks, as long as this process has the lease. */
  open(): void;
  /** Fetches what is new; resolves when all of it was looked at, throws when the line broke. */
  look(): Promise<void>;
  stop(): Promise<void>;
  /** `idling`: the server tells by itself when a mail comes. */
  status(): { connected: boolean; idling: boolean; lookedAt?: Date };
}

export interface MailboxOf {
  office: House;
  settings: MailSettings;
  lease: Lease;
  /** Of the program's data. */
  dataDir: string;
}

/** Whose mails these are, for telling places apart: the server's name is kept nowhere else. */
export const mailboxKey = ({ host, user, folder }: MailSettings): string =>
  createHash('sha256')
    .update(JSON.stringify([host.toLowerCase(), user, folder]))
    .digest('hex')
    .slice(0, 32);

/** Reads a mailbox: what came is fetched, stored and matched, by one process of several. In the mailbox itself nothing is changed. */
export function mailboxOf({ office, settings, lease, dataDir }: MailboxOf): Mailbox {
  const { log } = office;
  const folder = path.join(dataDir, 'mail-incoming');
  let line: ImapFlow | undefined;
  let stopped = false;
  let failures = 0;
  let lookedAt: Date | undefined;
  let next: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  const held = () => !stopped && lease.held();

  async function connected(): Promise<ImapFlow> {
    if (line?.usable) return line;
    // What a process that was killed has left there.
    await rm(folder, { recursive: true, force: true });
    const fresh = await openLine(settings);
    fresh.on('exists', soon);
    fresh.on('close', () => {
      if (line === fresh) line = undefined;
      if (held()) later(AGAIN_AFTER_MS[Math.min(failures, AGAIN_AFTER_MS.length - 1)] as number);
    });
    line = fresh;
    return fresh;
  }

  async function lookOnce(): Promise<void> {
    const open = await connected();
    const box = open.mailbox;
    if (!box) throw new Error('no folder is open');
    const since = new Date(
      Math.min(...[...office.campaigns.values()].map(({ campaign }) => Date.parse(firstDay(campaign) ?? ''))) -
        A_DAY_MS || office.clock.now().getTime() - LOOKS_BACK_DAYS * A_DAY_MS,
    );
    const uids = (await open.search({ since }, { uid: true })) || [];
    const of = { mailbox: mailboxKey(settings), uidValidity: box.uidValidity };
    const fresh = await newPlaces(office, of, uids);
    for (let from = 0; from < fresh.length; from += AT_ONCE) {
      const next = fresh.slice(from, from + AT_ONCE);
      const heads = await headsOf(open, next);
      for (const uid of next) {
        if (!held()) return;
        const head = heads.get(uid);
        if (head) await tryOne(open, { ...of, uid }, head);
      }
    }
    lookedAt = office.clock.now();
  }

  /** What is wrong with one mail keeps none of the others; without a line nothing goes on. */
  async function tryOne(open: ImapFlow, place: Place, head: MailHead): Promise<void> {
    try {
      await fetchMail(open, { office, folder, held }, place, head);
    } catch (error) {
      log.warn({ error: nameOf(error) }, 'a mail was not fetched');
      if (!open.usable || error instanceof StoreFailed) throw error;
    }
  }

  function look(): Promise<void> {
    const round = looking.catch(() => {}).then(() => (held() ? lookOnce() : undefined));
    looking = round;
    return round;
  }

  function later(ms: number): void {
    clearTimeout(next);
    if (!stopped) next = setTimeout(go, ms).unref();
  }

  function go(): void {
    look().then(
      () => {
        failures = 0;
        later(LOOKS_EVERY_MS);
      },
      (error) => {
        log.warn({ error: nameOf(error), failures }, 'mailbox not read');
        later(AGAIN_AFTER_MS[Math.min(failures++, AGAIN_AFTER_MS.length - 1)] as number);
      },
    );
  }

  const soon = () => later(500);

  return {
    open: () =>
      lease.watch((has) => {
        if (has) return go();
        clearTimeout(next);
        line?.close();
      }),
    look,
    async stop() {
      stopped = true;
      clearTimeout(next);
      line?.close();
      await looking.catch(() => {});
    },
    status: () => ({ connected: line?.usable === true, idling: line?.idling === true, ...(lookedAt && { lookedAt }) }),
  };
}

/** Never the message: servers put addresses into theirs. */
const nameOf = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'Error');
};
