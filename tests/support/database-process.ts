// A process of its own on a database: prints `open`, or why not; with `write`, then the number of each row that is committed.

import { openDatabase } from '../../src/adapters/prisma/database.ts';
import { StartRefused } from '../../src/application/start-refused.ts';

const [mode, dataDir = '', databaseUrl] = process.argv.slice(2);

try {
  const database = await openDatabase({ dataDir, databaseUrl });
  console.log('open');
  if (mode === 'write') {
    for (let number = 1; ; number++) {
      await database.prisma.setting.create({ data: { key: `${process.pid}-${number}`, value: number } });
      // Synchronous on a pipe: what is printed was committed.
      console.log(`${process.pid}-${number}`);
    }
  }
  if (mode === 'close') await database.close();
  if (mode === 'hold') setInterval(() => {}, 60_000);
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  console.log(JSON.stringify({ code: error.code, facts: error.facts }));
  process.exit(3);
}
