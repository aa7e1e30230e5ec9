import path from 'node:path';
import type { Logger } from 'pino';
import { archiveOpener } from '../adapters/archives.ts';
import { knownYear, officialCalendar } from '../adapters/calendar.ts';
import { loadCampaign } from '../adapters/campaign-file.ts';
import { documentReader } from '../adapters/document-reader.ts';
import { openFiles, openPieces } from '../adapters/files/open.ts';
import { formsIn } from '../adapters/forms.ts';
import { loadGrammar } from '../adapters/language-files.ts';
import { readLearnt } from '../adapters/learnt-file.ts';
import { chatCompletions } from '../adapters/model/chat-completions.ts';
import { paperWriter } from '../adapters/papers.ts';
import { pictureMaker } from '../adapters/pictures/pictures.ts';
import { spell } from '../adapters/pinyin.ts';
import { PracticeClock } from '../adapters/practice/clock.ts';
import type { Database } from '../adapters/prisma/database.ts';
import { readSections } from '../adapters/prompt-files.ts';
import { sheetReader } from '../adapters/sheets.ts';
import { loadVocabulary } from '../adapters/vocabulary-file.ts';
import { sheetWriter } from '../adapters/workbooks.ts';
import { Bot } from '../application/bot.ts';
import { labelsOf } from '../application/conversation/args.ts';
import { commands } from '../application/conversation/commands/index.ts';
import { sayWith } from '../application/conversation/replies.ts';
import { PAPER_PHRASES } from '../application/exporting/papers/phrases.ts';
import { type Advisor, BRIEFING } from '../application/language/model.ts';
import { tongueOf } from '../application/language/tongue.ts';
import type { House, Office } from '../application/office.ts';
import { firstAdminCode } from '../application/people/first-admin.ts';
import type { Clock, FileStore } from '../application/ports.ts';
import { StartRefused } from '../application/start-refused.ts';
import { lexiconsOf } from '../application/words/lexicons.ts';
import { paperWordsFrom } from '../application/words/paper-words.ts';
import { wordsFrom } from '../application/words/words.ts';
import type { Campaign } from '../domain/campaign.ts';
import { endOf, eraseDayOf } from '../domain/campaign-days.ts';
import { clashesOf } from '../domain/campaigns.ts';
import { erasesWhileRunning, yearOfAnother } from '../domain/erasing.ts';
import { beijingDay } from '../domain/time.ts';
import { campaignFileOf } from './campaign-file-of.ts';
import type { Config } from './config.ts';
import { takingUp } from './loading.ts';

export interface Built {
  house: House;
  /** The house at work for the campaign that was named first. */
  office: Office;
  bot: Bot;
  store: FileStore;
  /** Set in practice mode. */
  practiceClock?: PracticeClock;
  /** The first admin's code, when one was made just now. */
  claimCode: string | undefined;
}

/** What is known of one campaign by its file. */
export type CampaignKnown = Pick<Office, 'campaign' | 'lexicons' | 'tongue' | 'calendar'>;

/** What stands in the files of `prisma/campaigns` and `prompts`. */
export type Knowledge = Pick<House, 'vocabulary' | 'say' | 'paperWords'> & {
  /** What a language model is told. */
  briefing: Advisor['say'];
  /** In the order of `CAMPAIGN`. */
  campaigns: CampaignKnown[];
  /** What is to be known of one more. */
  know(campaign: Campaign): CampaignKnown;
};

/** Made by `scripts/prepare.mjs` of `prompts/language/`. */
const LEARNT = 'dist/language/learnt.bin';

/** Reads and checks the files. */
export function readKnowledge(root: string, config: Pick<Config, 'campaigns'>): Knowledge {
  const campaigns = config.campaigns.map((name) => loadCampaign(campaignFileOf(root, name)));
  requireTogether(campaigns);
  const say = sayWith(readSections(path.join(root, 'prompts/replies')), commands);
  const paperWords = paperWordsFrom(readSections(path.join(root, 'prompts/bulletin')), PAPER_PHRASES);
  const vocabulary = loadVocabulary(path.join(root, 'prompts/commands.yaml'), commands.map(labelsOf));
  const commandIds = commands.map(({ id }) => id);
  const grammar = loadGrammar(path.join(root, 'prompts/language'), commandIds);
  const briefing = wordsFrom(readSections(path.join(root, 'prompts/model')), BRIEFING);
  const learnt = readLearnt(path.join(root, LEARNT));
  const know = (campaign: Campaign): CampaignKnown => {
    const lexicons = lexiconsOf(campaign, spell);
    const calendar = officialCalendar(campaign.calendar);
    return { campaign, lexicons, calendar, tongue: tongueOf(grammar, campaign, lexicons, calendar, learnt) };
  };
  return { vocabulary, say, paperWords, briefing, campaigns: campaigns.map(know), know };
}

