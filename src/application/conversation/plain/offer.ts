import type { Answer } from '../../delivery/answer.ts';
import { type Interpretation, isWrite } from '../../language/intents.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import type { Context } from '../context.ts';
import { placeIn } from '../intake/choose.ts';
import { says } from '../proposals/consent.ts';
import { ask, forget, openQuestion, type Question } from '../proposals/open-question.ts';
import { answerMeaning } from './answer.ts';
import { categoryIds, text, unitIds } from './meant.ts';
import { understood } from './understood.ts';

const isIdle = (one: Interpretation | undefined): boolean => one?.intent === 'ignore';

type Offered = Extract<Question, { kind: 'reading' }>;

/** Questions that may be forgotten for another: nothing is lost with them. */
const GIVES_WAY: Question['kind'][] = ['reading', 'on-platform'];

/** An answer that repeats a reading in few words; whatever is longer is a sentence of its own. */
const LONGEST_WORD = 8;

/**
 * Asks which of a few readings is meant, by number. Undefined where it cannot be asked: nobody known speaks, something else waits for an
 * answer here, or most likely nothing is wanted. A question is then answered by its likeliest reading.
 */
export async function offer(context: Context, found: readonly Interpretation[]): Promise<Answer[] | undefined> {
  // Nobody picks from a list that nothing is wanted: they say it in another way.
  const choices = found.filter((one) => !isIdle(one));
  const [first] = choices;
  if (!first || (isIdle(found[0]) && choices.length === 1)) return undefined;
  const open = await openQuestion(context);
  const nobody = context.actor.personId === undefined || context.actor.roles.length === 0;
  if (nobody || (open && !GIVES_WAY.includes(open.kind)))
    return isWrite(first.intent) ? undefined : answerMeaning(context, first);
  if (choices.length === 1 && !isWrite(first.intent)) return answerMeaning(context, first);
  const rows = choices.map((one, index) => ({ index: index + 1, reading: readingInWords(context, one) }));
  const question: Offered = { kind: 'reading', text: context.message.text, readings: [...choices] };
  const answers = await ask(context, question, 'language.offer', { rows });
  const buttons = rows.map(({ index, reading }) => ({ label: reading, says: String(index), answers: true }));
  return answers.map((answer) => ({ ...answer, choices: buttons }));
}

/** The reading that was chosen, by its number, its place or its words, is answered as if it had been said surely. */
export async function answerOffer(context: Context, { text: said, readings }: Offered): Promise<Answer[] | undefined> {
  if (context.files.length > 0) return undefined;
  if (says(context, 'cancel')) {
    await forget(context);
    return [{ text: context.say('language.not-wished') }];
  }
  const place = placeAnswered(context, readings);
  if (place === 'out-of-range' || place === 'again')
    return [{ text: context.say('language.offer-range', { most: readings.length }) }];
  const chosen = place === undefined ? undefined : readings[place - 1];
  if (!chosen) return undefined;
  await forget(context);
  return answerMeaning({ ...context, message: { ...context.message, text: said } }, chosen);
}

function placeAnswered(context: Context, readings: readonly Interpretation[]) {
  const { text: answer } = context.message;
  const place = placeIn(context, answer.normalize('NFKC').trim(), {
    count: readings.length,
    names: (at) => [readings[at - 1]].flatMap((one) => (one ? [readingInWords(context, one)] : [])),
  });
  if (place !== undefined || [...answer].length > LONGEST_WORD) return place;
  const { meaning, choices } = understood(context);
  const meant = (meaning ?? choices[0])?.intent;
  const at = readings.findIndex(({ intent }) => intent === meant);
  return at < 0 ? undefined : at + 1;
}

/** 撤回 #22 */
function readingInWords(context: Context, { intent, slots }: Interpretation): string {
  const units = slots.unit === '@self' ? [] : unitIds(context, slots).map((id) => unitOf(context, id).short);
  const categories = categoryIds(slots).map((id) => categoryOf(context, id).short);
  const target = text(slots, 'target') ?? '';
  const number = target.startsWith('#') ? [target] : [];
  const named = [units.slice(0, 2).join('、'), categories.slice(0, 2).join('、'), ...number];
  return [context.tongue.grammar.raw.readings[intent], ...named].filter((part) => part !== '').join(' ');
}
