// npm run campaign:load -- FILE [--yes]: adds a campaign, also while the bot runs; changing one that is there waits for --yes.
import { existsSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { loadCampaign } from '../adapters/campaign-file.ts';
import { askOperator } from '../adapters/operator.ts';
import { openDatabase } from '../adapters/prisma/database.ts';
import { ROOT } from '../adapters/root.ts';
import type { CampaignChange } from '../domain/campaign-changes.ts';
import { campaignFileOf } from './campaign-file-of.ts';
import { type Config, configOf } from './config.ts';
import { type Loaded, load, loadedIn } from './loading.ts';
import { TO_LOAD } from './operations.ts';
import { loadPhrases } from './phrases-campaign.ts';
import { requireWordsOf, sayingOf, startProblem, wordsOf } from './start-words.ts';

const say = sayingOf('campaign-load', loadPhrases);

/** By the bot that has the embedded database open, if one has. */
async function loaded(config: Config, file: string, agreed: boolean): Promise<Loaded> {
  const { dataDir, databaseUrl } = config;
  if (databaseUrl === undefined && existsSync(dataDir)) {
    await copyFile(file, path.join(dataDir, TO_LOAD));
    const answer = await askOperator(dataDir, agreed ? 'campaign-load' : 'campaign-look');
    if (answer) return (await json(answer)) as Loaded;
  }
  const { prisma, close } = await openDatabase(config);
  try {
    const named = config.campaigns.map((name) => loadCampaign(campaignFileOf(ROOT, name)));
    const atHand = [...named, ...(await loadedIn(prisma)).filter(({ id }) => !named.some((one) => one.id === id))];
    return await load(prisma, atHand, { text: await readFile(file, 'utf8'), name: path.basename(file) }, agreed);
  } finally {
    await close();
  }
}

const SHOWN = 40;

function inWords(result: Loaded, file: string): { text: string; exitCode: 0 | 1 } {
  switch (result.outcome) {
    case 'clash':
      return { text: wordsOf('start', `campaigns-${result.clash.code}`, result.clash.facts), exitCode: 1 };
    case 'same':
      return { text: say('same'), exitCode: 0 };
    case 'loaded':
      return { text: say(result.isNew ? 'added' : 'changed'), exitCode: 0 };
    case 'changes': {
      const lines = result.changes.slice(0, SHOWN).map((change) => ({ line: lineOf(change) }));
      const more = result.changes.length - lines.length;
      return { text: say('changes', { lines, more: more > 0 ? more : '', file }), exitCode: 1 };
    }
  }
}

const lineOf = ({ what, ...facts }: CampaignChange): string =>
  wordsOf(
    'campaign-load',
    `change-${what}`,
    Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, value ?? ''])),
  );

try {
  requireWordsOf('start', 'campaign-check', 'campaign-load');
  const [given, consent] = process.argv.slice(2);
  if (given === undefined || (consent !== undefined && consent !== '--yes')) {
    console.error(say('usage'));
    process.exitCode = 2;
  } else {
    // Checked first, whoever loads it.
    loadCampaign(path.resolve(given));
    const { text, exitCode } = inWords(await loaded(configOf(ROOT), path.resolve(given), consent === '--yes'), given);
    (exitCode === 0 ? console.log : console.error)(text);
    process.exitCode = exitCode;
  }
} catch (error) {
  console.error(startProblem(error));
  process.exitCode = 1;
}
