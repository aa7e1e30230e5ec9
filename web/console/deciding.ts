import { reactive } from 'vue';
import { dateTime } from '../shared/time.ts';
import { type AnswerOf, ask, Refused, sentence } from './ask.ts';
import { ElMessage } from './element.ts';
import { say } from './words.ts';

type Decided = AnswerOf<'decide'>;
export interface Item {
  number: number;
  seen: string;
}
export type Verdict =
  | { verdict: 'accept' | 'undo' }
  | { verdict: 'return'; reason: string }
  | { verdict: 'ask'; question: string };

/** `#37：周文静 15:02 已采用` where somebody was quicker, else the server's sentence. */
export const refusalOf = ({ number, message, by }: Decided['refused'][number]): string =>
  by
    ? say('works.quicker', { number, name: by.name, what: by.what, at: dateTime(by.at) })
    : say('works.refused', { number, message });

/**
 * Sends decisions and tells what came of them; `settle` hears of each work that was decided or that turned out to stand
 * otherwise than was seen.
 */
export function deciding(settle: (done: Decided['done'], refused: number[]) => void) {
  const state = reactive({ busy: false, refused: [] as string[] });

  /** Whether all of it was done. */
  async function decide(verdict: Verdict, items: Item[]): Promise<boolean> {
    if (state.busy || items.length === 0) return false;
    state.busy = true;
    state.refused = [];
    try {
      const found = await ask('decide', { body: { ...verdict, items } as never });
      state.refused = found.refused.map(refusalOf);
      settle(
        found.done,
        found.refused.map(({ number }) => number),
      );
      if (found.done.length > 0) ElMessage.success(doneInWords(verdict, found));
      if (found.unreached.length > 0) ElMessage.warning(say('works.unreached', { names: found.unreached.join('、') }));
      return found.refused.length === 0;
    } catch (error) {
      state.refused = [sentence(error)];
      if (error instanceof Refused)
        settle(
          [],
          items.map(({ number }) => number),
        );
      return false;
    } finally {
      state.busy = false;
    }
  }
  return { state, decide };
}

function doneInWords({ verdict }: Verdict, { done }: Decided): string {
  const numbers = done.map(({ number }) => number).join('、');
  const values = { count: done.length, numbers };
  if (verdict === 'accept') return say('works.did-accept', { count: values.count, numbers: values.numbers });
  if (verdict === 'return') return say('works.did-return', { count: values.count, numbers: values.numbers });
  if (verdict === 'undo') return say('works.did-undo', { count: values.count, numbers: values.numbers });
  return say('works.did-ask', { count: values.count, numbers: values.numbers });
}
