import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FAKE_WORDS } from '../scripts/fake-phrases.ts';
import { loadGrammar } from '../src/adapters/language-files.ts';
import { ERROR_PHRASES } from '../src/adapters/practice/phrases.ts';
import { readNames } from '../src/adapters/practice/start.ts';
import { readSections, sayFrom } from '../src/adapters/prompt-files.ts';
import { loadVocabulary } from '../src/adapters/vocabulary-file.ts';
import { labelsOf } from '../src/application/conversation/args.ts';
import { commands } from '../src/application/conversation/commands/index.ts';
import { repliesOf } from '../src/application/conversation/replies.ts';
import { PAPER_PHRASES } from '../src/application/exporting/papers/phrases.ts';
import { BRIEFING } from '../src/application/language/model.ts';
import { type PhraseTable, wordsFrom } from '../src/application/words/words.ts';
import { PROGRAM_WORDS } from '../src/start/phrases.ts';

const PROMPTS = path.resolve(import.meta.dirname, '../prompts');
const folder = mkdtempSync(path.join(os.tmpdir(), 'baosong-prompts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every file of `prompts/` itself, by its name, with what is said from it. */
const FILES: Record<string, PhraseTable> = { ...PROGRAM_WORDS, 'practice-errors': ERROR_PHRASES, ...FAKE_WORDS };

const problemsOf = (read: () => unknown): string => {
  try {
    read();
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

/** What is said of a copy in which something was changed. */
function spoilt(file: string, change: (text: string) => string, read: (copy: string) => unknown): string {
  const copy = path.join(folder, path.basename(file));
  const text = readFileSync(path.join(PROMPTS, file), 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(copy, changed);
  return problemsOf(() => read(copy));
}

test('every file of words has somebody who checks it', () => {
  const written = readdirSync(PROMPTS).filter((file) => file.endsWith('.md'));
  expect(written.sort()).toEqual(
    Object.keys(FILES)
      .map((name) => `${name}.md`)
      .sort(),
  );
});

describe.each(Object.entries(FILES))('%s.md', (name, table) => {
  const read = (copy: string) => sayFrom(copy, table);
  const [first = '', second = ''] = Object.keys(table);

  test('fits what is said from it', () => {
    expect(problemsOf(() => read(path.join(PROMPTS, `${name}.md`)))).toBe('none');
  });

  test('a section that is missing is named', () => {
    const renamed = (text: string) => text.replace(new RegExp(`^## ${first}$[^]*?(?=^## )`, 'm'), '');
    expect(spoilt(`${name}.md`, renamed, read)).toBe(`${name}.md ${name}.${first}: the section is missing`);
  });

  test('a section that nobody says is named with its line', () => {
    const lines = readFileSync(path.join(PROMPTS, `${name}.md`), 'utf8')
      .trimEnd()
      .split('\n').length;
    const added = (text: string) => `${text.trimEnd()}\n## made-up\n\n什么\n`;
    expect(spoilt(`${name}.md`, added, read)).toBe(`${name}.md:${lines + 1} ${name}.made-up: nobody says this`);
  });

  test('a variable that nobody fills is named with the line of its section', () => {
    const text = readFileSync(path.join(PROMPTS, `${name}.md`), 'utf8');
    const line = text.split('\n').indexOf(`## ${second}`) + 1;
    const misspelt = (whole: string) => whole.replace(`## ${second}\n`, `## ${second}\n{{made-up}}`);
    expect(spoilt(`${name}.md`, misspelt, read)).toBe(`${name}.md:${line} ${name}.${second}: unknown {{made-up}}`);
  });
});

describe.each([
  ['replies', repliesOf(commands), 'bot.md', 'fault'],
  ['model', BRIEFING as PhraseTable, 'interpret.md', 'sentence'],
  ['bulletin', PAPER_PHRASES as PhraseTable, 'paper.md', 'mark'],
] as const)('%s/', (within, table, file, section) => {
  const id = `${path.basename(file, '.md')}.${section}`;
  const read = (change: (text: string) => string) => {
    const copy = path.join(folder, within);
    cpSync(path.join(PROMPTS, within), copy, { recursive: true });
    writeFileSync(path.join(copy, file), change(readFileSync(path.join(copy, file), 'utf8')));
    return problemsOf(() => wordsFrom(readSections(copy), table));
  };

  test('fits what is said from it', () => {
    expect(read((text) => text)).toBe('none');
  });

  test('what is missing, unknown or not filled is named', () => {
    const lines = readFileSync(path.join(PROMPTS, within, file), 'utf8').split('\n');
    const line = lines.indexOf(`## ${section}`) + 1;
    expect(read((text) => text.replace(`## ${section}\n`, '## made-up\n'))).toBe(
      `${file} ${id}: the section is missing\n${file}:${line} ${id.replace(section, 'made-up')}: nobody says this`,
    );
    expect(read((text) => text.replace(`## ${section}\n`, `## ${section}\n{{made-up}}`))).toBe(
      `${file}:${line} ${id}: unknown {{made-up}}`,
    );
  });
});

const lineOf = (file: string, begins: string): number =>
  readFileSync(path.join(PROMPTS, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.startsWith(begins)) + 1;

describe('commands.yaml', () => {
  const read = (copy: string) => loadVocabulary(copy, commands.map(labelsOf));
  const whole = (change: (text: string) => string) => spoilt('commands.yaml', change, read);

  test('a command without words is named', () => {
    expect(whole((text) => text.replace(/^ {2}phase:\n(?: {4}.*\n)*/m, ''))).toBe(
      `commands.yaml:${lineOf('commands.yaml', 'commands:')} commands: the command phase has no words`,
    );
  });

  test('words without a command are named', () => {
    expect(whole((text) => text.replace('  phase:\n', '  phases:\n'))).toBe(
      [
        `commands.yaml:${lineOf('commands.yaml', 'commands:')} commands: the command phase has no words`,
        `commands.yaml:${lineOf('commands.yaml', '  phase:')} commands.phases: the bot has no such command`,
      ].join('\n'),
    );
  });

  test('an argument that can be told by its label only, and has none, is named', () => {
    expect(whole((text) => text.replace(/^ {6}company: \[企业, 地点, 场所.*\n/m, ''))).toBe(
      `commands.yaml:${lineOf('commands.yaml', '      title: [名称, 活动') - 1} commands.event.fields: company has no words`,
    );
  });

  test('a label of something that the command does not take is named', () => {
    const line = lineOf('commands.yaml', '      authorUnit: [作者单位, 单位');
    expect(whole((text) => text.replace('      authorUnit: [作者单位, 单位', '      autorUnit: [作者单位, 单位'))).toBe(
      [
        `commands.yaml:${lineOf('commands.yaml', '      category: [类别, 项目, 类型') - 1} commands.submit.fields: authorUnit has no words`,
        `commands.yaml:${line} commands.submit.fields.autorUnit: the command takes no such thing`,
      ].join('\n'),
    );
  });

  test('a table that is missing, and one that nobody reads, are named', () => {
    expect(whole((text) => text.replace('greetings:', 'greeting:'))).toBe(
      [
        `commands.yaml:${lineOf('commands.yaml', 'prefixes:')} greetings: Invalid input: expected array, received undefined`,
        `commands.yaml:${lineOf('commands.yaml', 'greetings:')} greeting: nobody reads this`,
      ].join('\n'),
    );
  });

  test('what is no YAML is named with its line', () => {
    const line = lineOf('commands.yaml', 'confirm:');
    expect(whole((text) => text.replace('confirm: [确认]', 'confirm: [确认'))).toMatch(
      new RegExp(`^commands\\.yaml:(${line}|${line + 1}): `),
    );
  });
});

describe('practice.yaml', () => {
  test.each([
    ['fits', (text: string) => `${text}\n`, 'none'],
    [
      'a name that is missing',
      (text: string) => text.replace(/^staff: .*\n/m, ''),
      'practice.yaml:2 staff: Invalid input: expected string, received undefined',
    ],
    [
      'somebody whom nobody plays',
      (text: string) => `guest: 王五\n${text}`,
      'practice.yaml:1 guest: nobody reads this',
    ],
  ])('%s', (_, change, problem) => {
    expect(spoilt('practice.yaml', change, readNames)).toBe(problem);
  });
});

describe('language/', () => {
  const ids = commands.map(({ id }) => id);
  const problem = (file: string, change: (text: string) => string) => {
    const copy = path.join(folder, 'language');
    cpSync(path.join(PROMPTS, 'language'), copy, { recursive: true });
    const text = readFileSync(path.join(copy, file), 'utf8');
    const changed = change(text);
    expect(changed).not.toBe(text);
    writeFileSync(path.join(copy, file), changed);
    return problemsOf(() => loadGrammar(copy, ids));
  };

  test('what is missing, what nobody reads and what cannot be read is named with file and line', () => {
    const first = lineOf('language/entities.yaml', 'digits:');
    const last = readFileSync(path.join(PROMPTS, 'language/entities.yaml'), 'utf8').split('\n').length + 1;
    expect(problem('entities.yaml', (text) => text.replace(/^count: .*\n/m, ''))).toBe(
      `language/entities.yaml:${first} count: Invalid input: expected string, received undefined`,
    );
    expect(problem('entities.yaml', (text) => `${text}\nmade-up: 1\n`)).toBe(
      `language/entities.yaml:${last} made-up: nobody reads this`,
    );
    expect(problem('commands.yaml', (text) => text.replace('submit:', 'submitt:'))).toBe(
      `language/commands.yaml:${lineOf('language/commands.yaml', 'submit:')} the bot has no command submitt`,
    );
  });

  test('a rule is named by the line of what it says', () => {
    const added = (when: string) => (text: string) => `${text.trimEnd()}\n- { intent: ignore, when: ['${when}'] }\n`;
    const file = 'rules/1a-chatter.yaml';
    const line =
      readFileSync(path.join(PROMPTS, 'language', file), 'utf8')
        .trimEnd()
        .split('\n').length + 1;
    expect(problem(file, added('{made_up}的'))).toBe(`language/${file}:${line} {made_up}的: no words {made_up}`);
    expect(problem(file, added('<madeup>的'))).toBe(
      `language/${file}:${line} <madeup>的: nothing is recognised as <madeup>`,
    );
    expect(problem(file, added('(没完'))).toMatch(`language/${file}:${line} (没完: Invalid regular expression`);
    expect(problem(file, (text) => `${text.trimEnd()}\n- { intent: made_up, when: ['.'] }\n`)).toMatch(
      `language/${file}:${line} [`,
    );
  });
});
