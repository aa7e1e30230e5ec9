import { computed, reactive } from 'vue';
import { chooseCampaign } from '../shared/campaign.ts';
import { type AnswerOf, ask, door, Refused, sentence } from './ask.ts';

type Me = AnswerOf<'me'>;
type Unit = Me['units'][number];
type Category = Me['categories'][number];

/** Who has signed in, once that is known. */
export const session = reactive<{ me: Me | undefined }>({ me: undefined });

export const me = computed(() => {
  if (!session.me) throw new Error('nobody has signed in');
  return session.me;
});

/** The cookie cannot be seen from here: so that nobody is asked for who has never come in, this browser remembers that somebody has. */
const KNOWN = 'baosong-console';
export const maybeInside = (): boolean => localStorage.getItem(KNOWN) !== null;

/** The campaign of this tab: two tabs may look at two of them. An address that names one opens that one. */
const CAMPAIGN = 'baosong-campaign';

export async function whoAmI(): Promise<void> {
  const named = new URLSearchParams(location.search).get('campaign');
  if (named !== null) sessionStorage.setItem(CAMPAIGN, named);
  chooseCampaign(sessionStorage.getItem(CAMPAIGN) ?? '');
  try {
    session.me = await inOneOfTheirs(await ask('me', {}).catch(orInAny));
  } catch (error) {
    if (door.shut) localStorage.removeItem(KNOWN);
    throw error;
  }
  localStorage.setItem(KNOWN, '1');
  door.shut = false;
  door.stillOpen = '';
}

/** The campaign that was looked at last is no longer there. */
async function orInAny(error: unknown): Promise<Me> {
  if (!(error instanceof Refused) || error.status !== 404) throw error;
  chooseCampaign('');
  return ask('me', {});
}

/** From the first answer on every request says of which campaign it is. */
async function inOneOfTheirs(answer: Me): Promise<Me> {
  const { campaign, campaigns } = answer;
  const [first] = campaigns;
  if (!first || campaigns.some(({ id }) => id === campaign.id)) {
    if (first) chooseCampaign(campaign.id);
    return answer;
  }
  chooseCampaign(first.id);
  return ask('me', {});
}

/** Everything on the page is of one campaign, so it begins anew. */
export function lookAt(campaignId: string): void {
  sessionStorage.setItem(CAMPAIGN, campaignId);
  location.assign('/console/');
}

export async function leave(): Promise<void> {
  // First of all the page goes, so that nothing of it asks on.
  session.me = undefined;
  door.shut = true;
  try {
    await ask('signOut', {});
    localStorage.removeItem(KNOWN);
  } catch (error) {
    door.stillOpen = sentence(error);
  }
}

/** What to show; whether it may be done is decided by the server. */
export const may = (action: string): boolean => session.me?.may.includes(action) ?? false;

/** Whether figures are those of all units, or of the reader's own. */
export const seesAll = (): boolean => may('read-all-units');

const byId = <T extends { id: string }>(list: T[]) => new Map(list.map((one) => [one.id, one]));
const units = computed(() => byId<Unit>(session.me?.units ?? []));
const categories = computed(() => byId<Category>(session.me?.categories ?? []));

export const unitShort = (id: string): string => units.value.get(id)?.short ?? id;
export const unitName = (id: string): string => units.value.get(id)?.name ?? id;
export const categoryShort = (id: string): string => categories.value.get(id)?.short ?? id;
export const kindOf = (categoryId: string): Category['kind'] => categories.value.get(categoryId)?.kind ?? 'work';
export const stateWord = (state: string): string =>
  (session.me?.words.states as Record<string, string> | undefined)?.[state] ?? state;
export const fieldWord = (field: string): string =>
  (session.me?.words.fields as Record<string, string> | undefined)?.[field] ?? field;
