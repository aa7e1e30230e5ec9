import type { Campaign } from '../../src/domain/campaign.ts';
import { type CampaignKnown, type Knowledge, readKnowledge } from '../../src/start/assemble.ts';
import type { Config } from '../../src/start/config.ts';

const read = new Map<string, Knowledge>();
const besides = new WeakMap<Campaign, CampaignKnown>();

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/**
 * What `buildOffice` would read by itself: once for all bots of a test file, as it takes a tenth of a second.
 * Campaigns are frozen: a test changes its own copy.
 */
export function knowledgeFor(root: string, config: Config): Knowledge {
  const key = config.campaigns.join();
  const known = read.get(key);
  if (known) return known;
  const knowledge = readKnowledge(root, config);
  for (const { campaign } of knowledge.campaigns) frozen(campaign);
  read.set(key, knowledge);
  return knowledge;
}

/** The same, with a campaign that has no file beside it, before it or behind it. */
export function knowledgeBeside(root: string, config: Config, made: Campaign, place: 'first' | 'last'): Knowledge {
  const knowledge = knowledgeFor(root, config);
  const known = besides.get(made) ?? knowledge.know(made);
  besides.set(made, known);
  return {
    ...knowledge,
    campaigns: place === 'first' ? [known, ...knowledge.campaigns] : [...knowledge.campaigns, known],
  };
}
