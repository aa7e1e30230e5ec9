import { type Knowledge, readKnowledge } from '../../src/office.ts';

type Config = Parameters<typeof readKnowledge>[1];

const read = new Map<string, Knowledge>();

/** What `buildOffice` would read by itself: once for all bots of a test file, as it takes a tenth of a second. */
export function knowledgeFor(root: string, config: Config): Knowledge {
  const knowledge = read.get(config.campaign) ?? readKnowledge(root, config);
  read.set(config.campaign, knowledge);
  return knowledge;
}
