// npm run eval:files: three hundred names, a hundred sheets and the media, made by the seed; every one that is read wrongly is printed.
import { type Measured, measureMedia, measureNames, measureSheets } from './files/measure.ts';

const seed = Number(process.argv[2] ?? 1);
const results: [string, Measured][] = [
  ['file names', measureNames(seed, 300)],
  ['sheets', await measureSheets(seed, 100)],
  ['media files', await measureMedia()],
];
for (const [what, { tried, missed, falsely }] of results) {
  console.log(`${what}: ${tried} tried, ${missed.length} missed, ${falsely.length} falsely warned or read`);
  for (const one of [...missed.map((text) => `  missed ${text}`), ...falsely.map((text) => `  falsely ${text}`)])
    console.log(one);
}
if (results.some(([, { missed, falsely }]) => missed.length + falsely.length > 0)) process.exitCode = 1;
