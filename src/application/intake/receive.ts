import { admit, type Finding } from '../../domain/admission.ts';
import { audit } from '../audit.ts';
import { requireOpen } from '../closing.ts';
import type { Answer, Context, Destination } from '../context.ts';
import {
  addFiles,
  changeState,
  createDraft,
  type Entry,
  type EntryFile,
  reread,
  snapshot,
  updateDraft,
} from '../entries.ts';
import { standingOf } from '../ledger.ts';
import { categoryOf, unitOf } from '../lexicons.ts';
import { staffMembers } from '../people.ts';
import { findingRows, receiptFor } from '../receipt.ts';
import { titleFromFile } from './file-name.ts';
import { DRAFT_MINUTES, inMinutes } from './minutes.ts';

/** Receives a complete draft: from here on it counts, and its sender has a receipt. */
export async function receive(context: Context, draft: Entry): Promise<Answer[]> {
  const checked = await check(context, draft, draft.files);
  if (checked.answers) return checked.answers;
  const entry = await makeReceived(context, draft);
  return [...(await receiptFor(context, entry, checked.findings, await directChat(context))), ...checked.toStaff];
}

/** One work for each file of the draft. Files that the unit already reported are named and left out. */
export async function receiveEach(context: Context, draft: Entry): Promise<Answer[]> {
  const repeated = await repeatsOf(context, draft.unitId, draft.files);
  const fresh = draft.files.filter(({ sha256 }) => !repeated.has(sha256));
  if (fresh.length === 0) return repeatedAnswer(context, draft, repeated);
  const checked = await check(context, draft, fresh);
  if (checked.answers) return checked.answers;
  const { asOne: _, gathered: __, ...fields } = draft.fields;
  const category = categoryOf(context, draft.categoryId);
  const numbers: number[] = [];
  await context.tx.submissionFile.deleteMany({ where: { submissionNumber: draft.number } });
  for (const [index, file] of fresh.entries()) {
    const title =
      titleFromFile(file.name, context) ||
      context.say('intake.numbered-title', { category: category.short, index: index + 1 });
    const single =
      index === 0
        ? await updateDraft(context, draft.number, { title, fields })
        : await createDraft(context, draft.byPerson, { ...draft, title, fields, files: [], openUntil: null });
    await addFiles(context, single.number, [file]);
    const entry = await makeReceived(context, await reread(context, single.number));
    numbers.push(entry.number);
  }
  const last = await reread(context, numbers.at(-1) as number);
  const standing = await standingOf(context, draft.unitId, draft.categoryId);
  return [
    {
      text: context.say('receipt.many', {
        count: numbers.length,
        numbers: numbers.map((number) => `#${number}`).join(' '),
        category: category.short,
        unit: unitOf(context, draft.unitId).short,
        standing: standing.count,
        target: standing.target,
        repeated: repeated.size > 0 ? repeated.size : '',
        example: last.number,
        warnings: findingRows(
          context,
          checked.findings.filter(({ level }) => level === 'warn'),
        ),
      }),
    },
    ...checked.toStaff,
  ];
}

async function makeReceived(context: Context, draft: Entry): Promise<Entry> {
  const { gathered: _, asOne: __, ...fields } = draft.fields;
  const { manyFiles, kind } = categoryOf(context, draft.categoryId);
  return changeState(context, draft, 'received', {
    action: 'submission.receive',
    data: {
      receivedAt: context.now,
      fields,
      openUntil:
        manyFiles && (draft.files.length > 0 || kind === 'event') ? inMinutes(context.now, DRAFT_MINUTES) : null,
    },
  });
}

/** Adds files to an entry that already counts. */
export async function attach(context: Context, entry: Entry, files: EntryFile[]): Promise<Answer[]> {
  const repeated = await repeatsOf(context, entry.unitId, files);
  const fresh = files.filter(({ sha256 }) => !repeated.has(sha256));
  if (fresh.length === 0) return repeatedAnswer(context, entry, repeated);
  await addFiles(context, entry.number, fresh);
  await context.tx.submission.update({
    where: { number: entry.number },
    data: { openUntil: inMinutes(context.now, DRAFT_MINUTES) },
  });
  const after = await reread(context, entry.number);
  await audit(context.tx, {
    at: context.now,
    personId: context.speaker.personId,
    action: 'submission.attach',
    subject: `submission:${entry.number}`,
    before: snapshot(entry),
    after: snapshot(after),
  });
  return [
    {
      text: context.say('intake.joined', {
        number: entry.number,
        title: entry.title,
        added: fresh.length,
        count: after.files.length,
        repeated: repeated.size > 0 ? repeated.size : '',
      }),
    },
  ];
}

