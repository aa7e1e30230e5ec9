import { hasMobile } from '../../domain/phone.ts';
import type { Answer } from '../delivery/answer.ts';
import type { Context } from './context.ts';

/** Whoever posted a mobile number in a group is asked to recall it (docs/product.md, section 10). */
export function fitForGroup({ message, say, inGroup }: Context, answers: Answer[]): Answer[] {
  return inGroup && hasMobile(message.text) ? [...answers, { text: say('bot.phone-in-group') }] : answers;
}
