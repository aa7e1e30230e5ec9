import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSections } from '../../src/adapters/prompt-files.ts';
import { commands } from '../../src/application/conversation/commands/index.ts';
import { repliesOf } from '../../src/application/conversation/replies.ts';
import type { AuditAction } from '../../src/application/keeping/audit.ts';
import { phrases } from '../../src/application/words/phrases.ts';
import { wordsFrom } from '../../src/application/words/words.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'baosong-words-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const known = { 'a.hello': ['name', 'rows', 'rows.unit', 'rows.within', 'rows.within.depth'], 'a.bye': [] };

function problemOf(text: string): string {
  writeFileSync(path.join(folder, 'a.md'), text);
  try {
    wordsFrom(readSections(folder), known);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
}

test.each([
  ['a phrase that is missing', '## hello\n\n您好\n', 'a.md a.bye: the section is missing'],
  ['one nobody says', '## hello\n您好\n## bye\n再见\n\n## fly\n飞\n', 'a.md:6 a.fly: nobody says this'],
  ['a variable nobody fills', '> 说明\n\n## hello\n\n{{nmae}}您好\n## bye\n再见\n', 'a.md:3 a.hello: unknown {{nmae}}'],
  ['a variable of another phrase', '## hello\n您好\n## bye\n{{name}}再见\n', 'a.md:3 a.bye: unknown {{name}}'],
  ['a row outside its list', '## hello\n{{unit}}\n## bye\n再见\n', 'a.md:1 a.hello: unknown {{unit}}'],
  [
    'a section left open',
    '## hello\n{{#rows}}{{unit}}\n## bye\n再见\n',
    'a.md:1 a.hello: unknown {{Unclosed section "rows" at 17}}',
  ],
  ['a partial', '## hello\n{{>name}}\n## bye\n再见\n', 'a.md:1 a.hello: unknown {{name}}'],
  [
    'a variable of a list within a list, outside of it',
    '## hello\n{{#rows}}{{depth}}{{/rows}}{{#rows}}{{#within}}{{depth}}{{unit}}{{name}}{{/within}}{{/rows}}\n## bye\n再见\n',
    'a.md:1 a.hello: unknown {{depth}}',
  ],
  ['nothing wrong', '## hello\n{{name}}{{#rows}}{{unit}}{{name}}{{/rows}}\n## bye\n再见\n', 'none'],
])('%s is named with file and line', (_, text, problem) => {
  expect(problemOf(text)).toBe(problem);
});

test('every phrase of the bot has its words', () => {
  const sections = readSections(path.resolve(import.meta.dirname, '../../prompts/replies'));
  expect(() => wordsFrom(sections, repliesOf(commands))).not.toThrow();
});

test('facts are said as they are, never as markup', () => {
  const say = wordsFrom(new Map([['a.hello', { template: '“{{name}}”', file: 'a.md', line: 1 }]]), {
    'a.hello': ['name'],
  }) as unknown as (id: string, facts: object) => string;
  expect(say('a.hello', { name: '<b>{{name}}</b> & {{#x}}' })).toBe('“<b>{{name}}</b> & {{#x}}”');
});

test('nothing is written into the history that has no words', () => {
  const known: AuditAction[] = ['submission.receive', 'target.change'];
  // @ts-expect-error An action without a section in prompts/replies/history.md does not compile.
  const unknown: AuditAction = 'submission.paint';
  expect([...known, unknown].filter((action) => `history.${action}` in phrases)).toEqual(known);
});
