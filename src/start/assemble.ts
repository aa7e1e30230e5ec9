import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { parse } from 'yaml';
import { archiveOpener } from '../adapters/archives.ts';
import { knownYear, officialCalendar } from '../adapters/calendar.ts';
import { loadCampaign } from '../adapters/campaign-file.ts';
import { openFiles } from '../adapters/files/open.ts';
import { readLanguage } from '../adapters/language-files.ts';
import { chatCompletions } from '../adapters/model/chat-completions.ts';
import { spell } from '../adapters/pinyin.ts';
import { PracticeClock } from '../adapters/practice/clock.ts';
import type { Database } from '../adapters/prisma/database.ts';
import { readSections } from '../adapters/prompt-files.ts';
import { sheetReader } from '../adapters/sheets.ts';
import { Bot } from '../application/bot.ts';
import { commands } from '../application/conversation/commands/index.ts';
import { grammarFrom } from '../application/language/grammar.ts';
import { tongueOf } from '../application/language/tongue.ts';
import type { Office } from '../application/office.ts';
import { firstAdminCode } from '../application/people/joining.ts';
import type { Clock, FileStore } from '../application/ports.ts';
import { lexiconsOf } from '../application/words/lexicons.ts';
import { phrases } from '../application/words/phrases.ts';
import { vocabularyFrom } from '../application/words/vocabulary.ts';
import { wordsFrom } from '../application/words/words.ts';
import type { Campaign } from '../domain/campaign.ts';
import { beijingDay } from '../domain/time.ts';
import type { Config } from './config.ts';

export interface Built {
  office: Office;
  bot: Bot;
  store: FileStore;
  /** Set in practice mode. */
  practiceClock?: PracticeClock;
  /** The first admin's code, when one was made just now. */
  claimCode: string | undefined;
}

/** What stands in the files of `prisma/campaigns` and `prompts`. */
export type Knowledge = Pick<Office, 'campaign' | 'lexicons' | 'tongue' | 'vocabulary' | 'say' | 'calendar'>;

/** Reads and checks the files. */
export function readKnowledge(root: string, config: Config): Knowledge {
  const campaign = loadCampaign(path.join(root, 'prisma/campaigns', `${config.campaign}.yaml`));
  const say = wordsFrom(readSections(path.join(root, 'prompts/replies')), phrases);
  const vocabulary = vocabularyFrom(
    parse(readFileSync(path.join(root, 'prompts/commands.yaml'), 'utf8')),
    commands.map(({ id }) => id),
  );
  const lexicons = lexiconsOf(campaign, spell);
  const calendar = officialCalendar(campaign.calendar);
  const grammar = grammarFrom(readLanguage(path.join(root, 'prompts/language')));
  return { campaign, lexicons, tongue: tongueOf(grammar, campaign, lexicons, calendar), vocabulary, say, calendar };
}

/** Puts the bot together: knowledge, clock, files. Channels are added by whoever starts them. */
export async function buildOffice(parts: {
  root: string;
  config: Config;
  database: Database;
  log: Logger;
  knowledge?: Knowledge;
}): Promise<Built> {
  const { root, config, database, log, knowledge = readKnowledge(root, config) } = parts;
  const { prisma } = database;
  const { practice } = config.channels;
  const practiceClock = practice && (await PracticeClock.open(prisma, practice));
  const clock: Clock = practiceClock ?? { now: () => new Date() };
  const store = await openFiles(config);
  const office: Office = {
    prisma,
    ...knowledge,
    clock,
    store,
    sheets: sheetReader,
    archives: archiveOpener,
    fileLimit: config.fileLimit,
    channels: new Map(),
    log,
    ...(config.model && {
      advisor: {
        model: chatCompletions(config.model),
        prompt: readFileSync(path.join(root, 'prompts/model/interpret.md'), 'utf8'),
      },
    }),
  };
  const claimCode = practice
    ? undefined
    : await prisma.$transaction((tx) => firstAdminCode(tx, clock.now(), config.adminClaimCode));
  return { office, bot: new Bot(office), store, claimCode, ...(practiceClock && { practiceClock }) };
}

/** With its day passed, a campaign that is only tried out would lose names and texts from the first day on. */
export function warnOfErasing(campaign: Campaign, now: Date, warn: (day: string) => void): void {
  const { eraseAfter } = campaign.privacy;
  if (eraseAfter < beijingDay(now)) warn(eraseAfter);
}

/** Reminders lean on the calendar: says so when the State Council's notice for a year of the campaign is missing. */
export function warnOfCalendar({ office }: Built, warn: (year: number) => void): void {
  const { phases } = office.campaign;
  const years = new Set(phases.flatMap(({ from, to }) => [Number(from.slice(0, 4)), Number(to.slice(0, 4))]));
  for (const year of years) if (!knownYear(year)) warn(year);
}
