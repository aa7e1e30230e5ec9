import { type Knowledge, readKnowledge } from '../../src/start/assemble.ts';
import type { Config } from '../../src/start/config.ts';

const read = new Map<string, Knowledge>();

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/**
 * What `buildOffice` would read by itself: once for all bots of a test file, as it takes a tenth of a second.
 * The campaign is frozen: a test changes its own copy.
 */
export function knowledgeFor(root: string, config: Config): Knowledge {
  const known = read.get(config.campaign);
  if (known) return known;
  const knowledge = readKnowledge(root, config);
  frozen(knowledge.campaign);
  read.set(config.campaign, knowledge);
  return knowledge;
}
