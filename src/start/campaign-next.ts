import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { knownYear, officialCalendar } from '../adapters/calendar.ts';
import { type NextYear, nextYear } from '../adapters/campaign-next.ts';
import { ROOT } from '../adapters/root.ts';
import { weekday } from '../domain/time.ts';
import { nextPhrases } from './phrases-campaign.ts';
import { requireWordsOf, sayingOf, startProblem } from './start-words.ts';

const CAMPAIGNS = join(ROOT, 'prisma/campaigns');

const say = sayingOf('campaign-next', nextPhrases);

/** Writes next year's campaign beside this year's, and tells what was moved and what was not. */
export function campaignNext(args: readonly string[], folder = CAMPAIGNS): { text: string; exitCode: 0 | 1 | 2 } {
  const at = args.indexOf('--year');
  const year = at < 0 ? undefined : args[at + 1];
  const name = args.find((arg, index) => arg !== '--year' && index !== at + 1 - Number(at < 0));
  if (name === undefined || year === undefined || !/^20\d{2}$/.test(year)) return { text: say('usage'), exitCode: 2 };
  const file = existsSync(name) ? name : join(folder, `${name}.yaml`);
  if (!existsSync(file)) return { text: say('no-file', { file }), exitCode: 1 };
  const source = readFileSync(file, 'utf8');
  const next = nextYear(source, Number(year));
  const first = next.moved[0];
  if (!first || first.to.includes('NaN')) return { text: say('no-year', { file: shown(file) }), exitCode: 1 };
  if (first.from === first.to) return { text: say('same-year', { file: shown(file), year }), exitCode: 1 };
  const target = join(folder, `${next.id}.yaml`);
  if (existsSync(target)) return { text: say('exists', { file: shown(target) }), exitCode: 1 };
  writeFileSync(target, next.text);
  return { text: told(next, target, year), exitCode: 0 };
}

const shown = (file: string): string => relative('.', file);

function told(next: NextYear, target: string, year: string): string {
  const dates = next.moved.map(({ path, from, to }) => ({ path, from, to, day: dayInWords(to) }));
  // People are told of once, however many they are.
  const people = next.left.filter(({ code }) => code === 'contact').map(({ text, path }) => text || path);
  const others = next.left.filter(({ code }) => code !== 'contact');
  const left = [
    ...others.map(({ code, path, text }) => ({
      sentence: (say as (id: string, facts: object) => string)(`left-${code}`, { path, text }),
    })),
    ...(people.length > 0 ? [{ sentence: say('left-contact', { text: people.join(' ') }) }] : []),
  ];
  return [
    say('written', { file: shown(target), count: dates.length, year, dates }),
    ...(left.length > 0 ? [say('left', { left })] : []),
    say('check', { file: shown(target) }),
  ].join('\n\n');
}

/** The weekday of a moved day, and whether people work on it. */
function dayInWords(day: string): string {
  if (day.length !== 10) return '';
  const name = say('weekdays').split(' ')[weekday(day) - 1];
  const off = !officialCalendar().isWorkday(day);
  return say('weekday', { weekday: name, off, unknown: !knownYear(Number(day.slice(0, 4))), year: day.slice(0, 4) });
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    requireWordsOf('start', 'campaign-next');
    const { text, exitCode } = campaignNext(process.argv.slice(2));
    (exitCode === 0 ? console.log : console.error)(text);
    process.exitCode = exitCode;
  } catch (error) {
    console.error(startProblem(error));
    process.exitCode = 1;
  }
}
