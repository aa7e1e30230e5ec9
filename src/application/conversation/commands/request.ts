import { readDay } from '../../../domain/date-words.ts';
import { deadlineOf } from '../../../domain/deadline.ts';
import { fold } from '../../../domain/fold.ts';
import { beijingDay } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { audit } from '../../keeping/audit.ts';
import { isStaff } from '../../people/people.ts';
import { categoryOf, categoryToWrite, surely, unitOf } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import type { Arguments } from '../../words/parse.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { extensionsOf } from '../../works/ledger.ts';
import type { Command, Context } from '../context.ts';
import { dayInWords } from '../plain/meant.ts';
import { openRequests, passOn, settleRequests } from '../requests.ts';
import { personOf, unitWritten } from '../speaking.ts';
import { UNTIL } from './extend.ts';

const LISTED = 20;

/** What a unit asks of staff, passed on with the command that grants it; staff see what is open, and tick it off. */
export const request: Command = {
  id: 'request',
  action: 'report',
  async handle(context, args) {
    const personId = personOf(context);
    const [first = '', ...rest] = args.words;
    const kind = Object.entries(context.vocabulary.requestKinds).find(([, words]) =>
      words.some((word) => fold(word) === fold(first)),
    )?.[0];
    if (isStaff(context.actor)) {
      if (kind === 'done') return settle(context, rest[0] ?? '');
      if (first === '' || kind === 'list') return list(context);
    }
    const head = args.said.slice(args.said.indexOf(first) + first.length).trim();
    const unitWord = args.fields.unit ?? rest.find((word) => surely(context.lexicons.units, word));
    const said = { ...args, said: head, words: rest.filter((word) => word !== unitWord) };
    if (kind === 'extension') return extension(context, personId, said, unitWritten(context, unitWord).unitId);
    if (kind === 'liaison') return liaison(context, personId, said, unitWritten(context, unitWord).unitId);
    if (kind === 'mute') return mute(context, personId, said, unitWritten(context, unitWord).unitId);
    return misuse('request.what');
  },
};

async function extension(context: Context, personId: number, args: Arguments, unitId: string): Promise<Answer[]> {
  const { campaign, say, vocabulary, now } = context;
  const spoken = UNTIL.exec(args.said);
  const written = args.fields.day ?? spoken?.[2];
  if (written === undefined) return misuse('request.no-day');
  const today = beijingDay(now);
  const read = readDay(written, today);
  if (!read.ok) return misuse(read.reason === 'impossible' ? 'date.impossible' : 'date.unreadable', { written });
  const { lexicons } = context;
  const categoryWord = args.fields.category ?? args.words.find((word) => surely(lexicons.categories, word));
  const categoryId = categoryWord === undefined ? '' : categoryToWrite(context, categoryWord);
  const { day: base } = deadlineOf(campaign, await extensionsOf(context, [unitId]), unitId, categoryId);
  if (read.day <= base)
    refuse('request.in-time', { day: dayInWords(context, read.day), base: dayInWords(context, base) });
  if (read.day < today) misuse('extend.past', { day: read.day, today });
  const reason = oneLine(args.fields.reason ?? spoken?.[3] ?? '', 200);
  const category = categoryId === '' ? '' : categoryOf(context, categoryId).short;
  const fields = vocabulary.commands.extend?.fields;
  const parts = [
    vocabulary.commands.extend?.name,
    unitOf(context, unitId).short,
    category,
    `${fields?.day?.[1] ?? ''}:${read.day}`,
    `${fields?.reason?.[0] ?? ''}:${reason || say('request.unsaid-reason')}`,
  ];
  const asked = say('request.asks-extension', { category, day: dayInWords(context, read.day), reason });
  return passOn(context, personId, { unitId, kind: 'extension', asked, command: parts.filter(Boolean).join(' ') });
}

async function liaison(context: Context, personId: number, args: Arguments, unitId: string): Promise<Answer[]> {
  const name = oneLine(args.fields.name ?? args.words[0] ?? '', 20);
  if (name === '') misuse('request.no-name');
  const phone = oneLine(args.fields.phone ?? '', 20);
  const command = `${context.vocabulary.commands.invite?.name ?? ''} ${unitOf(context, unitId).short}`;
  const asked = context.say('request.asks-liaison', { name, phone });
  return passOn(context, personId, { unitId, kind: 'liaison', asked, command });
}

async function mute(context: Context, personId: number, args: Arguments, unitId: string): Promise<Answer[]> {
  const reason = oneLine(args.fields.reason ?? args.words.join(' '), 200);
  const command = `${context.vocabulary.commands.progress?.name ?? ''} ${unitOf(context, unitId).short}`;
  const until = args.fields.day === undefined ? undefined : readDay(args.fields.day, beijingDay(context.now));
  const day = until?.ok ? dayInWords(context, until.day) : '';
  const asked = context.say('request.asks-mute', { day, reason });
  return passOn(context, personId, { unitId, kind: 'mute', asked, command });
}

async function list(context: Context): Promise<Answer[]> {
  const open = await openRequests(context, LISTED + 1);
  const people = await context.tx.person.findMany({ where: { id: { in: open.map(({ byPerson }) => byPerson) } } });
  const rows = open.slice(0, LISTED).map(({ id, unitId, kind, asked, command, byPerson, day }) => ({
    number: id,
    unit: unitOf(context, unitId).short,
    name: people.find((person) => person.id === byPerson)?.name ?? '',
    day,
    // A new coordinator's name and phone are no matter for a group.
    asked: context.inGroup ? '' : asked,
    command,
    mute: kind === 'mute',
  }));
  return [{ text: context.say('request.list', { rows, none: rows.length === 0, more: open.length > LISTED }) }];
}

async function settle(context: Context, written: string): Promise<Answer[]> {
  const id = Number(/\d{1,9}/.exec(written.normalize('NFKC'))?.[0]);
  if (!Number.isInteger(id) || (await settleRequests(context, { id })) === 0) misuse('request.unknown', { written });
  const { now, actor, campaign } = context;
  await audit(context.tx, {
    at: now,
    personId: actor.personId,
    action: 'request.settle',
    subject: `campaign:${campaign.id}`,
    after: { request: id },
  });
  return [{ text: context.say('request.settled', { number: id }) }];
}
