import type { Answer } from '../../delivery/answer.ts';
import type { Interpretation } from '../../language/intents.ts';
import { byRulesAlone } from '../../language/tongue.ts';
import { oneLine } from '../../words/normalise.ts';
import { refusalInWords } from '../../words/refuse.ts';
import { attempt } from '../attempt.ts';
import type { Context } from '../context.ts';
import { askToConfirm, type Proposal, proposalsFor } from '../proposals/propose.ts';
import { commandMeant } from './answer.ts';
import { understood } from './understood.ts';
import { writes } from './writes.ts';

interface Part {
  text: string;
  meaning: Interpretation;
}

/** One sentence that asks for several kinds of change (…，另外…): all of them are proposed, and what one lacks is said. */
export async function answerParts(context: Context): Promise<Answer[] | undefined> {
  const parts = partsIn(context);
  if (!parts) return undefined;
  const proposals: Proposal[] = [];
  const lacking: Answer[] = [];
  for (const { text, meaning } of parts) {
    const write = writes[meaning.intent];
    const command = commandMeant(meaning);
    if (!write || !command) return undefined;
    const said = { ...context, message: { ...context.message, text } };
    const refused = await attempt(
      context,
      async () => {
        proposals.push(...(await proposalsFor(said, command, () => write(said, meaning.slots))));
        return [];
      },
      (refusal) =>
        context.say('language.part-lacks', { part: oneLine(text, 40), why: refusalInWords(context, refusal) }),
    );
    lacking.push(...refused);
  }
  const before = lacking.map(({ text }) => text).join('\n');
  const [first, ...more] = proposals;
  if (!first) return [{ text: before }];
  const all =
    before === '' ? proposals : [{ ...first, before: [before, first.before ?? ''].join('\n').trim() }, ...more];
  return askToConfirm(context, all);
}

/**
 * The parts of the sentence, if the rules take each for a change and they are not all the same kind: 37、38号都撤回 is one
 * list, not several parts.
 */
function partsIn(context: Context): Part[] | undefined {
  const { message, tongue, actor, files } = context;
  const { besides } = tongue.grammar.words;
  if (!besides?.test(message.text) || actor.personId === undefined || files.length > 0) return undefined;
  const texts = message.text.split(new RegExp(besides.source, 'u')).filter((text) => text.trim() !== '');
  const strict = { ...context, tongue: byRulesAlone(tongue) };
  const parts = texts.flatMap((text) => {
    const { meaning } = understood({ ...strict, message: { ...message, text } });
    return meaning && commandMeant(meaning) ? [{ text, meaning }] : [];
  });
  const kinds = new Set(parts.map(({ meaning }) => commandMeant(meaning)));
  return parts.length === texts.length && kinds.size > 1 ? parts : undefined;
}
