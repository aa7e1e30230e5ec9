import { expect, test } from 'vitest';
import { compare, pageWords } from '../scripts/page-words.ts';

test('every word of the pages is there, is said, and knows its values', () => {
  expect(pageWords('upload')).toMatchObject({ 'files.choose': '选文件' });
  expect(pageWords('console')).toMatchObject({ 'nav.works': '作品', 'works.picked': '选中 {count} 件' });
});

test.each([
  ['a word that is missing', { 'a.b': '甲' }, "say('a.b'); say('a.c')", ['a.c is missing, page.vue says it']],
  ['a word that nobody says', { 'a.b': '甲', 'a.c': '乙' }, "say('a.b')", ['a.c is said nowhere']],
  [
    'a value that is not known',
    { 'a.b': '{count} 件，{when}' },
    "say('a.b', { count: list.length })",
    ['a.b: {when} is not known there; known are: count'],
  ],
  ['a value given by its own name', { 'a.b': '{count} 件' }, "say('a.b', { count })", []],
  [
    'a value where none is given',
    { 'a.b': '{count} 件' },
    "say('a.b')",
    ['a.b: {count} is not known there; known are: '],
  ],
  ['a group of words', { 'state.open': '开', 'state.shut': '关' }, "sayOf('state', one.state)", []],
  ['a group without a word', {}, "sayOf('state', one.state)", ['state is missing, page.vue says it']],
])('the build finds %s', (_, words, text, problems) => {
  expect(compare(words as Record<string, string>, [{ file: 'page.vue', text }])).toEqual(problems);
});
