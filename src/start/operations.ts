import type { Writable } from 'node:stream';
import { writeArchive } from '../adapters/backup/write.ts';
import { writeEvidence } from '../adapters/evidence/write.ts';
import { answerOperator } from '../adapters/operator.ts';
import type { Database } from '../adapters/prisma/database.ts';
import { erase } from '../application/keeping/retention.ts';
import { verifyAll } from '../application/keeping/verifying.ts';
import { mirror, type Way } from '../application/mirroring/mirror.ts';
import type { Office } from '../application/office.ts';

export interface OperationsOf {
  database: Database;
  office: Office;
  dataDir: string;
  campaignFile: string;
}

/** What `npm run backup`, `evidence`, `verify`, `mirror` and `erase` ask of the process that has the embedded database; with a server they open it themselves. */
export async function answerOperations({ database, office, dataDir, campaignFile }: OperationsOf) {
  if (!database.embedded) return undefined;
  const { prisma, store, log } = office;
  const eraseFor = (preview: boolean) => async (out: Writable) => {
    out.end(JSON.stringify(await erase(office, preview)));
  };
  const backup = (out: Writable) => writeArchive({ prisma, store, dataDir, campaignFile }, out).then(() => {});
  const evidence = (out: Writable) => writeEvidence(office, campaignFile, out);
  const verify = async (out: Writable) => {
    out.end(JSON.stringify(await verifyAll(office)));
  };
  const mirrorAs = (way: Way) => async (out: Writable) => {
    out.end(JSON.stringify(await mirror(office, way)));
  };
  return answerOperator(
    dataDir,
    {
      ...{ backup, evidence, verify, erase: eraseFor(false), 'erase-preview': eraseFor(true) },
      ...{ mirror: mirrorAs('now'), 'mirror-check': mirrorAs('everything') },
    },
    log,
  );
}
