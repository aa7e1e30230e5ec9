// npm run chaos [-- --seed 7 --messages 20000 --processes 3 --short]: see docs/developer.md.
import { parseArgs } from 'node:util';
import { runChaos } from './chaos.ts';
import { planOf, shortPlan } from './plan.ts';
import { reportText } from './report.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    messages: { type: 'string', default: '20000' },
    processes: { type: 'string', default: '3' },
    short: { type: 'boolean', default: false },
    planted: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const [seed, messages, processes] = [values.seed, values.messages, values.processes].map(Number) as [
  number,
  number,
  number,
];
const planted = (['acknowledge-first', 'send-first'] as const).find((one) => one === values.planted);
// Whoever cannot wait gets the audit of what was said so far.
const enough = new AbortController();
process.once('SIGINT', () => enough.abort());
const report = await runChaos({
  seed,
  messages,
  processes,
  plan: values.short ? shortPlan(seed, messages) : planOf(seed, messages),
  mostWaiting: 150,
  hurry: values.short,
  keep: values.keep,
  enough: enough.signal,
  ...(planted && { planted }),
  progress: (line) => console.log(line),
});
console.log(reportText(report));
process.exit(report.violations.length === 0 ? 0 : 1);
