import { describe, expect, test } from 'vitest';
import { pathsBy } from '../../src/domain/packing/paths.ts';
import { safeName } from '../../src/domain/packing/safe-name.ts';
import { Dice } from '../support/dice.ts';

test.each([
  ['夜班的灯', '夜班的灯'],
  ['夜班: 第一集?', '夜班： 第一集？'],
  ['../../etc/passwd', '..／..／etc／passwd'],
  ['..', '_'],
  ['C:\\Windows', 'C：＼Windows'],
  ['结尾有点...  ', '结尾有点'],
  ['CON', '_CON'],
  ['con.txt', '_con.txt'],
  ['LPT1 .x', '_LPT1 .x'],
  ['console', 'console'],
  ['', '_'],
  ['a\u202egpj.exe', 'agpj.exe'],
  ['零\u200b宽', '零宽'],
  ['换\n行\t了', '换行了'],
  ['e\u0301', '\u00e9'],
])('%j is called %j in every system', (text, name) => {
  expect(safeName(text)).toBe(name);
});

test('a long name is cut between signs, and keeps its extension', () => {
  const name = safeName('灯'.repeat(300), 'mp4');
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
  expect(name).toBe(`${'灯'.repeat(78)}.mp4`);
  expect(safeName('🙂'.repeat(100), 'png')).toBe(`${'🙂'.repeat(59)}.png`);
});

describe('paths by a pattern', () => {
  const pattern = '{order}{unit}/{category}/{number}-{title}-{author}-{part}';
  const facts = {
    order: '01',
    unit: '尧都区',
    category: '微视频',
    number: '37',
    title: '夜班的灯',
    author: '李建国',
    part: '',
  };

  test('what is empty takes the sign before it along', () => {
    const next = pathsBy(pattern);
    expect(next(facts, 'mp4')).toBe('01尧都区/微视频/37-夜班的灯-李建国.mp4');
    expect(next({ ...facts, number: '38', author: '', part: '2' }, 'mp4')).toBe('01尧都区/微视频/38-夜班的灯-2.mp4');
  });

  test('no fact makes a folder, and no two files have one path on any system', () => {
    const next = pathsBy('{unit}/{title}');
    expect(next({ unit: 'a/b', title: 'X' }, 'PNG')).toBe('a／b/X.PNG');
    expect(next({ unit: 'A／B', title: 'x' }, 'png')).toBe('A／B/x (2).png');
    expect(next({ unit: 'a/b', title: 'ｘ' }, 'png')).toBe('a／b/ｘ (3).png');
  });

  test('whatever people write, a path keeps the rules of Windows and is not given twice', () => {
    const dice = new Dice(20200910);
    const signs = [...'CONaux.. /\\:*?"<>|\t\0\u202e灯é🙂-_()12'];
    const next = pathsBy(pattern);
    const given = new Set<string>();
    for (let round = 0; round < 2_000; round++) {
      const words = () =>
        Array.from({ length: dice.whole(0, dice.chance(0.05) ? 400 : 6) }, () => dice.pick(signs)).join('');
      const path = next({ ...facts, unit: words(), title: words(), author: words() }, 'mp4');
      expect(path.length).toBeLessThanOrEqual(200);
      expect(given.has(path.normalize('NFKC').toLowerCase())).toBe(false);
      given.add(path.normalize('NFKC').toLowerCase());
      for (const part of path.split('/')) {
        expect(part).not.toMatch(/[<>:"\\|?*\p{Cc}\p{Cf}]|[. ]$|^ |^(con|aux|nul|prn)(\.|$)|^$/iu);
        expect(Buffer.byteLength(part)).toBeLessThanOrEqual(255);
      }
    }
  });
});
