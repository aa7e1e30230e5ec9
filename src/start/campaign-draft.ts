import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCampaign } from '../adapters/campaign-writer.ts';
import { readDocument } from '../adapters/documents/read-document.ts';
import { spell } from '../adapters/pinyin.ts';
import { ROOT } from '../adapters/root.ts';
import { checkSheet } from '../application/importing/check-sheet.ts';
import { type CampaignDraft, draftCampaign } from '../application/importing/draft-campaign.ts';
import { draftPhrases } from '../application/importing/draft-phrases.ts';
import { isOf } from '../application/importing/draft-units.ts';
import { clauseWords, inWords } from '../application/importing/draft-words.ts';
import type { DocumentResult } from '../domain/document.ts';
import { questionsOf } from '../domain/notice/questions.ts';
import { type NoticeRead, readNotice } from '../domain/notice/read-notice.ts';
import { documentPhrases } from './phrases-campaign.ts';
import { requireWordsOf, sayingOf, startProblem } from './start-words.ts';

const CAMPAIGNS = join(ROOT, 'prisma/campaigns');

const say = sayingOf('campaign-draft', draftPhrases);
const faultInWords = sayingOf('documents', documentPhrases);

export interface Drafted {
  read: NoticeRead;
  draft: CampaignDraft;
  yaml: string;
  sheet: string;
}

/** The campaign file and the list to be checked, from what a document says. */
export function drafted(document: Extract<DocumentResult, { ok: true }>['document'], year?: number): Drafted {
  const read = readNotice(document.blocks, clauseWords(say), year);
  const questions = inWords(questionsOf(read, isOf), say);
  const privacy = { kept: say('privacy-kept').split('\n'), purpose: say('privacy-purpose') };
  const draft = draftCampaign(read, { spell, questions, office: say('office-unnamed'), privacy });
  const notes = document.notes.map((note) => say(`read-note-${note}`));
  const sheet = [checkSheet(draft, read, say), ...notes].join('\n');
  return { read, draft, sheet, yaml: writeCampaign(draft, say('header', { title: draft.document.title })) };
}

async function main(args: string[]): Promise<number> {
  requireWordsOf('start', 'campaign-draft', 'documents');
  const { file, out, year } = options(args);
  if (file === undefined || (year !== undefined && !/^\d{4}$/.test(year))) return told(say('usage'), 2);
  if (!existsSync(file)) return told(say('usage'), 2);
  const result = await readDocument(readFileSync(file));
  if (!result.ok) return told(faultInWords(result.fault), 1);
  const { draft, yaml, sheet } = drafted(result.document, year === undefined ? undefined : Number(year));
  const target = out ?? join(CAMPAIGNS, `${draft.id}.yaml`);
  if (existsSync(target)) return told(say('exists', { file: relative('.', target) }), 1);
  const beside = target.replace(/\.ya?ml$/, '') + say('sheet-suffix');
  writeFileSync(target, yaml);
  writeFileSync(beside, `${sheet}\n`);
  console.log(sheet);
  console.log(`\n${say('written', { file: relative('.', target), sheet: relative('.', beside) })}`);
  return 0;
}

function options(args: string[]): { file?: string; out?: string; year?: string } {
  const rest = [...args];
  const take = (name: string) => {
    const at = rest.indexOf(name);
    return at < 0 ? undefined : rest.splice(at, 2)[1];
  };
  const out = take('--out');
  const year = take('--year');
  const [file] = rest;
  return {
    ...(file === undefined ? {} : { file }),
    ...(out === undefined ? {} : { out }),
    ...(year === undefined ? {} : { year }),
  };
}

function told(sentence: string, code: number): number {
  console.error(sentence);
  return code;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(startProblem(error));
    process.exitCode = 1;
  }
}
