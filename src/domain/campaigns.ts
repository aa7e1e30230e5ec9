import type { Campaign } from './campaign.ts';
import { endOf, firstDay } from './campaign-days.ts';
import { fold } from './fold.ts';
import type { Day } from './time.ts';

/** Why campaigns cannot run side by side; `code` names its sentence in prompts/start.md, as `campaigns-<code>`. */
export type Clash =
  | { code: 'same-id'; facts: { id: string } }
  /** People, and what they may do, are known by the unit's id: it must mean one unit in all campaigns. */
  | { code: 'unit-of-two-names'; facts: { id: string; name: string; other: string } }
  | { code: 'unit-of-two-ids'; facts: { name: string; id: string; other: string } }
  /** Nobody could say which of the two is meant. */
  | { code: 'same-name'; facts: { name: string } };

/** What stands in the way of running these campaigns side by side. Units of one name are one unit in all of them. */
export function clashesOf(campaigns: readonly Campaign[]): Clash[] {
  const clashes: Clash[] = [];
  const ids = new Set<string>();
  const called = new Set<string>();
  const names = new Map<string, string>();
  const units = new Map<string, string>();
  for (const { id, name, units: own } of campaigns) {
    if (ids.has(id)) clashes.push({ code: 'same-id', facts: { id } });
    else if (called.has(name)) clashes.push({ code: 'same-name', facts: { name } });
    ids.add(id);
    called.add(name);
    for (const unit of own) {
      const other = names.get(unit.id);
      if (other !== undefined && other !== unit.name)
        clashes.push({ code: 'unit-of-two-names', facts: { id: unit.id, name: unit.name, other } });
      const known = units.get(unit.name);
      if (known !== undefined && known !== unit.id)
        clashes.push({ code: 'unit-of-two-ids', facts: { name: unit.name, id: unit.id, other: known } });
      names.set(unit.id, other ?? unit.name);
      units.set(unit.name, known ?? unit.id);
    }
  }
  return clashes;
}

/** What a campaign is called in a chat. */
export const shortOf = ({ short, name }: Pick<Campaign, 'short' | 'name'>): string => short ?? name;

const bare = (text: string): string => fold(text).replace(/[\p{P}\p{S}\s]/gu, '');

/** The campaigns that somebody may mean by a word: by id or name, or else by a part of the name. */
export function campaignsMeant(campaigns: readonly Campaign[], word: string): Campaign[] {
  const said = bare(word);
  if (said === '') return [];
  const named = campaigns.filter((one) => namesOf(one).some((name) => bare(name) === said) || one.id === word);
  return named.length > 0 ? named : campaigns.filter((one) => namesOf(one).some((name) => bare(name).includes(said)));
}

const namesOf = ({ short, name }: Campaign): string[] => [name, ...(short === undefined ? [] : [short])];

/** Shorter names may be any word of a sentence. */
const LEAST_NAMED = 3;

/** The one campaign whose whole name stands in a sentence, and the sentence without it; what stands in title marks names none. */
export function campaignNamedIn(
  campaigns: readonly Campaign[],
  text: string,
): { campaign: Campaign; rest: string } | undefined {
  const outside = text.replace(/《[^》]*》/g, '');
  const found = campaigns.flatMap((campaign) => {
    const name = namesOf(campaign).find((one) => [...one].length >= LEAST_NAMED && outside.includes(one));
    return name === undefined ? [] : [{ campaign, rest: text.replace(name, ' ').trim() }];
  });
  return found.length === 1 ? found[0] : undefined;
}

/** Whether it has begun and is not over on a day. */
export function isUnderWay(campaign: Campaign, today: Day): boolean {
  const end = endOf(campaign);
  return !beginsAfter(campaign, today) && (end === undefined || today <= end);
}

/** Whether it has not begun on a day. */
export function beginsAfter(campaign: Pick<Campaign, 'phases'>, today: Day): boolean {
  const from = firstDay(campaign);
  return from !== undefined && today < from;
}
