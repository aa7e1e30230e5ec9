import path from 'node:path';
import { evaluate, utterancesOf } from './evaluate.ts';

const OWN = path.resolve(import.meta.dirname, '../language/own-utterances.jsonl');

// npm run eval [-- file.jsonl …] [-- --wrong]: a file of one's own is measured whole; --wrong lists what was missed.
const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const listed = process.argv.includes('--wrong');

function show(name: string, utterances: ReturnType<typeof utterancesOf>, list: boolean): void {
  const began = performance.now();
  const { sentences, intents, whole, wrong } = evaluate(utterances);
  const each = (performance.now() - began) / Math.max(1, sentences);
  const percent = (part: number) => `${((100 * part) / Math.max(1, sentences)).toFixed(1)} %`;
  console.log(
    `${name}: ${sentences} sentences, intent ${percent(intents)}, intent and slots ${percent(whole)} (${each.toFixed(2)} ms each, loading included)`,
  );
  if (list)
    for (const { text, wanted, got } of wrong) console.log(`  ${text}\n    wanted ${wanted}\n    got    ${got}`);
}

for (const file of given) show(path.basename(file), utterancesOf(file), listed);
if (given.length === 0) {
  const own = utterancesOf(OWN);
  for (const half of ['written-with', 'held-out'] as const)
    show(
      half,
      own.filter((one) => one.half === half),
      listed && half === 'written-with',
    );
}
