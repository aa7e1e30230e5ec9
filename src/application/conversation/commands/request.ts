import type { Answer } from '../../delivery/answer.ts';
import { peopleById } from '../../people/people.ts';
import { allowed } from '../../people/permit.ts';
import {
  ask as askDeed,
  markDone as doneDeed,
  openRequest,
  openRequests,
  type Request,
} from '../../people/requests.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { type Context, command, spoken } from '../context.ts';
import { dayInWords } from '../day-in-words.ts';
import { call } from '../run.ts';
import { speakerIn, unitToReport } from '../speaking.ts';
import { tellStaff } from '../tell.ts';
import { extending } from './extend.ts';
import { invite } from './invite.ts';

const LISTED = 20;

/** What a unit asks of staff, passed on with the command that grants it; staff see what is open, and tick it off. */
export const request = command({
  id: 'request',
  action: 'report',
  args: {
    kind: { kind: 'choice', of: 'requestKinds' },
    day: { kind: 'day', until: true },
    number: { kind: 'number' },
    unit: { kind: 'units', for: 'read', sure: true },
    category: { kind: 'category' },
    reason: { kind: 'text' },
    name: { kind: 'text', labelled: true },
    phone: { kind: 'text', labelled: true },
  },
  async handle(context, { kind, day, number, unit: units, category, reason, name, phone }) {
    speakerIn(context);
    if (allowed(context, 'answer-requests')) {
      if (kind === 'agree') return agree(context, number ?? 0);
      if (kind === 'done') return markingDone.carryOut(context, { id: number ?? 0 });
      if (kind === 'list' || (kind === undefined && reason === '' && day === undefined)) return list(context);
    }
    const unitId = units[0] === undefined ? unitToReport(context, undefined) : units[0];
    switch (kind) {
      case 'extension': {
        if (day === undefined) return misuse('request.no-day');
        const asked = { kind, day, reason, ...(category !== undefined && { categoryId: category }) };
        return asking.carryOut(context, { unitId, asked });
      }
      case 'liaison': {
        const asked = { kind, name: name || (reason.split(/\s+/)[0] ?? ''), phone };
        return asking.carryOut(context, { unitId, asked });
      }
      case 'mute':
        return asking.carryOut(context, { unitId, asked: { kind, reason, ...(day !== undefined && { day }) } });
      case 'agree':
      case 'done':
        return refuse('bot.not-allowed', { command: '' });
      default:
        return misuse('request.what');
    }
  },
});

/** Passed on to staff in their direct chats; the same one on the same day is passed on once. */
export const asking = spoken(askDeed, async (context, { outcome, request: made }): Promise<Answer[]> => {
  const { say } = context;
  const asked = askedInWords(context, made);
  if (outcome === 'again') return [{ text: say('request.already', { number: made.id, asked }) }];
  const text = say('request.to-staff', {
    number: made.id,
    unit: unitOf(context, made.unitId).short,
    name: context.actor.name,
    asked,
    command: grantedBy(context, made),
    mute: made.asked.kind === 'mute',
  });
  const toStaff = await tellStaff(context, text);
  return [{ text: say('request.passed-on', { number: made.id, asked, nobody: toStaff.length === 0 }) }, ...toStaff];
});

/** What is asked, as a sentence. */
function askedInWords(context: Context, { asked }: Request): string {
  const { say } = context;
  switch (asked.kind) {
    case 'extension': {
      const category = asked.categoryId === undefined ? '' : categoryOf(context, asked.categoryId).short;
      return say('request.asks-extension', { category, day: dayInWords(context, asked.day), reason: asked.reason });
    }
    case 'liaison':
      return say('request.asks-liaison', { name: asked.name, phone: asked.phone });
    case 'mute':
      return say('request.asks-mute', {
        day: asked.day === undefined ? '' : dayInWords(context, asked.day),
        reason: asked.reason,
      });
    case 'earlier':
      return asked.words;
  }
}

/** The command by which staff grant it, without the slash: its number alone, so that no word of a reason is read again. */
function grantedBy(context: Context, { id, unitId, asked }: Request): string {
  const { commands, requestKinds } = context.vocabulary;
  switch (asked.kind) {
    case 'extension':
    case 'liaison':
      return `${commands.request?.name ?? ''} ${requestKinds.agree?.[0] ?? ''} ${id}`;
    case 'mute':
      return `${commands.progress?.name ?? ''} ${unitOf(context, unitId).short}`;
    case 'earlier':
      return asked.command;
  }
}

/** Does what was asked, as it was asked. */
async function agree(context: Context, id: number): Promise<Answer[]> {
  const { unitId, asked } = await openRequest(context, id);
  switch (asked.kind) {
    case 'extension': {
      const reason = asked.reason || context.say('request.unsaid-reason');
      const of = asked.categoryId === undefined ? {} : { categoryId: asked.categoryId };
      return extending.carryOut(context, { unitId, day: asked.day, reason, ...of });
    }
    case 'liaison': {
      const invited = await call(context, invite, {
        action: undefined,
        role: undefined,
        number: undefined,
        unit: unitId,
        word: undefined,
      });
      return [...invited, ...(await markingDone.carryOut(context, { id }))];
    }
    case 'mute':
      return markingDone.carryOut(context, { id });
    case 'earlier':
      return refuse('request.by-command', { number: id, command: asked.command });
  }
}

async function list(context: Context): Promise<Answer[]> {
  const open = await openRequests(context, LISTED + 1);
  const people = await peopleById(
    context,
    open.map(({ byPerson }) => byPerson),
  );
  const rows = open.slice(0, LISTED).map((made) => ({
    number: made.id,
    unit: unitOf(context, made.unitId).short,
    name: people.find((person) => person.id === made.byPerson)?.name ?? '',
    day: made.day,
    // A new coordinator's name and phone are no matter for a group.
    asked: context.inGroup ? '' : askedInWords(context, made),
    command: grantedBy(context, made),
    mute: made.asked.kind === 'mute',
  }));
  return [{ text: context.say('request.list', { rows, none: rows.length === 0, more: open.length > LISTED }) }];
}

export const markingDone = spoken(doneDeed, async ({ say }, { id }) => [{ text: say('request.done', { number: id }) }]);