/** Throws `StartRefused` for campaigns that cannot run side by side. */
function requireTogether(campaigns: readonly Campaign[]): void {
  const [clash] = clashesOf(campaigns);
  if (!clash) return;
  switch (clash.code) {
    case 'same-id':
      throw new StartRefused('campaigns-same-id', clash.facts);
    case 'same-name':
      throw new StartRefused('campaigns-same-name', clash.facts);
    case 'unit-of-two-names':
      throw new StartRefused('campaigns-unit-of-two-names', clash.facts);
    case 'unit-of-two-ids':
      throw new StartRefused('campaigns-unit-of-two-ids', clash.facts);
  }
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
  const { briefing, campaigns, know, ...known } = knowledge;
  const { prisma } = database;
  const { practice } = config.channels;
  const practiceClock = practice && (await PracticeClock.open(prisma, practice));
  const clock: Clock = practiceClock ?? { now: () => new Date() };
  const store = await openFiles(config);
  const common: House = {
    prisma,
    campaigns: new Map(),
    ...known,
    clock,
    store,
    pieces: await openPieces(config),
    sheets: sheetReader,
    documents: documentReader,
    archives: archiveOpener,
    workbooks: sheetWriter,
    papers: paperWriter,
    forms: formsIn(path.join(root, 'prompts/forms')),
    pictures: pictureMaker,
    publicUrl: config.publicUrl,
    mailbox: config.mail?.user,
    fileLimit: config.fileLimit,
    uploadLimit: config.uploadLimit,
    ...pagesOf(config),
    channels: new Map(),
    log,
    ...(database.rewrite && { rewrite: database.rewrite }),
    ...(config.publicUrl !== undefined && { consoleUrl: `${config.publicUrl.replace(/\/$/, '')}/console` }),
    ...(config.model && { advisor: { model: chatCompletions(config.model), say: briefing } }),
  };
  for (const one of campaigns) common.campaigns.set(one.campaign.id, { ...common, ...one });
  const [office] = common.campaigns.values();
  if (!office) throw new Error('no campaign');
  const claimCode = practice
    ? undefined
    : await prisma.$transaction((tx) =>
        firstAdminCode(tx, clock.now(), { configured: config.adminClaimCode, alone: database.embedded }),
      );
  office.takeUpLoaded = await takingUp(office, know);
  return { house: office, office, bot: new Bot(office), store, claimCode, ...(practiceClock && { practiceClock }) };
}

/** In practice everybody sits at this computer. */
function pagesOf({ publicUrl, practice, port }: Config): Pick<Office, 'pagesUrl'> {
  if (publicUrl !== undefined) return { pagesUrl: publicUrl.replace(/\/$/, '') };
  return practice && port > 0 ? { pagesUrl: `http://127.0.0.1:${port}` } : {};
}

export type YearWrong =
  | { id: 'erase-day-old'; facts: { day: string; last: string } }
  | { id: 'campaign-id-old'; facts: { id: string; year: string } };

/** What is wrong with the days of a campaign: a left-over of another year's file, with which nobody's name may be erased. */
export function warnOfYears(campaign: Campaign, warn: (what: YearWrong) => void): void {
  const { eraseAfter: day = '' } = campaign.privacy;
  if (erasesWhileRunning(campaign)) warn({ id: 'erase-day-old', facts: { day, last: endOf(campaign) ?? '' } });
  const year = yearOfAnother(campaign);
  if (year !== undefined) warn({ id: 'campaign-id-old', facts: { id: campaign.id, year } });
}

/**
 * Warns when the campaign's erasing day has passed: somebody who only tries the program out would lose names and texts
 * every day.
 */
export function warnOfErasing(campaign: Campaign, now: Date, warn: (day: string) => void): void {
  const day = eraseDayOf(campaign);
  if (day !== undefined && day < beijingDay(now)) warn(day);
}

/** Reminders lean on the calendar: says so when the State Council's notice for a year of the campaign is missing. */
export function warnOfCalendar({ house }: Built, warn: (year: number) => void): void {
  const phases = [...house.campaigns.values()].flatMap(({ campaign }) => campaign.phases);
  const years = new Set(phases.flatMap(({ from, to = from }) => [Number(from.slice(0, 4)), Number(to.slice(0, 4))]));
  for (const year of years) if (!knownYear(year)) warn(year);
}
