import type { Slots } from '../../language/intents.ts';

/** One of several things said in one sentence. */
export interface Item {
  category: string;
  count: number | undefined;
  title: string | undefined;
}

/** What slots list, as far as it names a category. */
export function itemsOf(slots: Slots): Item[] {
  if (!Array.isArray(slots.items)) return [];
  return slots.items.flatMap((item) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
    const { category, count, title } = item;
    if (typeof category !== 'string') return [];
    return [
      {
        category,
        count: typeof count === 'number' ? count : undefined,
        title: typeof title === 'string' ? title : undefined,
      },
    ];
  });
}
