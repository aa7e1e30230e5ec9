import { computed, reactive } from 'vue';
import { type AnswerOf, ask, door } from './ask.ts';

type Me = AnswerOf<'me'>;
type Unit = Me['units'][number];
type Category = Me['categories'][number];

/** Who has signed in, once that is known. */
export const session = reactive<{ me: Me | undefined }>({ me: undefined });

export const me = computed(() => {
  if (!session.me) throw new Error('nobody has signed in');
  return session.me;
});

export async function whoAmI(): Promise<void> {
  session.me = await ask('me', {});
  door.shut = false;
}

/** What to show; whether it may be done is decided by the server. */
export const may = (action: string): boolean => session.me?.may.includes(action) ?? false;

const byId = <T extends { id: string }>(list: T[]) => new Map(list.map((one) => [one.id, one]));
const units = computed(() => byId<Unit>(session.me?.units ?? []));
const categories = computed(() => byId<Category>(session.me?.categories ?? []));

export const unitShort = (id: string): string => units.value.get(id)?.short ?? id;
export const unitName = (id: string): string => units.value.get(id)?.name ?? id;
export const categoryShort = (id: string): string => categories.value.get(id)?.short ?? id;
export const kindOf = (categoryId: string): Category['kind'] => categories.value.get(categoryId)?.kind ?? 'work';
export const stateWord = (state: string): string =>
  (session.me?.words.states as Record<string, string> | undefined)?.[state] ?? state;
