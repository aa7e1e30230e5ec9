import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { officialCalendar } from '../adapters/calendar.ts';
import { loadCampaign } from '../adapters/campaign-file.ts';
import { loadGrammar } from '../adapters/language-files.ts';
import { readSentences, writeLearnt } from '../adapters/learnt-file.ts';
import { spell } from '../adapters/pinyin.ts';
import { ROOT } from '../adapters/root.ts';
import { commands } from '../application/conversation/commands/index.ts';
import { learn } from '../application/language/learnt.ts';
import { lessonsFrom, lessonsOfGrammar } from '../application/language/lessons.ts';
import { tongueOf } from '../application/language/tongue.ts';
import { lexiconsOf } from '../application/words/lexicons.ts';

/** The sentences speak of the units and categories of this one; what is learnt from them holds for all. */
const CAMPAIGN = 'prisma/campaigns/linfen-2020.yaml';
const FILE = 'learnt.bin';

/** Learns from `prompts/language/` and writes what was learnt into the folder that is named. */
const folder = path.resolve(process.argv[2] ?? path.join(ROOT, 'dist/language'));
const language = path.join(ROOT, 'prompts/language');
const campaign = loadCampaign(path.join(ROOT, CAMPAIGN));
const grammar = loadGrammar(
  language,
  commands.map(({ id }) => id),
);
const tongue = tongueOf(grammar, campaign, lexiconsOf(campaign, spell), officialCalendar(campaign.calendar));
const lessons = [...lessonsFrom(tongue, readSentences(path.join(language, 'sentences'))), ...lessonsOfGrammar(tongue)];
mkdirSync(folder, { recursive: true });
writeLearnt(path.join(folder, FILE), learn(lessons));
