// npm run mirror [-- --check]: writes the tables outside, also while the bot runs. --check: every row, whatever was confirmed before.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { askOperator, OperationFailed } from '../adapters/operator.ts';
import { requireApart } from '../adapters/practice/apart.ts';
import { openDatabase } from '../adapters/prisma/database.ts';
import { ROOT } from '../adapters/root.ts';
import { type Mirrored, mirror, type Way } from '../application/mirroring/mirror.ts';
import { readKnowledge } from './assemble.ts';
import { setUpOf } from './channels.ts';
import { type Config, configOf } from './config.ts';
import { logOf } from './log.ts';
import { mirrorPhrases } from './phrases-evidence.ts';
import { requireWordsOf, sayingOf, startProblem } from './start-words.ts';

const say = sayingOf('mirror', mirrorPhrases);

/** Said to the person, who can do something about it. */
class Refused extends Error {}

/** By the bot that has the embedded database open, if one has. */
async function mirrored(config: Config, way: Way): Promise<Mirrored[]> {
  const asked = way === 'everything' ? 'mirror-check' : 'mirror';
  const answer = config.databaseUrl ? undefined : await askOperator(config.dataDir, asked);
  if (answer) return (await json(answer)) as Mirrored[];
  if (!config.databaseUrl && !existsSync(path.join(config.dataDir, 'db')))
    throw new Refused(say('nothing', { folder: config.dataDir }));
  const { prisma, close } = await openDatabase(config);
  try {
    // Checked first, else what was only practised would stand in the office's table.
    await requireApart(prisma, config.practice);
    const { campaigns, know: _, ...known } = readKnowledge(ROOT, { campaigns: config.campaigns.slice(0, 1) });
    const [campaign] = campaigns;
    if (!campaign) throw new Error('no campaign');
    const clock = { now: () => new Date() };
    const office = { ...known, ...campaign, prisma, clock, channels: new Map(), log: logOf(config.logLevel) };
    const found = setUpOf(config.channels).map(({ kind, settings }) => kind.tables?.(settings, office) ?? []);
    return await mirror({ ...office, tables: (await Promise.all(found)).flat() }, way);
  } finally {
    await close();
  }
}

function told({ shows, stopped, strays, ...counts }: Mirrored, way: Way): string[] {
  const works = shows === 'works';
  const known = ['busy', 'later', 'unclear'].includes(stopped ?? '');
  const facts = { works, ...counts, added: counts.added || '', gone: counts.gone || '' };
  return [
    ...(stopped === undefined ? [say(way === 'everything' ? 'checked' : 'written', facts)] : []),
    ...(stopped === undefined
      ? []
      : [
          say('not-finished', {
            ...{ works, left: counts.left, code: known ? '' : stopped },
            ...{ busy: stopped === 'busy', later: stopped === 'later', unclear: stopped === 'unclear' },
          }),
        ]),
    ...(strays > 0 ? [say('strays', { works, strays })] : []),
  ];
}

async function run(given: string | undefined): Promise<number> {
  if (given !== undefined && given !== '--check') throw new Refused(say('usage'));
  const way = given === '--check' ? 'everything' : 'now';
  const all = await mirrored(configOf(ROOT), way);
  if (all.length === 0) throw new Refused(say('no-tables'));
  for (const one of all) for (const line of told(one, way)) console.log(line);
  return all.some(({ stopped }) => stopped !== undefined) ? 1 : 0;
}

try {
  requireWordsOf('start', 'mirror');
  process.exitCode = await run(process.argv[2]);
} catch (error) {
  if (error instanceof Refused) console.error(error.message);
  else if (error instanceof OperationFailed) console.error(say('bot-failed', { reason: error.message }));
  else console.error(startProblem(error));
  process.exitCode = 1;
}
