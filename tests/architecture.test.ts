import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const SRC = path.resolve(import.meta.dirname, '../src');

interface Source {
  /** From src, with slashes. */
  file: string;
  text: string;
  imports: string[];
}

const sources: Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(ts|js)$/.test(file) && !file.startsWith('generated/'))
  .map((file) => {
    const text = readFileSync(path.join(SRC, file), 'utf8');
    const written = [
      ...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)'/gm),
      ...text.matchAll(/\bimport\(?\s*'([^']+)'/g),
    ].map(([, from = '']) => from);
    const imports = written.map((from) =>
      from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : from,
    );
    return { file, text, imports };
  });

const layer = (file: string) => (file.includes('/') ? (file.split('/')[0] as string) : file);
const inLayer = (name: string) => sources.filter(({ file }) => layer(file) === name);
const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;{},])\/\/.*$/gm, '$1');

/** `file → what it imports`, for every import that is not allowed. */
const strays = (layers: Source[], allowed: (imported: string) => boolean) =>
  layers.flatMap(({ file, imports }) => imports.filter((one) => !allowed(one)).map((one) => `${file} → ${one}`));

test('the domain imports the domain alone', () => {
  expect(inLayer('domain').length).toBeGreaterThan(10);
  expect(strays(inLayer('domain'), (one) => one.startsWith('domain/'))).toEqual([]);
});

const APPLICATION_PACKAGES = ['mustache', 'pino', 'zod', 'node:crypto', 'node:stream'];

test('the application imports domain, application, the generated types and few packages', () => {
  expect(inLayer('application').length).toBeGreaterThan(30);
  const allowed = (one: string) => /^(domain|application|generated)\//.test(one) || APPLICATION_PACKAGES.includes(one);
  expect(strays(inLayer('application'), allowed)).toEqual([]);
});

test('the application opens no file, socket or process by itself', () => {
  const typesOnly = inLayer('application').flatMap(({ file, text }) =>
    [...text.matchAll(/^import (?!type )[^;]*'(pino|node:stream)'/gm)].map(() => file),
  );
  expect(typesOnly).toEqual([]);
});

test('adapters know neither the start nor its settings', () => {
  const above = new Set(sources.map(({ file }) => file).filter((file) => !file.includes('/')));
  expect(strays(inLayer('adapters'), (one) => !above.has(one))).toEqual([]);
});

test('a channel knows no other channel', () => {
  const channels = ['practice', 'wecom', 'dingtalk'];
  const channelOf = (file: string) => channels.find((name) => file.startsWith(`adapters/${name}/`));
  const crossing = sources.flatMap(({ file, imports }) => {
    const own = channelOf(file);
    return imports.filter((one) => own && channelOf(one) && channelOf(one) !== own).map((one) => `${file} → ${one}`);
  });
  expect(crossing).toEqual([]);
});

test('the environment is read in one place', () => {
  const readers = sources.filter(({ text }) => /process\.env|import\.meta\.env/.test(withoutComments(text)));
  expect(readers.map(({ file }) => file)).toEqual(['config.ts']);
});

test('domain and application are told what time it is', () => {
  const clocks = [...inLayer('domain'), ...inLayer('application')].filter(({ text }) =>
    /Date\.now\(\)|new Date\(\)/.test(withoutComments(text)),
  );
  expect(clocks.map(({ file }) => file)).toEqual([]);
});

/** What these read is Chinese: days, numbers, names of unions. What the bot says is in prompts/. */
const READS_CHINESE = [
  'adapters/campaign-fields.ts',
  'adapters/campaign-next.ts',
  'application/commands/entry-access.ts',
  'application/commands/extend.ts',
  'application/commands/remind.ts',
  'application/commands/submit.ts',
  'application/importing/',
  'application/language/',
  'application/parse.ts',
  'domain/date-words.ts',
  'domain/names-in-text.ts',
  'domain/notice/',
  'domain/resolve.ts',
];

test('Chinese is in prompts and campaign files; in code, only what must be read', () => {
  const written = sources.filter(({ text }) => /\p{Script=Han}/u.test(withoutComments(text))).map(({ file }) => file);
  expect(written.filter((file) => !READS_CHINESE.some((known) => file.startsWith(known)))).toEqual([]);
  // What the language reads is written as patterns, in parts.
  const plain = sources.filter(({ file }) => !/^(application\/language|domain\/notice)\//.test(file));
  const strings = plain.flatMap(({ file, text }) =>
    (withoutComments(text).match(/'[^'\n]*\p{Script=Han}[^'\n]*'|`[^`\n]*\p{Script=Han}[^`\n]*`/gu) ?? []).map(
      (words) => `${file}: ${words}`,
    ),
  );
  expect(strings).toEqual([]);
});

test('files stay readable at a sitting', () => {
  const long = sources.filter(({ text }) => text.split('\n').length > 251).map(({ file }) => file);
  expect(long).toEqual([]);
});

test('no drawers', () => {
  const drawers = sources.filter(({ file }) => /(^|\/)(utils?|helpers?|common|misc|shared)(\/|\.|-)/.test(file));
  expect(drawers.map(({ file }) => file)).toEqual([]);
});
