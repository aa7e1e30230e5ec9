import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const PAGES = ['docs/product.md', 'docs/protocol-wecom.md', 'docs/protocol-dingtalk.md'];
const PLACES = ['src', 'tests', 'fakes', 'scripts', 'bench', 'prisma', 'web'];

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** Text under each numbered heading of a page, without what stands under the next one. */
function sectionsOf(page: string): Map<string, string> {
  const parts = read(page).split(/^#{2,3} (?=\d)/m);
  return new Map(parts.slice(1).map((part) => [/^\d+(?:\.\d+)?/.exec(part)?.[0] ?? '', part]));
}

const pages = new Map(PAGES.map((page) => [page, sectionsOf(page)]));

/** A comment that goes on in the next line reads as one line. */
const asOneLine = (text: string) => text.replace(/\n[ \t]*(?:\*(?!\/)|\/\/)[ \t]*/g, ' ');

const sources = PLACES.flatMap((place) =>
  readdirSync(path.join(ROOT, place), { recursive: true, encoding: 'utf8' })
    .map((file) => `${place}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.(?:ts|js|mjs|vue|prisma)$/.test(file) && !file.startsWith('src/generated/'))
    .filter((file) => file !== 'tests/docs.test.ts')
    .map((file) => ({ file, text: asOneLine(read(file)) })),
);

const NUMBER = String.raw`\d+(?:\.\d+)*`;
const WITHIN = String.raw`(?:, (?:(?:point|rule) \d+|D\d+(?: and D\d+)*))?`;
const CITATION = new RegExp(
  String.raw`(docs/[\w-]+\.md), (?:sections (${NUMBER}(?:(?:, | and | to )${NUMBER})+)|section (${NUMBER})(${WITHIN}))`,
  'g',
);

interface Citation {
  page: string;
  section: string;
  /** `1.` of a list or `D1` of a table, in that section. */
  within: string[];
}

const citationsIn = (text: string): Citation[] =>
  [...text.matchAll(CITATION)].flatMap(([, page = '', many = '', one = '', within = '']) =>
    (one || many).split(/, | and | to /).map((section) => ({ page, section, within: within.match(/D?\d+/g) ?? [] })),
  );

/** What a citation lacks to be followed; undefined when it leads somewhere. */
function fault({ page, section, within }: Citation): string | undefined {
  const sections = pages.get(page);
  if (!sections) return `${page} is no page that is cited by section`;
  const text = sections.get(section);
  if (text === undefined) return `${page} has no section ${section}`;
  const lost = within.filter(
    (one) => !new RegExp(one.startsWith('D') ? `^\\| ${one} ` : `^${one}\\. `, 'm').test(text),
  );
  return lost.length > 0 ? `${page}, section ${section}, has no ${lost.join(', ')}` : undefined;
}

const faultsIn = (text: string) => citationsIn(text).flatMap((one) => fault(one) ?? []);

test('every citation leads to a page and a heading that exist', () => {
  expect(sources.flatMap(({ file, text }) => faultsIn(text).map((lack) => `${file}: ${lack}`))).toEqual([]);
});

test('whoever cites a section says of which page', () => {
  const bare = /\bsections? \d[\d.]*/gi;
  const strays = sources.flatMap(({ file, text }) =>
    [...text.replace(CITATION, '').matchAll(bare)].map(([cited]) => `${file}: ${cited}`),
  );
  expect(strays).toEqual([]);
});

test('what a page says of its own sections leads somewhere as well', () => {
  const lost = PAGES.flatMap((page) =>
    [...read(page).matchAll(/(?<![\w/-]+\.md, )\bsections? (\d[\d.]*\d|\d)(?:(?:, | and | to )(\d[\d.]*\d|\d))*/g)]
      .flatMap(([cited]) => cited.match(/\d+(?:\.\d+)?/g) ?? [])
      .filter((section) => !pages.get(page)?.has(section))
      .map((section) => `${page}: section ${section}`),
  );
  expect(lost).toEqual([]);
});

test('a file that a page names is there', () => {
  const names = new Set(sources.map(({ file }) => path.posix.basename(file)));
  const isThere = (name: string) => (name.includes('/') ? existsSync(path.join(ROOT, name)) : names.has(name));
  const lost = PAGES.flatMap((page) =>
    [...read(page).matchAll(/`((?:src|tests|fakes|prompts|prisma|scripts)\/[^`\s]+|[\w-]+\.ts)`/g)]
      .filter(([, name = '']) => !isThere(name))
      .map(([, name]) => `${page}: ${name}`),
  );
  expect(lost).toEqual([]);
});

