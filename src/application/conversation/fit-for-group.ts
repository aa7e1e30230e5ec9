import { MOBILE } from '../../domain/sensitive.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Context } from './context.ts';

/**
 * Makes answers fit for a group: mobile numbers are hidden, and whoever posted one is asked to recall it
 * (docs/product.md, section 10).
 */
export function fitForGroup({ message, say, inGroup }: Context, answers: Answer[]): Answer[] {
  if (!inGroup) return answers;
  const shown = answers.map((answer) => (answer.to ? answer : { ...answer, text: hideMobiles(answer.text) }));
  return MOBILE.test(message.text.normalize('NFKC')) ? [...shown, { text: say('bot.phone-in-group') }] : shown;
}

const hideMobiles = (text: string): string =>
  text.replace(new RegExp(MOBILE, 'g'), (number) => `${number.slice(0, 3)}****${number.slice(-4)}`);
