import { campaignFrom } from '../adapters/campaign-file.ts';
import type { House, Office, Tx } from '../application/office.ts';
import type { Campaign } from '../domain/campaign.ts';
import { type CampaignChange, changesBetween } from '../domain/campaign-changes.ts';
import { type Clash, clashesOf } from '../domain/campaigns.ts';

/** In the table of settings: the text of a campaign's file, so that every process and every backup has it. */
const PREFIX = 'loaded/';

/** What came of a file: `changes` waits for consent. */
export type Loaded =
  | { outcome: 'clash'; clash: Clash }
  | { outcome: 'same' }
  | { outcome: 'changes'; changes: CampaignChange[] }
  | { outcome: 'loaded'; isNew: boolean };

const textsIn = async (tx: Pick<Tx, 'setting'>): Promise<Map<string, string>> =>
  new Map(
    (await tx.setting.findMany({ where: { key: { startsWith: PREFIX } }, orderBy: { key: 'asc' } })).map(
      ({ key, value }) => [key.slice(PREFIX.length), String(value)],
    ),
  );

/** The campaigns that were loaded beside those of the settings. */
export const loadedIn = async (tx: Pick<Tx, 'setting'>): Promise<Campaign[]> =>
  [...(await textsIn(tx))].map(([id, text]) => campaignFrom(text, `${id}.yaml`));

/**
 * Loads a campaign's file beside those at hand, or in place of the one of its id; that waits until somebody has agreed. Processes take
 * it up within a minute. Throws `CampaignInvalid` with every problem of the file.
 */
export async function load(
  tx: Pick<Tx, 'setting'>,
  atHand: readonly Campaign[],
  file: { text: string; name: string },
  agreed: boolean,
): Promise<Loaded> {
  const campaign = campaignFrom(file.text, file.name);
  const before = atHand.find(({ id }) => id === campaign.id);
  const [clash] = clashesOf([...atHand.filter((one) => one !== before), campaign]);
  if (clash) return { outcome: 'clash', clash };
  const changes = before ? changesBetween(before, campaign) : [];
  if (before && changes.length === 0) return { outcome: 'same' };
  if (before && !agreed) return { outcome: 'changes', changes };
  const key = PREFIX + campaign.id;
  await tx.setting.upsert({ where: { key }, create: { key, value: file.text }, update: { value: file.text } });
  return { outcome: 'loaded', isNew: before === undefined };
}

/** How a process takes up what was loaded: at its start the files that the settings name go before, later whatever has changed. */
export async function takingUp(
  house: House,
  know: (campaign: Campaign) => Pick<Office, 'campaign' | 'lexicons' | 'tongue' | 'calendar'>,
): Promise<() => Promise<void>> {
  const seen = new Map([...(await textsIn(house.prisma))].filter(([id]) => house.campaigns.has(id)));
  const takeUp = async () => {
    for (const [id, text] of await textsIn(house.prisma)) {
      if (seen.get(id) === text) continue;
      seen.set(id, text);
      const known = know(campaignFrom(text, `${id}.yaml`));
      const office = house.campaigns.get(id);
      // In place: whoever has it in hand goes on with the new one.
      if (office) Object.assign(office, known);
      else house.campaigns.set(id, { ...commonOf(house), ...known });
      house.log.info({ campaign: id }, 'campaign loaded');
    }
  };
  await takeUp();
  return takeUp;
}

/** What is no campaign's own: an office is a house, too. */
function commonOf(house: House): House {
  const { tables: _, ...common } = { tables: undefined, ...house };
  return common;
}
