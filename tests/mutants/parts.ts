import { readdirSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Sources of one kind, how many mutants of them are tried, and the tests that reach them: the quick ones first. */
export interface Part {
  name: string;
  sources: string[];
  share: number;
  quick: string[];
  /** Only for what outlives the quick ones. */
  slow: string[];
}

/** All files under a folder with such an end. */
const under = (folder: string, end = '.ts'): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((file) => file.endsWith(end))
    .sort();
const tests = (...names: string[]): string[] => names.map((name) => `tests/${name}.test.ts`);

const WIRES = ['decode', 'decode-app', 'decode-content', 'decode-quote', 'channel', 'app', 'bot', 'robot', 'webhook'];
const SENDERS = [...WIRES, 'render', 'errors', 'session', 'card', 'response-url', 'rest', 'envelope', 'sign'];

export const PARTS: Part[] = [
  {
    name: 'domain',
    sources: under('src/domain').filter((file) => !file.startsWith('src/domain/notice/')),
    share: 0.4,
    quick: [
      ...under('tests/domain', '.test.ts'),
      ...tests('application/form', 'application/parse', 'application/normalise', 'language/days'),
    ],
    slow: tests(
      ...['adapters/campaign-file', 'adapters/campaign-shipped', 'eval/files', 'language/rules', 'adapters/documents'],
      ...['scenarios/rosters', 'scenarios/fields', 'scenarios/measured-files', 'scenarios/days-and-deadlines'],
      ...['scenarios/questions', 'scenarios/report-a-work', 'scenarios/rules-of-all', 'scenarios/whole-campaign'],
    ),
  },
  {
    name: 'notice',
    sources: under('src/domain/notice'),
    share: 0.15,
    quick: tests('notices/notices'),
    slow: tests('notices/shipped', 'notices/programs', 'adapters/campaign-next'),
  },
  {
    name: 'deeds',
    sources: ['works', 'people', 'reminding'].flatMap((room) => under(`src/application/${room}`)),
    share: 0.2,
    quick: tests(
      ...['application/deeds', 'application/permissions', 'application/reminders', 'scenarios/report-a-work'],
      ...['scenarios/entries', 'scenarios/joining', 'scenarios/office-work'],
    ),
    slow: tests(
      ...['scenarios/counted-once', 'scenarios/drafts', 'scenarios/leaving', 'scenarios/requests'],
      ...['scenarios/days-and-deadlines', 'scenarios/other-kinds', 'scenarios/after-closing', 'scenarios/photos'],
      ...['scenarios/incomplete', 'scenarios/whole-campaign', 'application/direct-reminders', 'application/late-posts'],
      ...['application/first-admin', 'scenarios/belongs', 'scenarios/caps', 'scenarios/plain-language'],
    ),
  },
  {
    name: 'wires',
    sources: [
      ...['wecom', 'dingtalk'].flatMap((channel) =>
        under(`src/adapters/${channel}`).filter((file) => SENDERS.includes(path.basename(file, '.ts'))),
      ),
      ...under('src/adapters/wire').filter((file) => /(exchange|outcome|parts|split|markup|mentions)\.ts$/.test(file)),
    ],
    share: 0.25,
    quick: tests(
      ...['adapters/wecom-decode', 'adapters/dingtalk-decode', 'adapters/wecom-envelope', 'adapters/markup'],
      ...['adapters/wire-exchange', 'adapters/wire-outcome', 'adapters/wire-parts', 'adapters/dingtalk-wire'],
    ),
    slow: tests(
      ...['adapters/wecom-posts', 'adapters/wecom-guard', 'adapters/wecom-groups', 'adapters/wecom-files'],
      ...['adapters/dingtalk-out', 'adapters/dingtalk-http', 'adapters/dingtalk-files', 'adapters/callback-shapes'],
      ...['adapters/wecom-callbacks', 'adapters/wecom-connection', 'adapters/dingtalk-stream', 'scenarios/everywhere'],
    ),
  },
];

/** The tests that are called as the source is: most often they are enough, and tell in a second. */
export function ownTests({ quick, slow }: Part, source: string): string[] {
  const name = path.basename(source, '.ts');
  return [...quick, ...slow].filter((file) => path.basename(file, '.test.ts') === name);
}
