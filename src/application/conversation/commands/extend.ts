import { readDay } from '../../../domain/date-words.ts';
import { deadlineOf } from '../../../domain/deadline.ts';
import { beijingDay } from '../../../domain/time.ts';
import { audit } from '../../keeping/audit.ts';
import { categoryOf, categoryToWrite, surely, unitOf, unitToWrite } from '../../words/lexicons.ts';
import { oneLine } from '../../words/normalise.ts';
import { misuse } from '../../words/refuse.ts';
import { extensionsOf } from '../../works/ledger.ts';
import type { Command } from '../context.ts';
import { settleRequests } from '../requests.ts';
import { personOf } from '../speaking.ts';
import { tellCounty } from './review.ts';

/** `大宁县 到 9月18日 山区停电`: what stands before, the day, and why. */
export const UNTIL = /^(.*?)\s*(?:到|至)\s*((?=[\d０-９今明后大])\S+)\s*(.*)$/s;

export const extend: Command = {
  id: 'extend',
  action: 'extend',
  async handle(context, args) {
    const { tx, campaign, say, now } = context;
    const personId = personOf(context);
    const said = UNTIL.exec(args.said);
    const subject = (said?.[1] ?? (args.fields.day === undefined ? '' : args.head)).split(/[\s,，、]+/).filter(Boolean);
    const written = args.fields.day ?? said?.[2];
    const reason = oneLine(args.fields.reason ?? said?.[3] ?? '', 200);
    const unitWord = args.fields.unit ?? subject[0];
    const categoryWord =
      args.fields.category ??
      subject.find((word) => word !== unitWord && surely(context.lexicons.categories, word)) ??
      subject.find((word) => word !== unitWord);
    if (unitWord === undefined || written === undefined) misuse('extend.lacks');
    const unitId = unitToWrite(context, unitWord as string);
    const categoryId = categoryWord === undefined ? '' : categoryToWrite(context, categoryWord);
    const today = beijingDay(now);
    const read = readDay(written as string, today);
    if (!read.ok)
      return misuse(read.reason === 'impossible' ? 'date.impossible' : 'date.unreadable', {
        written: written as string,
      });
    if (reason === '') misuse('extend.no-reason');
    const before = deadlineOf(campaign, await extensionsOf(context, [unitId]), unitId, categoryId);
    const base = deadlineOf(campaign, [], unitId, categoryId);
    if (read.day < base.day) misuse('extend.before-base', { day: read.day, base: base.day });
    if (read.day < today) misuse('extend.past', { day: read.day, today });
    await tx.extension.create({
      data: { campaign: campaign.id, unitId, categoryId, day: read.day, reason, byPerson: personId, at: now },
    });
    await audit(tx, {
      at: now,
      personId,
      action: 'extend',
      subject: `unit:${unitId}`,
      before: { day: before.day },
      after: { day: read.day, category: categoryId, reason },
    });
    await settleRequests(context, { unitId, kind: 'extension' });
    const facts = {
      unit: unitOf(context, unitId).short,
      category: categoryId === '' ? '' : categoryOf(context, categoryId).short,
      day: read.day,
      before: before.day,
      reason,
    };
    const told = await tellCounty(context, { unitId }, say('extend.county', facts));
    return [{ text: say('extend.done', { ...facts, ...told.facts }) }, ...told.answers];
  },
};
