import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { photo } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const photos = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => photo(`IMG_${from + index}.png`, from + index));
const last = async (text: string): Promise<string> => (await office.say('hongtong-1', text)).join('\n');
const sent = (count: number, from = 0, text = '') =>
  office.say('hongtong-1', text, { files: photos(count, from) }).then((said) => said.join('\n'));
/** Title and author of what the unit has, by number. */
const kept = async () => {
  const rows = await office.prisma.submission.findMany({ where: { state: 'received' }, orderBy: { number: 'asc' } });
  return rows.map(({ title, fields }) => [title, (fields as Record<string, string>).author ?? '']);
};

const LINES = '《春》 作者:李明\n《夏》 作者:王红\n《秋》 作者:赵云';
const NAMED = [
  ['春', '李明'],
  ['夏', '王红'],
  ['秋', '赵云'],
];

describe('a title with its author a line', () => {
  test.each([
    ['marked', `/补正 1-3\n${LINES}`],
    ['behind their numbers', '/补正 1-3\n1 《春》 作者:李明\n2 《夏》 作者:王红\n3 《秋》 作者:赵云'],
    ['without marks', '/补正 1-3\n春 作者:李明\n夏，作者：王红\n秋 作者 赵云'],
    ['the first beside the numbers', `/补正 1-3 ${LINES}`],
    ['under labels', '/补正 1、2、3\n标题:春 作者:李明\n标题:夏 作者:王红\n标题:秋 作者:赵云'],
  ])('corrects several entries at once: %s', async (_, text) => {
    await sent(3);
    await last('摄影，3件');
    expect(await last(text)).toBe('已改 3 件，改了作者：\n#1《春》、#2《夏》、#3《秋》');
    expect(await kept()).toEqual(NAMED);
  });

  test('with what is said of all', async () => {
    await sent(3);
    await last('摄影，3件');
    await last(`/补正 1-3 作者单位:洪洞县三中\n${LINES}`);
    expect(await kept()).toEqual(NAMED);
    expect(await last('/查 2')).toContain('作者：王红\n作者单位：洪洞县三中\n');
  });

  test('too few lines change nothing', async () => {
    await sent(3);
    await last('摄影，3件');
    expect(await last('/补正 1-3\n《春》 作者:李明\n《夏》 作者:王红')).toMatchInlineSnapshot(
      `"写了 2 个标题，要改的是 3 件，没有改动。请写 3 个标题（一行一个，或用、隔开），或只写一个，我来编号。"`,
    );
    expect(await kept()).toEqual([
      ['摄影 1', ''],
      ['摄影 2', ''],
      ['摄影 3', ''],
    ]);
  });

  test('what one of them does not have is refused of that one alone', async () => {
    await sent(3);
    await last('摄影，3件');
    const said = await last('/补正 1-3\n《春》 作者:李明\n《夏》 日期:2020-09-01\n《秋》 作者:赵云');
    expect(said.split('\n').slice(0, 2)).toEqual(['已改 2 件，改了作者：', '#1《春》、#3《秋》']);
    expect(said).toContain('#2 是摄影，没有“日期”这一项');
  });

  test.each([
    ['with the category', [`摄影\n${LINES}`]],
    ['with category and number', [`摄影，各算一件\n${LINES}`]],
    ['when asked how many works', ['摄影', LINES]],
    ['behind the number of works', ['摄影', `各算一件\n${LINES}`]],
    ['before the category', [LINES, '摄影']],
  ])('answers what several files are: %s', async (_, said) => {
    await sent(3);
    for (const text of said) await last(text);
    expect(await kept()).toEqual(NAMED);
  });

  test('stands below the command, the files with it, before it or behind it', async () => {
    const text = `/报送 摄影 3件\n${LINES}`;
    await sent(3, 0, text);
    expect(await kept()).toEqual(NAMED);
    await office.reset();
    await sent(3);
    await last(text);
    expect(await kept()).toEqual(NAMED);
    await office.reset();
    await last(text);
    for (let index = 0; index < 3; index++) await sent(1, index);
    expect(await kept()).toEqual(NAMED);
  });

  test('more files than lines are asked about', async () => {
    expect(await sent(4, 0, `/报送 摄影\n${LINES}`)).toMatchInlineSnapshot(
      `"写了 3 个标题，可是有 4 个文件，还没有计数。请写 4 个标题（一行一个，或用、隔开），或只写一个，我来编号。"`,
    );
    await last(`${LINES}\n《冬》 作者:钱多`);
    expect(await kept()).toEqual([...NAMED, ['冬', '钱多']]);
  });
});

