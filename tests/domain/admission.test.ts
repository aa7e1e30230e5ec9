import { describe, expect, it, test } from 'vitest';
import { admit } from '../../src/domain/admission.ts';
import type { Rule } from '../../src/domain/campaign.ts';
import type { AdmittedFile, RuleCheck } from '../../src/domain/file-rules.ts';
import { shippedCampaign } from '../support/campaign.ts';

const MB = 1024 * 1024;
const LIMIT = 2000 * MB;
const category = (id: string) => shippedCampaign.categories.find((candidate) => candidate.id === id);
const microVideo = category('micro_video');

const video = ({
  durationMs = 178_000,
  ...facts
}: Partial<AdmittedFile> & { durationMs?: number } = {}): AdmittedFile => {
  return { name: '夜班的灯.mp4', size: 48 * MB, extension: 'mp4', measured: { durationMs }, sha256: 'aa', ...facts };
};
const unmeasured = video({ measured: {} });

const file = '夜班的灯.mp4';
const format = { text: '视频文件格式为MP4', clause: '附件2第一项', allowed: ['mp4'] };
const duration = { text: '时长小于3分钟', clause: '附件2第一项', limit: 180 };
const size = { text: '文件小于50MB', clause: '附件2第一项', limit: 52_428_800 };

/** Without the two notes that every 微视频 gets. */
const measured = (...files: AdmittedFile[]) =>
  admit(microVideo, files, LIMIT).filter(({ code }) => code !== 'unmeasured');

describe('a 微视频', () => {
  it('within the rules is told what is not measured', () => {
    expect(admit(microVideo, [video()], LIMIT)).toEqual([
      {
        level: 'note',
        code: 'unmeasured',
        facts: { aspect: 'clarity', text: '画面清晰，声音清楚', clause: '附件2第一项' },
      },
      {
        level: 'note',
        code: 'unmeasured',
        facts: { aspect: 'subtitles', text: '重点内容配字幕', clause: '附件2第一项' },
      },
    ]);
  });

  it('without a file is told nothing', () => {
    expect(admit(microVideo, [], LIMIT)).toEqual([]);
  });

  it.each<[string, number, object | undefined]>([
    ['2:59.999', 179_999, undefined],
    ['3:00 sharp', 180_000, { ...duration, file, seconds: 180, over: 0 }],
    ['3:00.9', 180_900, { ...duration, file, seconds: 180, over: 0 }],
    ['3:02', 182_000, { ...duration, file, seconds: 182, over: 2 }],
  ])('of %s', (_, durationMs, facts) => {
    expect(measured(video({ durationMs }))).toEqual(facts ? [{ level: 'warn', code: 'duration', facts }] : []);
  });

  it('of unknown length is let in with a note', () => {
    expect(measured(unmeasured)).toEqual([{ level: 'note', code: 'duration-unknown', facts: { ...duration, file } }]);
  });

  it.each<[string, number, object | undefined]>([
    ['50,000,000 bytes', 50_000_000, undefined],
    ['a byte under 50 × 1024 × 1024', 50 * MB - 1, undefined],
    ['50 × 1024 × 1024 sharp', 50 * MB, { ...size, file, size: 50 * MB, over: 0 }],
    ['60 MB', 60 * MB, { ...size, file, size: 60 * MB, over: 10 * MB }],
  ])('of %s', (_, bytes, facts) => {
    expect(measured(video({ size: bytes }))).toEqual(facts ? [{ level: 'warn', code: 'size', facts }] : []);
  });

  it.each<[string, Partial<AdmittedFile>, string[]]>([
    ['an mp4', {}, []],
    ['an mp4 in capitals', { name: 'A.MP4' }, []],
    ['an m4v, the same format', { extension: 'm4v' }, []],
    ['a mov named mov', { name: 'a.mov', extension: 'mov' }, ['warn format']],
    ['a mov named mp4', { extension: 'mov' }, ['warn name-mismatch', 'warn format']],
    ['an mp4 named mov', { name: 'a.mov' }, ['warn name-mismatch']],
    ['bytes nobody knows', { extension: '' }, ['note format-unknown']],
    ['a file without a name', { name: '' }, []],
    ['a name without an extension', { name: '终版' }, []],
  ])('that is %s', (_, facts, expected) => {
    expect(measured(video(facts)).map(({ level, code }) => `${level} ${code}`)).toEqual(expected);
  });

  it('says what was measured and what is allowed', () => {
    expect(measured(video({ extension: 'mov' }))).toEqual([
      { level: 'warn', code: 'name-mismatch', facts: { file, named: 'mp4', measured: 'mov' } },
      { level: 'warn', code: 'format', facts: { ...format, file, measured: 'mov' } },
    ]);
    expect(measured(video({ extension: '' }))).toEqual([
      { level: 'note', code: 'format-unknown', facts: { ...format, file } },
    ]);
  });
});

