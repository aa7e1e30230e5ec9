// npm run eval:duplicates [-- SEED | FOLDER]: how well near-same pictures are found, on made scenes or on the photos of a folder; and
// films that were coded anew, where ffmpeg is installed.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { answers } from '../../src/adapters/files/film-looks.ts';
import { measureFilms } from './duplicates/films.ts';
import { type Kind, measureDuplicates, summaryOf } from './duplicates/measure.ts';

const SCENES = 24;
const FILMS = 12;
const [given = '7'] = process.argv.slice(2);
const isSeed = /^\d+$/.test(given);
const photos = isSeed
  ? undefined
  : readdirSync(given)
      .filter((name) => /\.(jpe?g|png)$/i.test(name) && statSync(path.join(given, name)).size > 30_000)
      .map((name) => readFileSync(path.join(given, name)));
const kinds = await measureDuplicates(isSeed ? Number(given) : 7, SCENES, photos);
tell(kinds);
if (isSeed && (await answers('ffmpeg'))) {
  const { kinds: films, slowestMs } = await measureFilms(Number(given), FILMS);
  tell(films);
  console.log(`looking into a film took ${slowestMs.toFixed(0)} ms at most`);
} else if (isSeed) console.log('ffmpeg is not installed: films that were coded anew are not known again');

function tell(all: Kind[]): void {
  for (const { name, pairs, found, distance } of all)
    console.log(`${name.padEnd(38)} ${found}/${pairs} shown${distance > 0 ? `, middle distance ${distance}` : ''}`);
  const { pairs, recall, falseAlarms, unrelated } = summaryOf(all);
  console.log(`${pairs} pairs: recall ${(recall * 100).toFixed(1)} %, false alarms ${falseAlarms} of ${unrelated}`);
}
