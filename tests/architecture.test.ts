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

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => /\.(ts|js|vue)$/.test(file) && !file.includes('generated'));

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

const APPLICATION_PACKAGES = ['mustache', 'pino', 'zod', 'node:crypto', 'node:stream', 'node:zlib'];

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
  expect(strays(inLayer('adapters'), (one) => !one.startsWith('start/'))).toEqual([]);
});

/** From the bottom up; what stands in one line may import what stands in the lines before it, and its own room. */
const ROOMS = [
  ['message', 'ports', 'start-refused'],
  ['words/'],
  ['language/'],
  ['office', 'turn'],
  ['keeping/'],
  ['people/'],
  ['works/'],
  ['screening/'],
  ['delivery/'],
  ['mailing/'],
  ['reminding/'],
  ['exporting/', 'reviewing/', 'importing/'],
  ['mirroring/'],
  ['conversation/'],
  ['bot', 'due', 'perform'],
];
const floorOf = (file: string) =>
  ROOMS.findIndex((rooms) =>
    rooms.some((room) => file.startsWith(`application/${room.endsWith('/') ? room : `${room}.`}`)),
  );

test('within the application imports point downwards, and every file has a room', () => {
  const application = inLayer('application');
  expect(application.filter(({ file }) => floorOf(file) < 0).map(({ file }) => file)).toEqual([]);
  const upwards = application.flatMap(({ file, imports }) =>
    imports
      .filter((one) => one.startsWith('application/') && floorOf(one) > floorOf(file))
      .map((one) => `${file} → ${one}`),
  );
  expect(upwards).toEqual([]);
});

