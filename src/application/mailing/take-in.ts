import type { Readable } from 'node:stream';
import type { ReadDocument } from '../../domain/document.ts';
import { readRoster } from '../../domain/roster/roster.ts';
import { isSheet } from '../../domain/sheet.ts';
import { opened } from '../delivery/unpack.ts';
import { BytesRemoved, recordFile } from '../keeping/cleaning.ts';
import type { House, Office, Tx } from '../office.ts';
import { FileEmpty, FileTooLarge, type Looking, type StoredFile } from '../ports.ts';
import { listWords } from '../words/list-words.ts';
import { maskNumbers } from '../words/privacy.ts';
import { bodyKeyOf, headKeyOf, type MailHead } from './identity.ts';
import { type LetterRead, type MailedFile, mailedName, type SaidRow, wordsOf } from './letter-read.ts';
import { reportsSomething } from './match.ts';
import { isForm } from './match-works.ts';
import type { Matched } from './matched.ts';
import { type Place, settlePlace } from './places.ts';
import { campaignOf, likeliest } from './which-campaign.ts';

/** A mail as it was taken apart; its files lie somewhere until they are stored. */
export interface OpenedLetter {
  name: string;
  address: string;
  subject: string;
  text: string;
  links: string[];
  inner: { name: string; subject: string }[];
  automatic: boolean;
  files: { name: string; size: number; inline: boolean; failure?: 'too-large'; bytes: () => Readable }[];
}

/** Why a mail is listed with its head alone: a person has to look at it in the mailbox. */
export type MailProblem = 'unreadable' | 'too-large' | 'not-fetched';

const MOST_FILES = 300;
const MOST_SHEETS = 5;
const MOST_FORMS = 3;
const MOST_ROWS = 100;
const NOTHING: Matched = { unitId: '', units: [], works: [], why: [], doubts: [] };
/** What it opens is opened in processes with limits; those end, not this one. */
const LOOKING: Looking = { begin: async () => true, end: async () => {} };

/** Takes a mail in: its files are stored and measured, it is matched, and waits for a person. Returns its number. */
export async function takeIn(house: House, place: Place, head: MailHead, letter: OpenedLetter): Promise<number> {
  const files: MailedFile[] = [];
  for (const file of letter.files.slice(0, MOST_FILES)) files.push(...(await stored(house, file)));
  const sheets = await sheetsOf(house, files);
  const read: LetterRead = {
    ...wordsOf(letter),
    files,
    ...sheets,
    forms: await formsOf(house, files),
    automatic: letter.automatic,
  };
  const { office, matched } = await campaignOf(house, read, head);
  const state = reportsSomething(read, matched) && !(read.automatic && files.length === 0) ? 'waiting' : 'other';
  return keep(office, place, head, { read, matched, state });
}

/** Lists a mail of which nothing but the head can be had. */
export function listUnread(house: House, place: Place, head: MailHead, problem: MailProblem): Promise<number> {
  const words = wordsOf({ name: '', ...head, text: '', links: [], inner: [] });
  const read: LetterRead = { ...words, files: [], rows: [], forms: [], identity: false, automatic: false };
  return keep(likeliest(house, read, head), place, head, { read, matched: NOTHING, state: 'waiting', problem });
}

interface Kept {
  read: LetterRead;
  matched: Matched;
  state: 'waiting' | 'other';
  problem?: MailProblem;
}

/** In one transaction with its place in the mailbox: a process that dies before has taken nothing in, after it nothing is done twice. */
async function keep(
  office: Office,
  place: Place,
  head: MailHead,
  { read, matched, state, problem }: Kept,
): Promise<number> {
  const { prisma, campaign, clock } = office;
  // Of what has no sender nothing tells that it is the same.
  const known = problem === undefined && read.address !== '';
  const bodyKey = known ? bodyKeyOf({ ...read, files: read.files.flatMap(({ sha256 }) => sha256 ?? []) }) : '';
  return prisma.$transaction(async (tx) => {
    const same = known ? await sameMail(tx, bodyKey) : undefined;
    const { number } = await tx.mail.create({
      data: {
        campaign: campaign.id,
        state: same === undefined ? state : 'double',
        headKey: headKeyOf(head) ?? '',
        bodyKey,
        address: read.address,
        sender: read.name,
        subject: read.subject,
        sentAt: head.sentAt === '' ? null : new Date(head.sentAt),
        arrivedAt: head.arrivedAt,
        fetchedAt: clock.now(),
        text: read.text,
        links: read.links,
        matched,
        problem: problem ?? '',
        sameAs: same ?? null,
        files: {
          create: read.files.map(({ name, sha256, size, failure }) => ({
            name,
            size,
            sha256: sha256 ?? null,
            failure: failure ?? '',
          })),
        },
      },
      select: { number: true },
    });
    await settlePlace(tx, place, number);
    return number;
  });
}

