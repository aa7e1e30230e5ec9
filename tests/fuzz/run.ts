import { practice } from '../support/practice.ts';
import { storm } from './storm.ts';

// npm run fuzz [-- --seed 7 --messages 20000]: the long version of fuzz.test.ts; exits with 1 when something was found.
const given = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const [seed, messages] = [given('seed', 7), given('messages', 20_000)];
const began = performance.now();
const office = await practice();
const found = await storm(office, seed, messages);
for (const { nth, what, said, answered } of found) console.log(`${nth} ${what}\n  ${said}\n  → ${answered}`);
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(`${messages} messages with seed ${seed} in ${seconds} s: ${found.length} violations`);
await office.close();
process.exit(found.length === 0 ? 0 : 1);