describe('what cannot be right', () => {
  it.each<[string, number, object]>([
    ['no bytes', 0, { level: 'block', code: 'empty', facts: { file } }],
    ['too many', LIMIT + 1, { level: 'block', code: 'too-large', facts: { file, size: LIMIT + 1, limit: LIMIT } }],
  ])('%s', (_, bytes, objection) => {
    const objections = admit(category('photo'), [video({ size: bytes })], LIMIT);
    expect(objections).toEqual([objection]);
  });

  it('is all that is said about that file', () => {
    expect(measured(video({ size: 0, extension: 'mov' }), video())).toEqual([
      { level: 'block', code: 'empty', facts: { file } },
    ]);
  });

  it('is not what the rules of the notice say', () => {
    const objections = admit(microVideo, [video({ size: 99 * MB, extension: 'mov' })], LIMIT);
    expect(objections.map(({ level }) => level)).not.toContain('block');
  });

  it('exactly the limit is let in', () => {
    expect(admit(category('photo'), [video({ size: LIMIT })], LIMIT)).toEqual([]);
  });
});

describe('limits of 微视频 hold for nothing else', () => {
  const long = video({ name: 'a.mov', extension: 'mov', durationMs: 3_600_000, size: 900 * MB });
  it.each(shippedCampaign.categories.filter(({ id }) => id !== 'micro_video'))('$id', (other) => {
    expect(admit(other, [long], LIMIT).filter(({ level }) => level !== 'note')).toEqual([]);
  });

  it('nor for a draft without a category', () => {
    expect(admit(undefined, [long], LIMIT)).toEqual([]);
  });
});

test('the same bytes twice in one submission are named', () => {
  const photo = (name: string, sha256: string): AdmittedFile => ({
    ...{ name, size: 5, extension: 'jpg', measured: {}, sha256 },
  });
  const files = [photo('1.jpg', 'aa'), photo('2.jpeg', 'bb'), photo('3.jpg', 'aa')];
  expect(admit(category('photo'), files, LIMIT)).toEqual([
    { level: 'note', code: 'same-bytes', facts: { file: '3.jpg', as: '1.jpg' } },
  ]);
});

test.each([
  ['report.doc', 'cfb', 0],
  ['report.docx', 'docx', 0],
  ['report.docx', 'zip', 0],
  ['report.docx', 'pdf', 1],
  ['a.jpeg', 'jpg', 0],
  ['a.jpg', 'png', 1],
  ['a.jpg', 'heic', 1],
  ['2020.9.3 活动', 'jpg', 0],
])('%s measured as %s: %i mismatch', (name, extension, expected) => {
  const found = admit(category('report'), [{ name, size: 5, extension, measured: {}, sha256: 'aa' }], LIMIT);
  expect(found.filter(({ code }) => code === 'name-mismatch')).toHaveLength(expected);
});

describe('limits that are within themselves', () => {
  const said = { text: '时长3至5分钟，不超过100MB', clause: '三' };
  const asked = (check: RuleCheck): Rule => ({ aspect: 'length', ...said, level: 'warn', check });
  const minutes = asked({ kind: 'duration', unit: 'seconds', least: 180, most: 300 });
  const bytes = asked({ kind: 'size', unit: 'bytes', least: 1000, most: 100 * MB });

  it.each<[string, Rule, AdmittedFile, object[]]>([
    ['3:00 sharp', minutes, video({ durationMs: 180_000 }), []],
    ['5:00.9', minutes, video({ durationMs: 300_900 }), []],
    ['2:59.9', minutes, video({ durationMs: 179_900 }), [{ code: 'duration-outside', value: 179, under: true }]],
    ['5:01', minutes, video({ durationMs: 301_000 }), [{ code: 'duration-outside', value: 301, under: false }]],
    ['100 MB sharp', bytes, video({ size: 100 * MB }), []],
    [
      'a byte too many',
      bytes,
      video({ size: 100 * MB + 1 }),
      [{ code: 'size-outside', value: 100 * MB + 1, under: false }],
    ],
    ['999 bytes', bytes, video({ size: 999 }), [{ code: 'size-outside', value: 999, under: true }]],
  ])('%s, asked of every category', (_, rule, work, expected) => {
    const objections = admit(undefined, [work], LIMIT, [rule]);
    expect(objections).toEqual(
      expected.map(({ code, ...facts }: { code?: string }) => ({
        level: 'warn',
        code,
        facts: { file, ...said, ...facts },
      })),
    );
  });

  it('of unknown length is let in with a note', () => {
    expect(admit(undefined, [unmeasured], LIMIT, [minutes])).toEqual([
      { level: 'note', code: 'duration-unknown', facts: { file, ...said, limit: 300 } },
    ]);
  });

  it('what people look at is objected to by nobody', () => {
    expect(admit(undefined, [video()], LIMIT, [asked({ kind: 'copies', most: 1 })])).toEqual([]);
  });
});
