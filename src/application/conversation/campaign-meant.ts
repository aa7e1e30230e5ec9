import { campaignNamedIn, isUnderWay } from '../../domain/campaigns.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Message } from '../message.ts';
import { type Office, officeNamed, type Tx } from '../office.ts';
import { campaignChosen, campaignOfGroup } from '../people/chosen.ts';
import { readCommand } from '../words/parse.ts';
import { campaignClosed } from '../works/closing.ts';
import { campaignOfNumber, type Numbered } from '../works/numbered.ts';
import type { Context } from './context.ts';
import { beginsWithNumber, numberMentioned } from './entry-number.ts';
import { quotedNumber } from './intake/belongs.ts';

type House = Pick<Office, 'campaigns'>;

/** The campaign in which somebody speaks where the message itself says nothing: of its group, or the one that they named last. */
export async function homeOf(house: House, tx: Tx, message: Message): Promise<Office | undefined> {
  if (house.campaigns.size === 1) return officeNamed(house, undefined);
  const id = (await campaignOfGroup({ tx }, message)) ?? (await campaignChosen({ tx }, message));
  return id === undefined ? undefined : house.campaigns.get(id);
}

/** Makes the context of the message in hand for one of the campaigns. */
export type Enter = (office: Office) => Promise<Context>;

/** Those that somebody may mean: under way, and with something for them to do; where there is none of these, any. */
export async function candidates(context: Context, enter: Enter): Promise<Office[]> {
  const today = beijingDay(context.now);
  const own: Office[] = [];
  const running: Office[] = [];
  for (const office of context.campaigns.values()) {
    const { actor } = await enter(office);
    if (context.actor.personId !== undefined && actor.roles.length === 0) continue;
    own.push(office);
    const closed = await campaignClosed({ tx: context.tx, campaign: office.campaign });
    if (!closed && isUnderWay(office.campaign, today)) running.push(office);
  }
  return running.length > 0 ? running : own.length > 0 ? own : [...context.campaigns.values()];
}

/** The campaign of what has a number in the message, or in what it quotes. */
export async function campaignNumbered(context: Context): Promise<Office | undefined> {
  const meant = numberIn(context);
  const id = meant && (await campaignOfNumber(context, meant.kind, meant.number));
  return id === undefined ? undefined : context.campaigns.get(id);
}

/** Commands whose numbers are no entries'. */
const OTHERS: Partial<Record<string, Numbered>> = {
  screen: 'candidate',
  mail: 'mail',
  request: 'request',
  remind: 'reminder',
};

function numberIn(context: Context): { kind: Numbered; number: number } | undefined {
  const { message, vocabulary, commands } = context;
  const quoted = () => {
    const number = quotedNumber(context);
    return number === undefined ? undefined : { kind: 'entry' as const, number };
  };
  const spoken = readCommand(message.text, vocabulary);
  if (spoken?.command === undefined) {
    const number = numberMentioned(message.text);
    return number === undefined ? quoted() : { kind: 'entry', number };
  }
  const kind = OTHERS[spoken.command];
  const number = Number(/\d{1,9}/.exec(spoken.rest.normalize('NFKC'))?.[0] ?? Number.NaN);
  if (kind !== undefined) return Number.isNaN(number) ? undefined : { kind, number };
  const { args = {} } = commands.find(({ id }) => id === spoken.command) ?? {};
  const takesEntry = Object.values(args).some((arg) => arg.kind === 'entry' || arg.kind === 'entries');
  if (!takesEntry) return undefined;
  return beginsWithNumber(spoken.rest) ? { kind: 'entry', number } : quoted();
}

/** The campaign that a sentence names, and the sentence without its name; a command names none. */
export function campaignSaid(context: Context): { office: Office; text: string } | undefined {
  const { message, vocabulary, campaigns } = context;
  if (readCommand(message.text, vocabulary)) return undefined;
  const named = campaignNamedIn(
    [...campaigns.values()].map(({ campaign }) => campaign),
    message.text,
  );
  const office = named && campaigns.get(named.campaign.id);
  return office && { office, text: named.rest };
}
