// The thread of the embedded database: opens its files, lets `pg` connect, tells how it goes, and ends when it is told to.
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { DURABLE_PARAMETERS, DurableFolder } from './durable-folder.ts';
import { codeOf, reportBreaking, serve, type Told } from './embedded.ts';

const folder: string = workerData;
const tell = (told: Told) => parentPort?.postMessage(told);

try {
  const fs = new DurableFolder(path.join(folder, 'db'));
  const db = await PGlite.create({ fs, startParams: DURABLE_PARAMETERS });
  reportBreaking(db, (error) => tell({ broken: String((error as Error).cause) }));
  const { host, port, close } = await serve(db, folder);
  parentPort?.once('message', async () => {
    await close();
    await db.close();
    parentPort?.close();
  });
  tell({ listening: { host, port } });
} catch (error) {
  tell({ failed: codeOf(error) });
  parentPort?.close();
}