test('no circle of files, in the program, its pages or the platforms we play with', () => {
  const files = [
    ...filesUnder(SRC),
    ...filesUnder(path.resolve(SRC, '../web')),
    ...filesUnder(path.resolve(SRC, '../fakes')),
  ];
  const known = new Set(files);
  const importsOf = (file: string) =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)]
      .map(([, from = '']) => path.resolve(path.dirname(file), from))
      .filter((one) => known.has(one));
  const state = new Map<string, 'open' | 'done'>();
  const circles: string[] = [];
  const visit = (file: string, way: string[]) => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      circles.push([...way.slice(way.indexOf(file)), file].map((one) => path.relative(SRC, one)).join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const one of importsOf(file)) visit(one, [...way, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test('commands and plain language do deeds and touch no table', () => {
  const speaking = sources.filter(({ file }) => /^application\/conversation\/(commands|plain|intake)\//.test(file));
  const touching = speaking.filter(({ text }) => /\btx\s*[.,}]/.test(withoutComments(text))).map(({ file }) => file);
  expect(touching).toEqual([]);
});

test('deeds neither read nor make a sentence', () => {
  const deeds = sources.filter(({ file }) => /^application\/(works|people)\//.test(file));
  const speaking = deeds.filter(({ text }) => /\bsay\b|\bvocabulary\b|words\/parse/.test(withoutComments(text)));
  expect(speaking.map(({ file }) => file)).toEqual([]);
});

test('what parses a text is called with what a person has typed only', () => {
  const parsing = sources.filter(({ text }) =>
    /\b(readCommand|readArguments)\(|\brun\(context/.test(withoutComments(text)),
  );
  expect(parsing.map(({ file }) => file).sort()).toEqual([
    'application/conversation/campaign-meant.ts',
    'application/conversation/category-elsewhere.ts',
    'application/conversation/intake/choose.ts',
    'application/conversation/intake/event-facts.ts',
    'application/conversation/intake/link-said.ts',
    'application/conversation/intake/means-else.ts',
    'application/conversation/intake/reason.ts',
    'application/conversation/intake/works-said.ts',
    'application/conversation/plain/understand.ts',
    'application/conversation/proposals/consent.ts',
    'application/conversation/proposals/instead.ts',
    'application/conversation/read-works.ts',
    'application/conversation/respond-in.ts',
    'application/conversation/respond.ts',
    'application/conversation/run.ts',
    'application/mailing/match-works.ts',
    'application/words/form.ts',
    'application/words/parse.ts',
    'application/words/work-lines.ts',
  ]);
});

test('the root of the application is a door, not a hall', () => {
  const loose = inLayer('application').filter(({ file }) => /^application\/[^/]+$/.test(file));
  expect(loose.length).toBeLessThanOrEqual(8);
});

const channels = sources.flatMap(({ file }) => /^adapters\/(\w+)\/index\.ts$/.exec(file)?.[1] ?? []);

test('a channel knows no other channel', () => {
  const channelOf = (file: string) => channels.find((name) => file.startsWith(`adapters/${name}/`));
  const crossing = sources.flatMap(({ file, imports }) => {
    const own = channelOf(file);
    return imports.filter((one) => own && channelOf(one) && channelOf(one) !== own).map((one) => `${file} → ${one}`);
  });
  expect(crossing).toEqual([]);
});

/** A platform has transports besides, a token, errors. */
const FILES_OF_A_CHANNEL = ['index', 'settings', 'start', 'channel', 'decode'];
/** Practice comes with a clock that everything runs by, and with data that must stay apart. */
const OF_PRACTICE = ['adapters/practice/apart.ts', 'adapters/practice/clock.ts'];

test('every channel has the same few files, is in the list, and is known to the start by its value alone', () => {
  expect(channels.length).toBeGreaterThanOrEqual(3);
  const missing = channels
    .flatMap((name) => FILES_OF_A_CHANNEL.map((file) => `adapters/${name}/${file}.ts`))
    .filter((file) => !sources.some((source) => source.file === file));
  expect(missing).toEqual([]);
  const known = inLayer('start').flatMap(({ imports }) =>
    imports.filter((one) => channels.some((name) => one.startsWith(`adapters/${name}/`))),
  );
  const values = channels.map((name) => `adapters/${name}/index.ts`);
  expect([...new Set(known)].sort()).toEqual([...values, ...OF_PRACTICE].sort());
});

test('the start can be read at a glance', () => {
  const { text = '' } = sources.find(({ file }) => file === 'start/main.ts') ?? {};
  const body = /^async function start\(\)[\s\S]*?^}/m.exec(text)?.[0] ?? '';
  expect(body).not.toBe('');
  expect(body.split('\n').length).toBeLessThan(60);
});

test('what opens files of others is loaded where they are opened, not with the program', () => {
  const opened = new Set<string>();
  const visit = (file: string) => {
    if (opened.has(file)) return;
    opened.add(file);
    for (const one of sources.find((source) => source.file === file)?.imports ?? []) visit(one);
  };
  visit('start/main.ts');
  expect(opened.size).toBeGreaterThan(200);
  const readers = [
    ...['hucre', 'hucre/xlsx', 'mediainfo.js', 'mediabunny', 'fflate', 'file-type'],
    ...['sharp', 'exifr', 'libheif-js/wasm-bundle.js', '@napi-rs/canvas'],
  ];
  expect(readers.filter((one) => opened.has(one))).toEqual([]);
});

test('the environment is read in one place', () => {
  const readers = sources.filter(({ text }) => /process\.env|import\.meta\.env/.test(withoutComments(text)));
  expect(readers.map(({ file }) => file)).toEqual(['start/config.ts']);
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
  'application/conversation/commands/remind.ts',
  'application/conversation/entry-number.ts',
  'application/conversation/read-days.ts',
  'application/conversation/read-input.ts',
  'application/importing/',
  'application/language/',
  'application/words/form.ts',
  'application/words/labels.ts',
  'application/words/many-titles.ts',
  'application/words/parse.ts',
  'domain/attendance.ts',
  'domain/mail/',
  'domain/names-in-text.ts',
  'domain/notice/',
  'domain/person-name.ts',
  'domain/resolve.ts',
  'domain/sensitive.ts',
  'domain/title-lines.ts',
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