describe('so many are said before they come one by one', () => {
  test('ten works', async () => {
    expect(await last('摄影 10件')).toMatchInlineSnapshot(
      `"好的，一共 10 个，请在 30 分钟内一个一个发来，收齐再登记（草稿 #1）。不够数也可以，发完请回复：/完成 1"`,
    );
    expect(await sent(1)).toMatchInlineSnapshot(
      `"收到 1/10 个（草稿 #1），还有 9 个，请接着发。不够数也可以，发完请回复：/完成 1"`,
    );
    for (let index = 1; index < 9; index++) await sent(1, index);
    expect(await kept()).toEqual([]);
    expect((await sent(1, 9)).split('\n')[0]).toBe('已收 10 件：');
    expect(await kept()).toHaveLength(10);
  });

  test.each(['共3张', '一共3张照片', '下面发3张', '3件', '三张', '接下来报3个'])(
    '%s, then what they are',
    async (text) => {
      expect(await last(text)).toContain('好的，一共 3 个');
      await sent(1);
      await sent(1, 1);
      expect(await sent(1, 2)).toContain('这是哪一类');
      await last('摄影，各算一件');
      expect(await kept()).toHaveLength(3);
    },
  );

  test('beside the first, in the middle, in the answer', async () => {
    expect(await sent(1, 0, '共3张')).toContain('收到 1/3 个');
    await sent(1, 1);
    expect(await sent(1, 2)).toContain('这是哪一类');
    await office.reset();
    await sent(1);
    expect(await last('共3张')).toContain('收到 1/3 个');
    await sent(2, 1);
    await last('摄影，合为一件，《三月》');
    expect(await kept()).toEqual([['三月', '']]);
    await office.reset();
    await sent(1);
    expect(await last('摄影，3件')).toContain('收到 1/3 个');
    await sent(1, 1);
    await sent(1, 2);
    expect(await kept()).toHaveLength(3);
  });

  test('in the command, with its title and author', async () => {
    await last('/报送 摄影 3件 《古城》 作者:李明');
    for (let index = 0; index < 3; index++) await sent(1, index);
    expect(await kept()).toEqual(['（一）', '（二）', '（三）'].map((place) => [`古城${place}`, '李明']));
  });

  test('the command after the number', async () => {
    await last('共3张');
    await last('/报送 摄影 《古城》 作者:李明');
    await sent(1);
    await sent(1, 1);
    expect(await sent(1, 2)).toMatch(/^已收 #1 《古城》/);
    expect(await kept()).toEqual([['古城', '李明']]);
  });

  test('fewer come: 完成 ends it; more come: they are asked about', async () => {
    await last('摄影 5件');
    await sent(1);
    await sent(1, 1);
    await last('/完成');
    expect(await kept()).toHaveLength(2);
    expect(await sent(1, 2)).toContain('另报');
  });

  test('a video that comes meanwhile is another matter', async () => {
    await last('共3张');
    await sent(1);
    const file = { name: 'a.pdf', bytes: Buffer.from('%PDF-1.4 nothing') };
    expect((await office.say('hongtong-1', '', { files: [file] })).join('')).toContain('草稿 #2');
    expect(await sent(1, 1)).toContain('收到 2/3 个');
  });

  test.each(['差10张吗', '还差10件', '走进10家企业', '要10件？', '任务10件'])('%s is no announcement', async (text) => {
    expect(await last(text)).not.toContain('好的，一共');
  });
});
