import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { labelsOf } from '../../src/application/conversation/args.ts';
import { commands } from '../../src/application/conversation/commands/index.ts';
import { readArguments } from '../../src/application/words/form.ts';
import { nearestCommand, readCommand, readNumber } from '../../src/application/words/parse.ts';
import { type CommandWords, vocabularyFrom } from '../../src/application/words/vocabulary.ts';
import { MisplacedWords } from '../../src/application/words/words.ts';

const raw = parse(readFileSync(new URL('../../prompts/commands.yaml', import.meta.url), 'utf8'));
const labels = commands.map(labelsOf);
const vocabulary = vocabularyFrom(raw, labels);

test.each([
  ['/进度', 'progress', ''],
  ['／进度 微视频', 'progress', '微视频'],
  ['、进度微视频', 'progress', '微视频'],
  ['\\progress 侯马', 'progress', '侯马'],
  ['＼进度', 'progress', ''],
  ['/ 进度', 'progress', ''],
  ['进度', 'progress', ''],
  ['进度，微视频', undefined, undefined],
  ['进度：微视频', 'progress', '微视频'],
  ['ＰＲＯＧＲＥＳＳ', 'progress', ''],
  ['/报送《夜班的灯》', 'submit', '《夜班的灯》'],
  ['/报送“夜班的灯”', 'submit', '“夜班的灯”'],
  ['/我的信息', 'myInfo', ''],
  ['/我的报送', 'mine', ''],
  ['/查37', 'show', '37'],
  ['/催报洪洞', 'nudge', '洪洞'],
  ['/催 洪洞', 'nudge', '洪洞'],
  ['/？', 'help', ''],
  ['/报送\n类别：歌曲', 'submit', '类别：歌曲'],
  ['进度怎么样', undefined, undefined],
  ['我的作品呢', undefined, undefined],
  ['/火箭', undefined, ''],
])('%s is the command %s', (text, command, rest) => {
  const spoken = readCommand(text, vocabulary);
  expect([spoken?.command, spoken?.command || spoken ? spoken.rest : undefined]).toEqual([command, rest]);
});

test.each([
  ['抱送', 'submit'],
  ['报宋', 'submit'],
  ['进渡', 'progress'],
  ['progres', 'progress'],
  ['hepl', 'help'],
  ['退会', 'return'],
  ['截至', 'deadline'],
  ['火箭发射', undefined],
  ['x', undefined],
])('%s is near %s', (word, id) => {
  expect(nearestCommand(word, vocabulary)).toBe(id);
});

const submit = vocabulary.commands.submit as CommandWords;
const event = vocabulary.commands.event as CommandWords;

test.each([
  ['微视频 《夜班的灯》 作者:李建国', { words: ['微视频'], title: '夜班的灯', fields: { author: '李建国' } }],
  ['微视频 “夜班的灯”', { words: ['微视频'], title: '夜班的灯', fields: {} }],
  ['微视频 "a "b" c"', { words: ['微视频'], title: 'a "b" c', fields: {} }],
  ['微视频 《夜班的灯', { words: ['微视频'], title: '夜班的灯', fields: {} }],
  ['微视频 《作者：谁》', { words: ['微视频'], title: '作者：谁', fields: {} }],
  ['微视频 《夜  班\n的灯》', { words: ['微视频'], title: '夜 班 的灯', fields: {} }],
  ['类别=歌曲 标题＝晨光', { words: [], title: '晨光', fields: { category: '歌曲', title: '晨光' } }],
  ['歌曲，《晨光》，作者：张三；电话：1', { words: ['歌曲'], title: '晨光', fields: { author: '张三', phone: '1' } }],
  ['歌曲 作者 ： 张 三 电话 :1', { words: ['歌曲'], fields: { author: '张 三', phone: '1' } }],
  ['歌曲 作者: 电话:1', { words: ['歌曲'], fields: { phone: '1' } }],
  ['平台 链接:https://a.b/c?d=e 提取码:x1y2', { words: ['平台'], fields: { link: 'https://a.b/c?d=e', code: 'x1y2' } }],
  ['', { words: [], fields: {} }],
])('%s', (text, expected) => {
  const { words, title, fields } = readArguments(text, submit);
  expect({ words, ...(title !== undefined && { title }), fields }).toEqual(expected);
});

