import { shortOf } from '../../domain/campaigns.ts';
import { resolve } from '../../domain/resolve.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Office } from '../office.ts';
import { allowed } from '../people/permit.ts';
import { readCommand } from '../words/parse.ts';
import { candidates, type Enter } from './campaign-meant.ts';
import type { Context } from './context.ts';
import { askCampaign } from './proposals/open-question.ts';

/** Commands that put something in, or ask of one category. */
const OF_CATEGORY = [
  'submit',
  'event',
  'ambassador',
  'report',
  'zero',
  'selfReport',
  'rules',
  'platform',
  'target',
  'template',
];

/**
 * Where a message names a category that the campaign at hand does not have and another one does, that one is offered. Undefined: it names
 * none, or one of this campaign as well.
 */
export async function categoryElsewhere(context: Context, enter: Enter): Promise<Answer[] | undefined> {
  if (context.actor.personId === undefined || !allowed(context, 'report')) return undefined;
  const words = wordsIn(context);
  if (!words || categoryIn(context, words) !== undefined) return undefined;
  for (const office of await candidates(context, enter)) {
    const category = office.campaign.id === context.campaign.id ? undefined : categoryIn(office, words);
    if (category === undefined || !allowed(await enter(office), 'report')) continue;
    const name = office.campaign.categories.find(({ id }) => id === category)?.short ?? '';
    const options = [office.campaign.id, context.campaign.id];
    return askCampaign(context, options, 'campaign.category-elsewhere', {
      category: name,
      here: shortOf(context.campaign),
      there: shortOf(office.campaign),
    });
  }
  return undefined;
}

type Words = { text: string; words: string[] };

/** What may name a category: the words of a command outside its labels and its title, or a sentence. */
function wordsIn({ message: { text }, vocabulary }: Context): Words | undefined {
  const outside = text.replace(/《[^》]*》/g, ' ');
  const spoken = readCommand(outside, vocabulary);
  if (spoken?.command === undefined) return spoken?.slashed ? undefined : { text: outside, words: [] };
  if (!OF_CATEGORY.includes(spoken.command)) return undefined;
  const head = spoken.rest.split(/\S+[:：]/)[0] ?? '';
  return { text: '', words: head.split(/\s+/).filter((word) => word !== '') };
}

function categoryIn(
  { lexicons, tongue }: Pick<Office, 'lexicons' | 'tongue'>,
  { text, words }: Words,
): string | undefined {
  for (const word of words) {
    const found = resolve(lexicons.categories, word);
    if (found.kind === 'one' && found.how !== 'part') return found.id;
    if (found.kind === 'many') return found.ids[0];
  }
  return text === '' ? undefined : tongue.categories.find(text, undefined, true)[0]?.ids[0];
}
