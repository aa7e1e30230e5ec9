import path from 'node:path';
import { officialCalendar } from '../../src/adapters/calendar.ts';
import { loadGrammar } from '../../src/adapters/language-files.ts';
import { readLearnt } from '../../src/adapters/learnt-file.ts';
import { spell } from '../../src/adapters/pinyin.ts';
import { loadVocabulary } from '../../src/adapters/vocabulary-file.ts';
import { labelsOf } from '../../src/application/conversation/args.ts';
import { commands } from '../../src/application/conversation/commands/index.ts';
import { leftOver } from '../../src/application/conversation/plain/answer.ts';
import { understandText } from '../../src/application/conversation/plain/understand.ts';
import type { Interpretation, Slots, SlotValue } from '../../src/application/language/intents.ts';
import type { Learnt } from '../../src/application/language/learnt.ts';
import { tongueOf } from '../../src/application/language/tongue.ts';
import { lexiconsOf } from '../../src/application/words/lexicons.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import { shippedCampaign } from './campaign.ts';

const PROMPTS = path.resolve(import.meta.dirname, '../../prompts');

export const grammar = loadGrammar(
  path.join(PROMPTS, 'language'),
  commands.map(({ id }) => id),
);
export const vocabulary = loadVocabulary(path.join(PROMPTS, 'commands.yaml'), commands.map(labelsOf));

const learnt = readLearnt(path.resolve(import.meta.dirname, '../../dist/language/learnt.bin'));

export const tongueFor = (campaign: Campaign, known: Learnt | undefined = learnt) =>
  tongueOf(grammar, campaign, lexiconsOf(campaign, spell), officialCalendar(campaign.calendar), known);

export const NOW = new Date('2020-09-10T15:00:00+08:00');

/** How an utterance file names who speaks and where. */
export interface Spoken {
  text: string;
  role?: 'county' | 'city' | 'anyone';
  context?: 'group' | 'single';
}

/** Says a sentence to the rules of a campaign, as the first unit's coordinator unless somebody else is named. */
export function listener(campaign: Campaign = shippedCampaign) {
  const tongue = tongueFor(campaign);
  const unit = campaign.units[0]?.id ?? '';
  return ({ text, role = 'county', context = 'single' }: Spoken): Interpretation => {
    const { meaning, choices, reading } = understandText(tongue, vocabulary, text, {
      who: role === 'city' ? 'staff' : role,
      ownUnits: role === 'county' ? [unit] : [],
      inGroup: context === 'group',
      now: NOW,
    });
    return meaning ?? choices[0] ?? leftOver(reading);
  };
}

/** Slots without what was left open, in one order. */
export function plain(slots: Slots): Slots {
  const entries = Object.entries(slots).filter(([, value]) => value !== null);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, isSlots(value) ? plain(value) : value]),
  );
}

const isSlots = (value: SlotValue): value is Slots =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
