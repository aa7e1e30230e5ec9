import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { compare, cutOff, pageWords } from '../scripts/page-words.ts';
import { DOUBTS } from '../src/application/mailing/matched.ts';
import { ROLES } from '../src/domain/permission.ts';
import { entrance } from '../web/shared/contracts/basics.ts';
import * as overview from '../web/shared/contracts/overview.ts';
import * as records from '../web/shared/contracts/records.ts';
import * as reminders from '../web/shared/contracts/reminders.ts';
import * as screening from '../web/shared/contracts/screening.ts';
import * as session from '../web/shared/contracts/session.ts';

test('every word of the pages is there, is said, and knows its values', () => {
  expect(pageWords('upload')).toMatchObject({ 'files.choose': '选文件' });
  expect(pageWords('console')).toMatchObject({ 'nav.works': '作品', 'works.picked': '选中 {count} 件' });
});

/** What the server names and a page has words for, by the group of the words. */
const NAMED: Record<string, z.ZodType> = {
  entrance,
  // Of the practice, whom nobody knows.
  role: z.enum([...ROLES, 'stranger']),
  'overview.state': overview.overview.shape.units.element.shape.state,
  'outlook.state': overview.forecast.shape.city.shape.state,
  'reminders.audience': reminders.audience,
  'reminders.state': reminders.reminders.shape.past.element.shape.state,
  'messages.kind': records.messagesQuery.shape.kind.unwrap(),
  'messages.state': records.messages.shape.items.element.shape.state,
  'screening.standing': screening.candidates.shape.items.element.shape.standing,
  'screening.list': screening.candidatesQuery.shape.state.unwrap(),
  'sign-in.digits': session.digitsState.shape.state,
  'mails.doubt': z.enum(DOUBTS),
};

test.each(Object.entries(NAMED))('%s: a word for each that the server may name, and for no other', (group, schema) => {
  const words = Object.keys(pageWords('console')).filter((name) => name.startsWith(`${group}.`));
  const named = (schema as z.ZodEnum).options.map((one) => `${group}.${one}`);
  expect(words.sort()).toEqual(named.sort());
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

test('the build finds a text that YAML would cut', () => {
  const text = '# 说明\na:\n  done: 已登记 #{number}\n  entry: "报成 #{number}"\n';
  expect(cutOff(parseDocument(text))).toEqual(['done: #{number} is cut off, quote the text']);
});
