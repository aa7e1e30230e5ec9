import path from 'node:path';
import { readYaml } from '../../src/adapters/yaml-file.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { tongueFor } from '../support/language.ts';
import { evaluate, utterancesOf } from './evaluate.ts';
import { byRules, confusions, figuresOf, isFalseWrite, leftOut, type Outcome } from './left-out.ts';

const OWN = path.resolve(import.meta.dirname, '../language/own-utterances.jsonl');
const PEOPLE = path.resolve(import.meta.dirname, '../../prompts/language/sentences/people.yaml');
const FOLDS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const MOST_CONFUSIONS = 25;

// npm run eval [-- file.jsonl …] [-- --wrong] [-- --rules] [-- --folds=0,4]: without a file, everybody's sentences with what was
// learnt from the others; a file of one's own is measured whole; --rules: with the rules alone; --wrong lists what was missed.
const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const listed = process.argv.includes('--wrong');
const folds = process.argv.find((argument) => argument.startsWith('--folds='))?.slice('--folds='.length);

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1).padStart(5)} %`;

function show(name: string, utterances: ReturnType<typeof utterancesOf>, list: boolean): void {
  const began = performance.now();
  const { sentences, intents, whole, wrong } = evaluate(utterances);
  const each = (performance.now() - began) / Math.max(1, sentences);
  console.log(
    `${name}: ${sentences} sentences, intent ${percent(intents, sentences)}, intent and slots ${percent(whole, sentences)} (${each.toFixed(2)} ms each, loading included)`,
  );
  if (list)
    for (const { text, wanted, got } of wrong) console.log(`  ${text}\n    wanted ${wanted}\n    got    ${got}`);
}

function line(name: string, outcomes: readonly Outcome[]): void {
  const of = figuresOf(outcomes);
  console.log(
    [
      percent(of.right, of.sentences),
      percent(of.whole, of.sentences),
      percent(of.reached, of.sentences),
      percent(of.acted, of.sentences),
      percent(of.actedRight, of.acted),
      percent(of.false, of.others),
      percent(of.missed, of.writes),
      name,
    ].join('  '),
  );
}

function people(): void {
  const tongue = tongueFor(shippedCampaign);
  const chosen = folds?.split(',').map(Number) ?? FOLDS;
  const outcomes = [...(process.argv.includes('--rules') ? byRules(tongue) : leftOut(tongue, chosen))];
  console.log(
    'right, right with every slot, right or offered, not asked back, of those right, false writes, missed writes',
  );
  const kinds = readYaml(PEOPLE, 'people.yaml').value as Record<string, string>;
  for (const author of [...new Set(outcomes.map((one) => one.author))].sort())
    line(
      `${author} ${kinds[author] ?? ''}`,
      outcomes.filter((one) => one.author === author),
    );
  line('all', outcomes);
  console.log('\nconfidence: sentences, right');
  for (let low = 0; low < 10; low++) {
    const within = outcomes.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === low);
    console.log(
      `  ${(low / 10).toFixed(1)}  ${String(within.length).padStart(5)}  ${percent(figuresOf(within).right, within.length)}`,
    );
  }
  console.log('\nconfusions');
  for (const { meant, got, count, example } of confusions(outcomes).slice(0, MOST_CONFUSIONS))
    console.log(
      `  ${String(count).padStart(4)}  ${meant} taken for ${got}: ${example.slice(0, 40).replaceAll('\n', ' ')}`,
    );
  console.log('\nfalse writes');
  for (const one of outcomes.filter(isFalseWrite))
    console.log(
      `  ${one.author} ${one.got} (${one.confidence.toFixed(2)}), meant ${one.meant[0]}: ${one.text.replaceAll('\n', ' ')}`,
    );
  if (listed)
    for (const one of outcomes.filter(({ got, meant }) => !meant.includes(got)))
      console.log(`  ${one.author} ${one.text}\n    meant ${one.meant.join(', ')}; got ${one.got}`);
}

for (const file of given) show(path.basename(file), utterancesOf(file), listed);
if (given.length === 0) {
  show('written by somebody who had not seen the rules', utterancesOf(OWN), false);
  people();
}