interface Checked {
  findings: Finding[];
  toStaff: Answer[];
  /** Set when the draft cannot be received: what to say instead. */
  answers?: Answer[];
}

/** Rules, repeats and whether the campaign still takes entries. A unit's receipts are decided one after another. */
async function check(context: Context, draft: Entry, files: EntryFile[]): Promise<Checked> {
  const { tx, campaign, fileLimit } = context;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${campaign.id}/${draft.unitId}`}, 1))`;
  await requireOpen(context);
  const findings = admit(categoryOf(context, draft.categoryId), files, fileLimit, context.campaign.rules);
  const blocks = findings.filter(({ level }) => level === 'block');
  if (blocks.length > 0) {
    await tx.submissionFile.deleteMany({ where: { submissionNumber: draft.number } });
    return {
      findings,
      toStaff: [],
      answers: [
        { text: context.say('intake.blocked', { number: draft.number, reasons: findingRows(context, blocks) }) },
      ],
    };
  }
  const repeated = await repeatsOf(context, draft.unitId, files, draft.number);
  if (repeated.size > 0) return { findings, toStaff: [], answers: await repeatedAnswer(context, draft, repeated) };
  return { findings, toStaff: await elsewhereToStaff(context, draft, files) };
}

/** Which of the files this unit has already reported, by hash, with the entry's number. */
export async function repeatsOf(
  { tx, campaign }: Context,
  unitId: string,
  files: EntryFile[],
  except?: number,
): Promise<Map<string, number>> {
  const rows = await tx.submissionFile.findMany({
    where: {
      sha256: { in: files.map(({ sha256 }) => sha256) },
      retiredAt: null,
      submission: {
        campaign: campaign.id,
        unitId,
        state: { in: ['received', 'accepted', 'returned'] },
        ...(except !== undefined && { NOT: { number: except } }),
      },
    },
    orderBy: { id: 'desc' },
  });
  return new Map(rows.map(({ sha256, submissionNumber }) => [sha256, submissionNumber]));
}

/** The same bytes again are named and not counted twice; the draft goes on waiting for the right file. */
export async function repeatedAnswer(context: Context, draft: Entry, repeated: Map<string, number>): Promise<Answer[]> {
  let waits = false;
  const earlier = await reread(context, [...repeated.values()][0] as number);
  if (draft.state === 'draft') {
    await context.tx.submissionFile.deleteMany({
      where: { submissionNumber: draft.number, sha256: { in: [...repeated.keys()] } },
    });
    const left = await reread(context, draft.number);
    waits = left.files.length === 0 && draft.fields.gathered !== 'yes';
    if (left.files.length === 0 && !waits)
      await changeState(context, left, 'lapsed', { action: 'draft.repeat', data: { openUntil: null } });
  }
  return [
    {
      text: context.say('intake.repeated', {
        file: draft.files.find(({ sha256 }) => repeated.has(sha256))?.name ?? '',
        number: earlier.number,
        title: earlier.title,
        category: categoryOf(context, earlier.categoryId).short,
        draft: waits ? draft.number : '',
      }),
    },
  ];
}

/** The same bytes from another unit: recorded, and only staff are told (product.md, section 6). */
export async function elsewhereToStaff(context: Context, draft: Entry, files: EntryFile[]): Promise<Answer[]> {
  const { tx, campaign, say } = context;
  const other = await tx.submissionFile.findFirst({
    where: {
      sha256: { in: files.map(({ sha256 }) => sha256) },
      submission: {
        campaign: campaign.id,
        state: { in: ['received', 'accepted', 'returned'] },
        NOT: { unitId: draft.unitId },
      },
    },
    include: { submission: true },
  });
  if (!other) return [];
  const text = say('intake.repeated-elsewhere', {
    number: draft.number,
    unit: unitOf(context, draft.unitId).short,
    title: draft.title,
    otherNumber: other.submissionNumber,
    otherUnit: unitOf(context, other.submission.unitId).short,
    otherTitle: other.submission.title,
  });
  return (await staffMembers(context)).flatMap(({ to }) => (to ? [{ text, to }] : []));
}

/** Where the full receipt of something reported in a group goes. */
async function directChat({ tx, message, inGroup }: Context): Promise<Destination | undefined> {
  if (!inGroup) return undefined;
  const account = await tx.account.findUnique({
    where: { channel_senderId: { channel: message.channel, senderId: message.sender.id } },
  });
  return account?.directChatId
    ? { channel: message.channel, chat: { kind: 'direct', id: account.directChatId } }
    : undefined;
}