async function sameMail(tx: Tx, bodyKey: string): Promise<number | undefined> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`mail/${bodyKey}`}, 0))`;
  const row = await tx.mail.findFirst({
    where: { bodyKey },
    orderBy: { number: 'asc' },
    select: { number: true },
  });
  return row?.number;
}

/** A file of the mail, or those of its archive, stored and measured as whatever comes by chat. Throws when our own store fails. */
async function stored(office: House, file: OpenedLetter['files'][number]): Promise<MailedFile[]> {
  const { inline } = file;
  const name = mailedName(file.name);
  const failed = (failure: string) => [{ name, size: file.size, extension: '', inline, failure }];
  if (file.failure) return failed(file.failure);
  if (file.size === 0) return failed('empty');
  const whole = await put(office, file.bytes);
  if (typeof whole === 'string') return failed(whole);
  const called = name || `${office.say('intake.nameless')}.${whole.extension || 'bin'}`;
  const found = await opened({ ...office, looking: LOOKING }, { name: called, quoted: false, ...whole });
  return found.map((one) =>
    'failure' in one
      ? { name: one.name, size: 0, extension: '', inline, failure: one.failure }
      : {
          ...{ name: mailedName(one.name), size: one.size, extension: one.extension, mime: one.mime, inline },
          ...{ sha256: one.sha256, measured: one.measured },
        },
  );
}

async function put(office: House, bytes: () => Readable): Promise<StoredFile | 'too-large' | 'empty'> {
  for (;;)
    try {
      const kept = await office.store.put(bytes(), office.fileLimit, LOOKING);
      await recordFile(office, kept);
      return kept;
    } catch (error) {
      if (error instanceof BytesRemoved) continue;
      if (error instanceof FileTooLarge) return 'too-large';
      if (error instanceof FileEmpty) return 'empty';
      throw error;
    }
}

/** The works that sheets of the mail list. */
async function sheetsOf(office: House, files: readonly MailedFile[]): Promise<Pick<LetterRead, 'rows' | 'identity'>> {
  const judging = { words: listWords(office.vocabulary, 'work'), hasCard: (cell: string) => maskNumbers(cell).masked };
  const rows: SaidRow[] = [];
  let identity = false;
  for (const file of files.filter((one) => one.sha256 !== undefined && isSheet(one)).slice(0, MOST_SHEETS)) {
    const read = await office.sheets.read(() => office.store.open(file.sha256 as string), file.size);
    if (!read.ok) continue;
    const listed = readRoster(read.sheets, judging);
    if (listed.kind === 'identity') identity = true;
    if (listed.kind !== 'people') continue;
    rows.push(...listed.people.filter(({ fault }) => fault === undefined).map(({ fields }) => fields));
  }
  return { rows: rows.slice(0, MOST_ROWS), identity };
}

/** What stands in forms that came as documents: each cell of a form's table is a label or its value. */
async function formsOf(office: House, files: readonly MailedFile[]): Promise<string[]> {
  const texts: string[] = [];
  for (const file of files
    .filter((one) => one.sha256 !== undefined && isForm(one, office.vocabulary))
    .slice(0, MOST_FORMS)) {
    const read = await office.documents.read(() => office.store.open(file.sha256 as string), file.size);
    if (read.ok) texts.push(maskNumbers(formText(read.document)).text.slice(0, 4000));
  }
  return texts;
}

const formText = ({ blocks }: ReadDocument): string =>
  blocks
    .flatMap((block) =>
      block.kind === 'paragraph'
        ? [block.text]
        : block.rows.flatMap((row) =>
            row.flatMap((cell, index) => {
              const next = row[index + 1];
              return index % 2 === 0 && next ? [`${cell.text.replace(/\s/g, '')}：${next.text}`] : [];
            }),
          ),
    )
    .join('\n');
