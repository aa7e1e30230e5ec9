import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { writeArchive } from '../adapters/backup/write.ts';
import { writeEvidence } from '../adapters/evidence/write.ts';
import { answerOperator } from '../adapters/operator.ts';
import type { Database } from '../adapters/prisma/database.ts';
import { keeperOf } from '../application/keeping/keeper.ts';
import { erase } from '../application/keeping/retention.ts';
import { verifyAll } from '../application/keeping/verifying.ts';
import { mirror, type Way } from '../application/mirroring/mirror.ts';
import { type House, officeNamed } from '../application/office.ts';
import { load } from './loading.ts';

/** Where `npm run campaign:load` has put the file. */
export const TO_LOAD = 'campaign-to-load.yaml';

export interface OperationsOf {
  database: Database;
  house: House;
  dataDir: string;
  /** At least one. */
  campaignFiles: readonly string[];
}

/** What the running bot is asked for evidence of a campaign by, named by its file. */
export const evidenceOperation = (name: string): string => `evidence-${name}`;

/** What `npm run backup`, `evidence`, `verify`, `mirror` and `erase` ask of the process that has the embedded database; with a server they open it themselves. */
export async function answerOperations({ database, house, dataDir, campaignFiles }: OperationsOf) {
  if (!database.embedded) return undefined;
  const { prisma, store, log } = house;
  const eraseFor = (preview: boolean) => async (out: Writable) => {
    out.end(JSON.stringify(await erase(keeperOf(house), preview)));
  };
  const backup = (out: Writable) => writeArchive({ prisma, store, dataDir, campaignFiles }, out).then(() => {});
  const offices = [...house.campaigns.values()];
  const evidence = Object.fromEntries(
    campaignFiles.flatMap((file, at) => {
      const office = offices[at];
      const write = (out: Writable) => (office ? writeEvidence(office, file, out) : Promise.reject(new Error(file)));
      return [[evidenceOperation(path.basename(file, '.yaml')), write]];
    }),
  );
  const verify = async (out: Writable) => {
    out.end(JSON.stringify(await verifyAll(house)));
  };
  const mirrorAs = (way: Way) => async (out: Writable) => {
    out.end(JSON.stringify(await mirror(officeNamed(house, undefined), way)));
  };
  const loadAs = (agreed: boolean) => async (out: Writable) => {
    const text = await readFile(path.join(dataDir, TO_LOAD), 'utf8');
    const atHand = [...house.campaigns.values()].map(({ campaign }) => campaign);
    const result = await load(prisma, atHand, { text, name: TO_LOAD }, agreed);
    await house.takeUpLoaded?.();
    out.end(JSON.stringify(result));
  };
  return answerOperator(
    dataDir,
    {
      ...{ backup, ...evidence, verify, erase: eraseFor(false), 'erase-preview': eraseFor(true) },
      ...{ 'campaign-look': loadAs(false), 'campaign-load': loadAs(true) },
      ...{ mirror: mirrorAs('now'), 'mirror-check': mirrorAs('everything') },
    },
    log,
  );
}
