import { shortOf } from '../../domain/campaigns.ts';
import type { Office } from '../office.ts';
import type { Answer, Recipe } from './answer.ts';

type Of = Pick<Office, 'campaigns' | 'campaign'>;

/** A text as it is said where nobody has just spoken of its campaign: with its name, where there are several. */
export const textInNameOf = ({ campaigns, campaign }: Of, text: string): string =>
  campaigns.size > 1 && text !== '' ? `【${shortOf(campaign)}】${text}` : text;

/** The same of all that is said in other chats than the one of the message in hand. */
export const inNameOf = (of: Of, answers: Answer[]): Answer[] =>
  of.campaigns.size === 1
    ? answers
    : answers.map((answer) => (answer.to ? { ...answer, text: textInNameOf(of, answer.text) } : answer));

/** Where parts of one post meet. */
const BETWEEN = '\n\n';

/** Posts of several campaigns to one chat on one day become one, with a part each; pictures follow it one by one. */
export function joined(answers: readonly Answer[]): Answer[] {
  const texts = answers.filter(({ picture }) => picture === undefined);
  if (!isOfSeveral(texts)) return [...answers];
  const byChat = new Map<string, Answer[]>();
  for (const answer of texts) {
    const key = JSON.stringify(answer.to ?? '');
    byChat.set(key, [...(byChat.get(key) ?? []), answer]);
  }
  const posts = [...byChat.values()].flatMap((parts) => (isOfSeveral(parts) ? [asParts(parts)] : parts));
  return [...posts, ...answers.filter(({ picture }) => picture !== undefined)];
}

const isOfSeveral = (parts: readonly Answer[]): boolean =>
  new Set(parts.map(({ recipe }) => recipe?.campaign)).size > 1;

function asParts(parts: readonly Answer[]): Answer {
  const [first] = parts;
  const recipes = parts.flatMap(({ recipe }) => recipe ?? []);
  const mentions = [...new Set(parts.flatMap((part) => part.mentions ?? []))];
  return {
    ...(first?.to && { to: first.to }),
    text: parts.map(({ text }) => text).join(BETWEEN),
    ...(mentions.length > 0 && { mentions }),
    // One that stays as it is could not be made anew with the others.
    ...(recipes.length === parts.length && { recipe: partsOf(recipes) }),
  };
}

const partsOf = (parts: Recipe[]): Recipe => ({ campaign: '', what: 'parts', day: parts[0]?.day ?? '', parts });

/** Parts that were made anew, as one text. */
export const joinedTexts = (texts: readonly string[]): string => texts.join(BETWEEN);
