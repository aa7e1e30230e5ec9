import { computed, ref } from 'vue';
import type { Item } from './deciding.ts';

/** As many as one decision takes. */
const MOST = 200;

/** Which rows of a list are chosen for one decision on all of them. */
export function picking(rows: () => Item[]) {
  const picked = ref(new Set<number>());
  const chosen = (): Item[] =>
    rows()
      .filter((row) => picked.value.has(row.number))
      .map(({ number, seen }) => ({ number, seen }));
  const numbers = computed(() => chosen().map((one) => one.number));
  function pickAll(on: boolean): void {
    picked.value = new Set(
      on
        ? rows()
            .map((row) => row.number)
            .slice(0, MOST)
        : [],
    );
  }
  function toggle(number: number): void {
    const now = new Set(picked.value);
    if (!now.delete(number)) now.add(number);
    picked.value = now;
  }
  return { picked, chosen, numbers, pickAll, toggle };
}