test('what stood in front of the fields is kept as written', () => {
  const { head, said } = readArguments('37 片名“夜班”错了，日期:9月3日', event);
  expect({ head, said }).toEqual({ head: '37 片名 错了', said: '37 片名“夜班”错了' });
});

test.each([
  ['歌曲 作着:李', { written: '作着', meant: '作品、作者' }],
  ['歌曲 电括：1', { written: '电括', meant: '电话' }],
  ['歌曲 完全不同:李', undefined],
  ['歌曲 https://a.b', undefined],
])('%s: a field almost known', (text, misspelt) => {
  expect(readArguments(text, submit).misspelt).toEqual(misspelt);
});

test.each([
  ['37', 37],
  ['#37', 37],
  ['＃３７', 37],
  ['第37号', 37],
  ['no.37', 37],
  ['0', 0],
  ['-1', undefined],
  ['37a', undefined],
  ['1234567890', undefined],
  ['', undefined],
])('%s is the number %s', (text, number) => {
  expect(readNumber(text)).toBe(number);
});

test.each([
  ['a command without words', (all: Vocabulary) => delete all.commands.zero, 'the command zero has no words'],
  [
    'words without a command',
    (all: Vocabulary) => Object.assign(all.commands, { fly: all.commands.help }),
    'the bot has no such command',
  ],
  [
    'a usage line that begins with another word',
    (all: Vocabulary) => Object.assign(all.commands.withdraw ?? {}, { usage: '/收回 编号' }),
    'the usage does not begin with /撤回',
  ],
  [
    'a usage line without what must be told',
    (all: Vocabulary) => Object.assign(all.commands.withdraw ?? {}, { usage: '/撤回' }),
    'the usage does not name number as something that must be told',
  ],
  [
    'one that says of it that it may be left out',
    (all: Vocabulary) => Object.assign(all.commands.withdraw ?? {}, { usage: '/撤回 [编号]' }),
    'the usage does not name number as something that must be told',
  ],
  [
    'one that names what the command does not take',
    (all: Vocabulary) => Object.assign(all.commands.show ?? {}, { usage: '/查 编号 [类别]' }),
    'the usage names 类别, which the command does not take',
  ],
  [
    'one that names one thing twice',
    (all: Vocabulary) => Object.assign(all.commands.show ?? {}, { usage: '/查 编号 编号' }),
    'the usage names 编号, which the command does not take',
  ],
  [
    'one with a label that nothing reads',
    (all: Vocabulary) => Object.assign(all.commands.zero ?? {}, { usage: '/零报 类别 缘由:…' }),
    'the usage names 缘由, which the command does not take',
  ],
  [
    'one with a word of no table',
    (all: Vocabulary) => Object.assign(all.commands.remind ?? {}, { usage: '/提醒 列表 | 打印' }),
    'the usage names 打印, which the command does not take',
  ],
  [
    'an example with a label that nothing reads',
    (all: Vocabulary) => Object.assign(all.commands.zero ?? {}, { example: '/零报 歌曲 缘由:没有' }),
    'the example names 缘由, which the command does not take',
  ],
  ['one word for two', (all: Vocabulary) => all.commands.zero?.aliases.push('报送'), '报送 means both submit and zero'],
])('%s is named at the start', (_, spoil, problem) => {
  const spoilt = structuredClone(vocabulary);
  spoil(spoilt);
  expect(() => vocabularyFrom(spoilt, labels)).toThrow(MisplacedWords);
  expect(() => vocabularyFrom(spoilt, labels)).toThrow(problem);
});

type Vocabulary = typeof vocabulary;
