import { categoryOf } from '../../words/lexicons.ts';
import type { HandedIn } from '../../works/hand-in.ts';
import { receiptByPage } from '../handed-in.ts';
import { objectionRows } from '../receipt.ts';
import type { Telling } from '../telling.ts';

/** What a page says when its button was pressed. `again`: it asks whether this is another one than an entry it looks like. */
export async function handedInWords(
  telling: Telling,
  done: HandedIn,
): Promise<{ outcome: 'done' | 'again' | 'not-done'; text: string }> {
  const receipt = await receiptByPage(telling, done);
  if (receipt !== undefined) return { outcome: 'done', text: receipt };
  const { facts } = done;
  switch (facts.outcome) {
    case 'again': {
      const { number, title, categoryId } = facts.earlier;
      const { short, measure } = categoryOf(telling, categoryId);
      return { outcome: 'again', text: telling.say('upload.again', { number, title, category: short, measure }) };
    }
    case 'blocked':
      return {
        outcome: 'not-done',
        text: telling.say('upload.blocked', { reasons: objectionRows(telling, facts.objections) }),
      };
    case 'repeated': {
      const { file, earlier } = facts;
      const category = categoryOf(telling, earlier.categoryId).short;
      const text = telling.say('upload.repeated', { file, number: earlier.number, title: earlier.title, category });
      return { outcome: 'not-done', text };
    }
    default:
      throw new Error(`a page with ${facts.outcome}`);
  }
}
