import { expect, test } from 'vitest';
import { admit } from '../../src/domain/admission.ts';
import type { Rule } from '../../src/domain/campaign.ts';
import type { AdmittedFile, RuleCheck, SaidOfEntry } from '../../src/domain/file-rules.ts';
import type { Measured } from '../../src/domain/measured.ts';

const rule = (check: RuleCheck): Rule => ({ aspect: 'a', text: '要求', clause: '三', level: 'warn', check });
const file = (name: string, measured: Measured = {}): AdmittedFile => ({
  ...{ name, size: 1000, extension: name.split('.').at(-1) ?? '', measured, sha256: name },
});
const photo = (measured: Measured) => file('光.jpg', measured);
const said: SaidOfEntry = {
  ...{ title: '夜班的灯', author: '李建国、王丽', unit: ['尧都区', '尧都区总工会', '尧都'] },
  ...{ category: ['摄影', '摄影作品'], ofAuthor: 3 },
};

/** Codes with what was measured, without the rule's own words. */
const objected = (check: RuleCheck, ...files: AdmittedFile[]) =>
  admit(undefined, files, 1e9, [rule(check)], said).map(({ level, code, facts }) => {
    const { text, clause, file: _, ...measured } = facts;
    expect([text, clause]).toEqual(['要求', '三']);
    return [level, code, measured];
  });

test.each<[string, RuleCheck, AdmittedFile[], unknown[]]>([
  ['long edge reached', { kind: 'pixels', edge: 'long', least: 3000 }, [photo({ width: 2000, height: 3000 })], []],
  [
    'width not reached',
    { kind: 'pixels', edge: 'width', least: 3000 },
    [photo({ width: 2999, height: 4000 })],
    [['warn', 'pixels-outside', { width: 2999, height: 4000, under: true }]],
  ],
  [
    'height beyond',
    { kind: 'pixels', edge: 'height', most: 3000 },
    [photo({ width: 1, height: 3001 })],
    [['warn', 'pixels-outside', { width: 1, height: 3001, under: false }]],
  ],
  ['pixels unknown', { kind: 'pixels', edge: 'long', least: 1 }, [photo({})], [['note', 'pixels-unknown', {}]]],
  ['pixels of a letter', { kind: 'pixels', edge: 'long', least: 1 }, [file('信.docx')], []],
  ['upright film', { kind: 'resolution', width: 1920, height: 1080 }, [photo({ width: 1080, height: 1920 })], []],
  [
    'small film',
    { kind: 'resolution', width: 1920, height: 1080 },
    [photo({ width: 1920, height: 1078 })],
    [['warn', 'resolution-under', { width: 1920, height: 1078 }]],
  ],
  ['dpi reached', { kind: 'dpi', least: 300 }, [photo({ dpi: 300 })], []],
  ['dpi low', { kind: 'dpi', least: 300 }, [photo({ dpi: 72 })], [['warn', 'dpi-outside', { value: 72, under: true }]]],
  ['dpi unsaid', { kind: 'dpi', least: 300 }, [photo({})], [['note', 'dpi-unknown', {}]]],
  [
    'too many words',
    { kind: 'words', most: 1500 },
    [file('报告.docx', { characters: 1501 })],
    [['warn', 'words-outside', { value: 1501, under: false }]],
  ],
  ['words enough', { kind: 'words', least: 1500, most: 1500 }, [file('报告.docx', { characters: 1500 })], []],
  ['words of an old file', { kind: 'words', most: 1500 }, [file('报告.doc')], [['note', 'words-unknown', {}]]],
  [
    'pages',
    { kind: 'pages', most: 5 },
    [file('报告.pdf', { pages: 6 })],
    [['warn', 'pages-outside', { value: 6, under: false }]],
  ],
  ['original', { kind: 'original' }, [photo({ camera: 'NIKON D850' })], []],
  ['by the clock of the camera', { kind: 'original' }, [photo({ capturedAt: '2020-09-03 10:20' })], []],
  ['made small by a chat', { kind: 'original' }, [photo({ width: 1, height: 1 })], [['warn', 'original', {}]]],
  ['three photos', { kind: 'pieces', least: 3, most: 8 }, ['1.jpg', '2.jpg', '3.jpg'].map((name) => file(name)), []],
  [
    'two photos',
    { kind: 'pieces', least: 3, most: 8 },
    ['1.jpg', '2.jpg'].map((name) => file(name)),
    [['warn', 'pieces-outside', { value: 2, under: true }]],
  ],
  ['two authors', { kind: 'people', most: 2 }, [photo({})], []],
  [
    'one author too many',
    { kind: 'people', most: 1 },
    [photo({})],
    [['warn', 'people-outside', { value: 2, under: false }]],
  ],
  ['third work of an author', { kind: 'author-limit', works: 3 }, [photo({})], []],
  [
    'one work too many',
    { kind: 'author-limit', works: 2 },
    [photo({})],
    [['warn', 'author-limit', { author: '李建国、王丽', value: 3 }]],
  ],
  [
    'named as asked, with other marks and a packed name',
    { kind: 'naming', parts: ['unit', 'title', 'author'] },
    [file('作品.zip › 尧都_《夜班的灯》_李建国,王丽.jpg')],
    [],
  ],
  [
    'named otherwise',
    { kind: 'naming', parts: ['unit', 'category', 'title'] },
    [file('IMG_1.jpg')],
    [['warn', 'naming', { example: '尧都区-摄影-夜班的灯.jpg' }]],
  ],
  ['copies on paper', { kind: 'copies', most: 1 }, [photo({})], []],
])('%s', (_, check, files, expected) => {
  expect(objected(check, ...files)).toEqual(expected);
});

test.each<[string, AdmittedFile, string[]]>([
  ['a song without a sound', file('歌.wav', { silent: true }), ['warn silent']],
  ['pages that were scanned', file('报告.pdf', { pages: 3, characters: 0 }), ['note scanned']],
  ['a locked one has no words to count', file('报告.pdf', { pages: 3, characters: 0, locked: true }), ['warn locked']],
  ['macros', file('报告.docm', { program: true }), ['note program']],
])('whatever the rules: %s', (_, one, expected) => {
  expect(admit(undefined, [one], 1e9).map(({ level, code }) => `${level} ${code}`)).toEqual(expected);
});
