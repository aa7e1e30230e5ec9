// How much of each notice is read: `node --import tsx tests/notices/measure.ts [blind|second|handed] [notice] [--sheet|--yaml]`
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { documentIn } from '../../src/adapters/documents/read.ts';
import { drafted } from '../../src/start/campaign-draft.ts';
import { documentOf, expectedOf, NOTICES } from './support/fixture.ts';
import { score } from './support/score.ts';

const [only, notice, more] = process.argv.slice(2);
const share = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

for (const set of ['handed', 'blind', 'second', 'third'].filter((one) => !only || one === only)) {
  const all = { hits: 0, missed: 0, invented: 0 };
  for (const name of readdirSync(path.join(NOTICES, set)).sort()) {
    if (name === 'linfen-2020' || (notice && !name.startsWith(notice))) continue;
    const expected = expectedOf(`${set}/${name}`);
    const result = await documentIn(Buffer.from(documentOf(`${set}/${name}`, expected.form)));
    if (!result.ok) throw new Error(`${name}: ${result.fault}`);
    const made = drafted(result.document);
    const { hits, missed, invented } = score(expected, made.draft);
    console.log(`${name} (${expected.form}): ${hits} of ${hits + missed.length}, ${invented.length} not in the notice`);
    for (const one of missed) console.log(`   - ${one}`);
    for (const one of invented) console.log(`   + ${one}`);
    if (more === '--sheet') console.log(made.sheet);
    if (more === '--yaml') console.log(made.yaml);
    all.hits += hits;
    all.missed += missed.length;
    all.invented += invented.length;
  }
  const facts = all.hits + all.missed;
  console.log(
    `${set}: ${all.hits} of ${facts} facts (${share(all.hits, facts)}), ${all.invented} not in the notices (precision ${share(all.hits, all.hits + all.invented)})`,
  );
}
