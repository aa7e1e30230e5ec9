import { type Ref, ref } from 'vue';
import { type AnswerOf, ask, sentence } from './ask.ts';
import type { Filter } from './works-list.ts';

type Work = AnswerOf<'work'>;

interface Place {
  /** Of the work that is looked at. */
  number: Readonly<Ref<number | undefined>>;
  filter: Readonly<Ref<Filter>>;
  /** Hears how the work stands. */
  note(number: number, state: Work['state'], seen: string): void;
}

/** The work that is looked at, with what there is to say of it. */
export function openWork({ number, filter, note }: Place) {
  const work = ref<Work>();
  const trouble = ref('');
  /** What somebody else did with it meanwhile. */
  const notice = ref('');

  async function look(wanted: number): Promise<void> {
    try {
      const found = await ask('work', { params: { number: wanted }, query: filter.value });
      if (number.value === wanted) work.value = found;
      note(found.number, found.state, found.seen);
      trouble.value = '';
    } catch (error) {
      if (number.value === wanted) trouble.value = sentence(error);
    }
  }

  function clear(): void {
    work.value = undefined;
    trouble.value = '';
    notice.value = '';
  }

  return { work, trouble, notice, look, clear };
}
