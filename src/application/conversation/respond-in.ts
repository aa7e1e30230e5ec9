import { shortOf } from '../../domain/campaigns.ts';
import type { Answer } from '../delivery/answer.ts';
import { inNameOf, textInNameOf } from '../delivery/in-name-of.ts';
import { storedMessage } from '../delivery/inbox.ts';
import { type Office, officeNamed } from '../office.ts';
import { chooseCampaign } from '../people/chosen.ts';
import { LONGEST_TEXT } from '../words/normalise.ts';
import { readCommand } from '../words/parse.ts';
import { campaignNumbered, campaignSaid, candidates, type Enter } from './campaign-meant.ts';
import { categoryElsewhere } from './category-elsewhere.ts';
import type { Context } from './context.ts';
import { understood } from './plain/understood.ts';
import { says } from './proposals/consent.ts';
import { askCampaign, campaignAsked, forget, type WhichCampaign, waitsIn } from './proposals/open-question.ts';
import { answerWaiting, respond } from './respond.ts';

/** How a message gets into one of the campaigns; `at` is told in which it is answered, also when that fails. */
export interface Ways {
  enter: Enter;
  at: { campaign?: string };
}

type AnswerIn = (context: Context) => Promise<Answer[]>;

/**
 * Answers a message in the campaign that it belongs to. With one campaign there is nothing to find out. With several it is the one of
 * the question that it answers, of the number or the name in it, of its group, or the one that its sender named last; whoever has named
 * none is asked, once, and what they said is answered then. `isHome`: `here` is of the campaign of the group, or of the one named last.
 */
export async function respondIn(here: Context, isHome: boolean, ways: Ways): Promise<Answer[]> {
  const { enter, at } = ways;
  const answerIn = async (context: Context): Promise<Answer[]> => {
    at.campaign = context.campaign.id;
    return inNameOf(context, await respond(context));
  };
  if (here.campaigns.size === 1) return answerIn(here);
  if (here.message.masked || here.message.text.length > LONGEST_TEXT) return answerIn(here);
  const asked = await campaignAsked(here);
  if (asked) {
    const answered = await answerWhich(here, asked, enter, answerIn);
    if (answered) return answered;
  }
  const waiting = here.campaigns.get((await waitsIn(here)) ?? '');
  if (waiting) at.campaign = waiting.campaign.id;
  const answered = waiting && (await answerWaiting(await enter(waiting)));
  if (answered) return inNameOf(waiting, answered);
  const numbered = await campaignNumbered(here);
  if (numbered) return marked(isHome ? here : undefined, numbered, await answerIn(await enter(numbered)));
  const said = campaignSaid(here);
  if (said) return respondSaid(here, await enter(said.office), said.text, answerIn);
  if (isHome) return (await categoryElsewhere(here, enter)) ?? answerIn(here);
  return respondNowhere(here, enter, answerIn);
}

/** Nobody has said of which campaign it is: the only one that can be meant, or it is asked. */
async function respondNowhere(somewhere: Context, enter: Enter, answerIn: AnswerIn): Promise<Answer[]> {
  const all = await candidates(somewhere, enter);
  const [first = officeNamed(somewhere, undefined)] = all;
  const context = await enter(first);
  const alone = all.length < 2 || context.actor.personId === undefined;
  if (alone || !(await needsCampaign(context, all, enter))) return answerIn(context);
  const options = all.map(({ campaign }) => campaign.id);
  return askCampaign(context, options, 'campaign.which', {
    rows: all.map(({ campaign }, at) => ({ index: at + 1, campaign: shortOf(campaign) })),
  });
}

/** Whether it matters of which campaign a message is: not for thanks, nor for what is said of the bot itself. */
async function needsCampaign(context: Context, all: readonly Office[], enter: Enter): Promise<boolean> {
  const { message, vocabulary, commands, files } = context;
  if (message.unreadable) return false;
  const spoken = readCommand(message.text, vocabulary);
  const command = commands.find(({ id }) => id === spoken?.command);
  if (command) return command.everywhere !== true;
  if (spoken?.slashed) return false;
  if (files.some((file) => !file.quoted)) return true;
  for (const office of all) {
    const { meaning } = understood(await enter(office));
    if (meaning && meaning.intent !== 'ignore') return true;
  }
  return false;
}

/** What lands in another campaign than the one of the chat says so. */
function marked(home: Context | undefined, there: Office, answers: Answer[]): Answer[] {
  const [first, ...others] = answers;
  if (home?.campaign.id === there.campaign.id || !first || first.to) return answers;
  return [{ ...first, text: textInNameOf(there, first.text) }, ...others];
}

/** Whoever names a campaign goes on speaking of it, but not for a group that is bound to another. */
async function respondSaid(here: Context, there: Context, text: string, answerIn: AnswerIn): Promise<Answer[]> {
  if (!here.inGroup) await choose(there);
  const context = { ...there, message: { ...there.message, text } };
  if (text !== '') return marked(here, officeNamed(here, there.campaign.id), await answerIn(context));
  return [{ text: there.say('campaign.chosen', { campaign: shortOf(there.campaign), inGroup: here.inGroup }) }];
}

const choose = (context: Context) => {
  const { channel, sender } = context.message;
  return chooseCampaign(context, { channel, senderId: sender.id });
};

/** The question which campaign is meant, answered by number or name: it is the one from now on, and what was said before is answered in it. */
async function answerWhich(
  here: Context,
  asked: WhichCampaign,
  enter: Enter,
  answerIn: AnswerIn,
): Promise<Answer[] | undefined> {
  if (readCommand(here.message.text, here.vocabulary)?.slashed || here.files.some((file) => !file.quoted))
    return undefined;
  if (says(here, 'cancel')) {
    await forget(here);
    return [{ text: here.say('bot.confirm-dropped') }];
  }
  const office = chosenAmong(here, asked);
  if (!office) return undefined;
  await forget(here);
  const there = await enter(office);
  // Whoever keeps to the campaign at hand has not named another.
  await choose(there);
  const before = await storedMessage(there.tx, asked.inbound);
  const notice = there.say('campaign.chosen', { campaign: shortOf(there.campaign), inGroup: here.inGroup });
  if (!before) return [{ text: notice }];
  const { id, chat, replyContext } = here.message;
  const message = { ...before.message, id, chat, ...(replyContext !== undefined && { replyContext }) };
  return answerIn({ ...there, message, files: before.files });
}

function chosenAmong({ message, campaigns }: Context, { options }: WhichCampaign): Office | undefined {
  const said = message.text.normalize('NFKC').trim();
  const place = /^\D?(\d{1,2})\D?$/.exec(said)?.[1];
  const id = place === undefined ? undefined : options[Number(place) - 1];
  if (place !== undefined) return id === undefined ? undefined : campaigns.get(id);
  const named = options.filter((one) => {
    const campaign = campaigns.get(one)?.campaign;
    return campaign && said.length > 1 && [campaign.name, shortOf(campaign)].some((name) => name.includes(said));
  });
  return named.length === 1 ? campaigns.get(named[0] ?? '') : undefined;
}
