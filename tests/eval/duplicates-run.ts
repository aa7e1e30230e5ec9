// npm run eval:duplicates [-- SEED | FOLDER]: how well near-same pictures are found, on made scenes or on the photos of a folder.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { measureDuplicates, summaryOf } from './duplicates/measure.ts';

const SCENES = 24;
const [given = '7'] = process.argv.slice(2);
const isSeed = /^\d+$/.test(given);
const photos = isSeed
  ? undefined
  : readdirSync(given)
      .filter((name) => /\.(jpe?g|png)$/i.test(name) && statSync(path.join(given, name)).size > 30_000)
      .map((name) => readFileSync(path.join(given, name)));
const kinds = await measureDuplicates(isSeed ? Number(given) : 7, SCENES, photos);
for (const { name, pairs, found, distance } of kinds)
  console.log(`${name.padEnd(26)} ${found}/${pairs} shown, middle distance ${distance}`);
const { pairs, recall, falseAlarms, unrelated } = summaryOf(kinds);
console.log(`${pairs} pairs: recall ${(recall * 100).toFixed(1)} %, false alarms ${falseAlarms} of ${unrelated}`);
