// npm run verify: reads again all that is kept here. npm run verify -- FILE: checks an archive of evidence, on any computer: neither
// the bot nor its database is needed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkEvidence, NoEvidence } from '../adapters/evidence/check.ts';
import { ROOT } from '../adapters/root.ts';
import { beijingDayAndTime } from '../domain/time.ts';
import { configOf } from './config.ts';
import { evidencePhrases } from './phrases-evidence.ts';
import { requireWordsOf, sayingOf, startProblem } from './start-words.ts';
import { verifyKept } from './verify-kept.ts';

const say = sayingOf('evidence', evidencePhrases);
/** More names than this are no help on a screen. */
const MOST_NAMED = 20;

/** 0: whole. 1: something in it is missing, changed or added. 2: it could not be checked. */
async function verify(given: string | undefined): Promise<number> {
  if (given === undefined) {
    const { text, code } = await verifyKept(configOf(ROOT));
    return told(text, code);
  }
  const file = path.resolve(given);
  if (!existsSync(file)) return told(say('no-such-file', { file }), 2);
  try {
    const { campaign, at, files, fingerprint, missing, changed, added } = await checkEvidence(file);
    const facts = { file, campaign, files, fingerprint, at: beijingDayAndTime(new Date(at)) };
    if (missing.length + changed.length + added.length === 0) return told(say('whole', facts), 0);
    const named = (list: string[]) => list.slice(0, MOST_NAMED).map((name) => ({ name }));
    const counts = { missing: missing.length || '', changed: changed.length || '', added: added.length || '' };
    const names = { missingNames: named(missing), changedNames: named(changed), addedNames: named(added) };
    return told(say('not-genuine', { ...facts, ...counts, ...names }), 1);
  } catch (error) {
    if (error instanceof NoEvidence) return told(say('no-evidence', { file }), 2);
    throw error;
  }
}

function told(text: string, code: number): number {
  if (code === 0) console.log(text);
  else console.error(text);
  return code;
}

try {
  requireWordsOf('start', 'evidence', 'verify');
  process.exitCode = await verify(process.argv[2]);
} catch (error) {
  console.error(startProblem(error));
  process.exitCode = 2;
}