test('each page is cited, so that none of this passes for want of citations', () => {
  const cited = sources.filter(({ file }) => file.startsWith('src/')).flatMap(({ text }) => citationsIn(text));
  for (const page of PAGES) expect([page, cited.filter((one) => one.page === page).length > 20]).toEqual([page, true]);
});

describe('what the reading of citations notices', () => {
  test.each([
    ['(docs/protocol-wecom.md, section 4.7)', []],
    ['(docs/protocol-wecom.md, section 4.7, rule 5)', []],
    ['(docs/protocol-wecom.md, section 9, 846605)', []],
    ['(docs/protocol-dingtalk.md, section 2, D1 and D10)', []],
    ['(docs/product.md, sections 4 and\n * 5)', []],
    ['(docs/nowhere.md, section 1)', ['docs/nowhere.md is no page that is cited by section']],
    ['(docs/product.md, section 21)', ['docs/product.md has no section 21']],
    ['(docs/protocol-wecom.md, sections 4.1, 4.9 and 9)', ['docs/protocol-wecom.md has no section 4.9']],
    ['(docs/protocol-wecom.md, section 4.7, rule 9)', ['docs/protocol-wecom.md, section 4.7, has no 9']],
    ['(docs/protocol-dingtalk.md, section 2, D17)', ['docs/protocol-dingtalk.md, section 2, has no D17']],
    ['(docs/protocol-wecom.md,\n   * section 4.9)', ['docs/protocol-wecom.md has no section 4.9']],
  ])('%j', (text, faults) => {
    expect(faultsIn(asOneLine(text))).toEqual(faults);
  });
});

const DOCS = readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));

test('what a page for readers leads to is there', () => {
  const lost = ['README.md', ...DOCS.map((name) => `docs/${name}`)].flatMap((page) =>
    [...read(page).matchAll(/\]\(([\w./-]+)\)|(?:src|href)="([^"#]+)"/g)]
      .map(([, link, source]) => link ?? source ?? '')
      .filter((link) => !/^[a-z]+:/.test(link) && !existsSync(path.join(ROOT, path.dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  expect(lost).toEqual([]);
});

test('the README is a door: short, and every reader has a page', () => {
  const readme = read('README.md');
  expect(readme.split('\n').length).toBeLessThan(200);
  const pages = ['install', 'office', 'county', 'developer'].filter((name) => readme.includes(`(docs/${name}.md)`));
  expect(pages).toEqual(['install', 'office', 'county', 'developer']);
});

test('the README says of every package why it is there', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const table = read('README.md').split('\n## 用到的包，各为什么\n')[1]?.split('\n## ')[0] ?? '';
  const silent = Object.keys({ ...dependencies, ...devDependencies })
    .filter((name) => !name.startsWith('@types/'))
    .filter((name) => !table.includes(name) && !table.includes(name.replace(/^@[^/]+\//, '')));
  expect(silent).toEqual([]);
});

test('the commands that pages name can be run', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = ['README.md', ...['install', 'office', 'county', 'developer'].map((name) => `docs/${name}.md`)].flatMap(
    (page) => [...read(page).matchAll(/`npm run ([\w:]+)/g)].map(([, name = '']) => ({ page, name })),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ name }) => scripts[name] === undefined)).toEqual([]);
});
