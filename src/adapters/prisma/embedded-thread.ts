// A thread of the embedded database: makes its files, or opens them and lets `pg` connect until it is told to end.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { DURABLE_PARAMETERS, DurableFolder } from './durable-folder.ts';
import { codeOf, databaseIn, reportBreaking, serve, type Task, type Told } from './embedded.ts';

const { folder, task }: Task = workerData;
const tell = (told: Told) => parentPort?.postMessage(told);
const open = (place: string) => PGlite.create({ fs: new DurableFolder(place), startParams: DURABLE_PARAMETERS });

try {
  if (task === 'make') await (await open(folder)).close();
  else await listen();
} catch (error) {
  tell({ failed: codeOf(error) });
  parentPort?.close();
}

async function listen(): Promise<void> {
  const db = await open(databaseIn(folder));
  reportBreaking(db, (error) => tell({ broken: String((error as Error).cause) }));
  const { host, port, close } = await serve(db, folder);
  parentPort?.once('message', async () => {
    await close();
    await db.close();
    parentPort?.close();
  });
  tell({ listening: { host, port } });
}
