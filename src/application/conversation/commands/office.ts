import { audit } from '../../keeping/audit.ts';
import { coordinatorsOf } from '../../people/people.ts';
import { categoryOf, categoryToWrite, surely, unitOf, unitToWrite } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { setClosed } from '../../works/closing.ts';
import { targetsNow } from '../../works/ledger.ts';
import type { Command } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { personOf } from '../speaking.ts';
import { tellCounty } from './review.ts';

const MOST_TARGET = 10_000;

export const bindGroup: Command = {
  id: 'bindGroup',
  action: 'bind-group',
  async handle(context) {
    const { tx, say, now, message, inGroup } = context;
    const personId = personOf(context);
    if (!inGroup) refuse('office.bind-in-group');
    const key = { channel: message.channel, chatId: message.chat.id };
    await tx.group.upsert({
      where: { channel_chatId: key },
      create: { ...key, boundBy: personId, boundAt: now },
      update: { boundBy: personId, boundAt: now },
    });
    await audit(tx, { at: now, personId, action: 'group.bind', subject: `group:${message.channel}` });
    const reach = context.channels.get(message.channel)?.reach?.(message.chat) ?? { posts: true, mentions: true };
    const units = context.campaign.units.map(({ id }) => id);
    const coordinators = await coordinatorsOf(context, units);
    const silent = coordinators.filter(({ spoke }) => !spoke).map(({ name }) => name);
    return say('office.bound', {
      chat: reach.posts && reach.mentions ? '' : message.chat.id,
      cannotPost: !reach.posts,
      cannotMention: reach.posts && !reach.mentions,
      silent: [...new Set(silent)].join('、'),
      cannotTell: coordinators.some(({ spoke, to }) => spoke && to === undefined),
      unbound: units.filter((id) => !coordinators.some(({ unitId }) => unitId === id)).length || '',
    });
  },
};

export const changeTarget: Command = {
  id: 'changeTarget',
  action: 'change-target',
  async handle(context, args) {
    const { tx, campaign, say, now, lexicons } = context;
    const personId = personOf(context);
    const words = [...args.words];
    const numberWord = args.fields.number ?? words.find((word) => /^\d+\D{0,2}$/.test(word.normalize('NFKC')));
    const rest = words.filter((word) => word !== numberWord);
    const unitWord = args.fields.unit ?? rest.find((word) => surely(lexicons.units, word)) ?? rest[0];
    const categoryWord = args.fields.category ?? rest.find((word) => word !== unitWord);
    if (numberWord === undefined || unitWord === undefined || categoryWord === undefined)
      return misuse('office.target-lacks');
    const unitId = unitToWrite(context, unitWord);
    const categoryId = categoryToWrite(context, categoryWord);
    const number = Number(/\d+/.exec(numberWord.normalize('NFKC'))?.[0]);
    if (!(number <= MOST_TARGET)) misuse('office.target-number', { written: numberWord });
    const basis = oneLine(args.fields.basis ?? '', 200);
    if (basis === '') misuse('office.target-basis');
    const before = (await targetsNow(context)).get(unitId)?.get(categoryId);
    await tx.targetChange.create({
      data: { campaign: campaign.id, unitId, categoryId, number, basis, byPerson: personId, at: now },
    });
    await audit(tx, {
      at: now,
      personId,
      action: 'target.change',
      subject: `unit:${unitId}`,
      before: { category: categoryId, number: before ?? null },
      after: { category: categoryId, number, basis },
    });
    const facts = {
      unit: unitOf(context, unitId).short,
      category: categoryOf(context, categoryId).short,
      before: before ?? '',
      number,
      basis,
    };
    const told = await tellCounty(context, { unitId }, say('office.target-county', facts));
    return [{ text: say('office.target-changed', { ...facts, ...told.facts }) }, ...told.answers];
  },
};

export const close: Command = {
  id: 'close',
  action: 'close-campaign',
  async handle(context) {
    if (!context.confirmed)
      return ask(context, { kind: 'confirm', command: 'close', rest: '' }, 'office.close-preview', {
        campaign: context.campaign.name,
      });
    return setAndSay(context, true);
  },
};

export const reopen: Command = {
  id: 'reopen',
  action: 'close-campaign',
  handle: (context) => setAndSay(context, false),
};

async function setAndSay(context: Parameters<Command['handle']>[0], closed: boolean): Promise<string> {
  await setClosed(context, closed);
  await audit(context.tx, {
    at: context.now,
    personId: context.actor.personId,
    action: closed ? 'campaign.close' : 'campaign.reopen',
    subject: `campaign:${context.campaign.id}`,
  });
  return context.say(closed ? 'office.closed' : 'office.reopened', { campaign: context.campaign.name });
}
