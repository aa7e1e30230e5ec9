import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { fixture, photo } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const photos = (count: number) => Array.from({ length: count }, (_, index) => photo(`IMG_${index}.png`, index));
const last = async (text: string): Promise<string> => (await office.say('hongtong-1', text)).join('\n');
/** The titles of what the unit has, in the order of their numbers. */
const titles = async () => [...(await last('/我的')).matchAll(/《(.*)》 已收/g)].map(([, title]) => title);
const gathered = (count: number) => office.say('hongtong-1', '', { files: photos(count) });

describe('an answer to the question after several files', () => {
  const named: [string, string[], string[]][] = [
    [
      'a title with the number of works',
      ['摄影 4件 《古城四季》'],
      ['古城四季（一）', '古城四季（二）', '古城四季（三）', '古城四季（四）'],
    ],
    [
      'a title that has begun to count',
      ['摄影', '各算一件 古城四季1'],
      ['古城四季1', '古城四季2', '古城四季3', '古城四季4'],
    ],
    ['one title each with 、', ['摄影', '各算一件，春、夏、秋、冬'], ['春', '夏', '秋', '冬']],
    ['one title each in marks', ['2 《春》《夏》《秋》《冬》'], ['春', '夏', '秋', '冬']],
    ['one title a line behind its number', ['摄影', '1.春\n2.夏\n3.秋\n4.冬'], ['春', '夏', '秋', '冬']],
    [
      'the place of the choice and a title',
      ['摄影', '2 古城四季'],
      ['古城四季（一）', '古城四季（二）', '古城四季（三）', '古城四季（四）'],
    ],
    ['the place of the choice and a title for the one work', ['摄影', '1 《古城四季》'], ['古城四季']],
    [
      'a name that ends with a numeral',
      ['摄影', '各算一件，庆五一'],
      ['庆五一（一）', '庆五一（二）', '庆五一（三）', '庆五一（四）'],
    ],
    ['no title', ['摄影', '各算一件，谢谢'], ['摄影 1', '摄影 2', '摄影 3', '摄影 4']],
  ];
  test.each(named)('%s', async (_, said, expected) => {
    await gathered(4);
    for (const text of said) await office.say('hongtong-1', text);
    expect(await titles()).toEqual(expected);
  });

  test('too few titles count nothing', async () => {
    await gathered(4);
    await last('摄影');
    expect(await last('各算一件，春、夏、秋')).toMatchInlineSnapshot(
      `"写了 3 个标题，可是有 4 个文件，还没有计数。请写 4 个标题（一行一个，或用、隔开），或只写一个，我来编号。"`,
    );
    expect(await titles()).toEqual([]);
    await last('各算一件，春、夏、秋、冬');
    expect(await titles()).toEqual(['春', '夏', '秋', '冬']);
  });

  test('what is said of all stands with each', async () => {
    await gathered(4);
    await last('摄影，4件，题目：古城四季，作者：李明');
    expect(await last('/查 3')).toMatchInlineSnapshot(`
      "#3《古城四季（三）》 已收
      摄影 · 洪洞县 · 第1版
      作者：李明
      IMG_2.png 103 B
      2020-09-10 15:00 收到"
    `);
  });
});

describe('a command that says how many works its files are', () => {
  test.each([
    ['behind the author', '/报送 摄影 《古城四季》 作者:李明 4件'],
    ['among the words', '/报送 摄影 4件 《古城四季》 作者:李明'],
  ])('%s, the files with it or before it', async (_, text) => {
    const expected = ['古城四季（一）', '古城四季（二）', '古城四季（三）', '古城四季（四）'];
    await office.say('hongtong-1', text, { files: photos(4) });
    expect(await titles()).toEqual(expected);
    expect(await last('/查 2')).toContain('作者：李明\n');
    await office.reset();
    await gathered(4);
    await last(text);
    expect(await titles()).toEqual(expected);
  });

  test('an archive is asked about, its names are titles', async () => {
    const files = [fixture('media/three-photos-gbk.zip')];
    await office.say('hongtong-1', '/报送 摄影 《晨光》', { files });
    await last('各算一件');
    expect(await titles()).toEqual(['晨光1_', '晨光2_', '晨光3_']);
  });
});

describe('several entries corrected at once', () => {
  beforeEach(async () => {
    await gathered(10);
    await last('摄影，10件');
  });

  test('the same author for all', async () => {
    expect(await last('/补正 1-10 作者:张三 作者单位:洪洞县三中')).toMatchInlineSnapshot(`
      "已改 10 件，改了作者、作者单位：
      #1《摄影 1》、#2《摄影 2》、#3《摄影 3》、#4《摄影 4》、#5《摄影 5》、#6《摄影 6》、#7《摄影 7》、#8《摄影 8》、#9《摄影 9》、#10《摄影 10》"
    `);
    expect(await last('/查 7')).toContain('作者：张三\n作者单位：洪洞县三中\n');
  });

  const lists: [string, string, string[]][] = [
    ['one a line', '/补正 1-3\n《春》\n《夏》\n《秋》', ['春', '夏', '秋', '摄影 4']],
    ['numbered lines', '/补正 2-4\n2 春\n3 夏\n4 秋', ['摄影 1', '春', '夏', '秋']],
    ['with 、 and ，', '/补正 1、3、4 初春、盛夏，深秋', ['初春', '摄影 2', '盛夏', '深秋']],
    ['behind the label', '/补正 1-2 标题：春、夏', ['春', '夏', '摄影 3', '摄影 4']],
    ['one for all', '/补正 1-2 《古城四季》', ['古城四季（一）', '古城四季（二）', '摄影 3', '摄影 4']],
    [
      'one for all that counts',
      '/补正 1—2 标题：古城（1-2） 作者：李四',
      ['古城（1）', '古城（2）', '摄影 3', '摄影 4'],
    ],
    ['a year is no number of a list', '/补正 1 70年变迁', ['70年变迁', '摄影 2', '摄影 3', '摄影 4']],
  ];
  test.each(lists)('titles %s', async (_, text, expected) => {
    await last(text);
    expect((await titles()).slice(0, 4)).toEqual(expected);
  });

  test('what cannot be changed is named, the others are', async () => {
    await last('/撤回 9');
    expect(await last('/补正 8-11 作者:王五')).toMatchInlineSnapshot(`
      "已改 2 件，改了作者：
      #8《摄影 8》、#10《摄影 10》
      #9 已撤回，不能再改。请重新报一件。
      #11 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。"
    `);
    expect(await last('/补正 4-6 春、夏')).toMatchInlineSnapshot(
      `"写了 2 个标题，要改的是 3 件，没有改动。请写 3 个标题（一行一个，或用、隔开），或只写一个，我来编号。"`,
    );
    expect(await last('/补正 1-10')).toMatchInlineSnapshot(`
      "1 到 10 要改什么？没有改动。例如：
      /补正 1-10 作者:李明
      /补正 1-10 春、夏、秋（一件一个标题，也可以一行一个）
      /补正 1-10 《古城四季》（会编成（一）（二）…）
      各写各的作者：一行一件，如《春》 作者:李明，换行，《夏》 作者:王红"
    `);
    expect(await office.say('hongtong-1', '/补正 1-2', { files: photos(1) })).toMatchInlineSnapshot(`
      [
        "换文件请一件一件来，没有改动。例如：/换件 1",
      ]
    `);
  });

  test('another unit learns nothing of them', async () => {
    expect(await office.say('guxian-1', '/补正 1-2 作者:王五')).toMatchInlineSnapshot(`
      [
        "#1 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。
      #2 不是您单位报的，您不能看或改。发 /我的 看本单位的编号。",
      ]
    `);
    expect(await last('/查 1')).not.toContain('王五');
  });
});

describe('a link with its code', () => {
  const kept = async () => (await last('/查 1')).match(/《.*》|链接：.*|提取码：.*/g);
  const written: [string, string[], string[]][] = [
    [
      'labelled',
      ['/报送 专题活动 《读书月》 链接:https://pan.baidu.com/s/1a 提取码:x8k2'],
      ['《读书月》', '链接：https://pan.baidu.com/s/1a', '提取码：x8k2'],
    ],
    [
      'without a colon, the title asked for',
      ['/报送 专题活动 https://pan.baidu.com/s/1a 提取码 ab12', '《三月》'],
      ['《三月》', '链接：https://pan.baidu.com/s/1a', '提取码：ab12'],
    ],
    [
      'with what the store writes around it',
      [
        '/报送 专题活动 《夜校》 通过网盘分享的文件：夜班.mp4\n链接: https://pan.baidu.com/s/1a?pwd=cd34 提取码: cd34 复制这段内容后打开百度网盘手机App，操作更方便哦\n--来自百度网盘超级会员v5的分享',
      ],
      ['《夜校》', '链接：https://pan.baidu.com/s/1a?pwd=cd34', '提取码：cd34'],
    ],
    [
      'alone, before its words',
      ['https://pan.baidu.com/s/1a?pwd=cd34', '/报送 专题活动 《夜校》'],
      ['《夜校》', '链接：https://pan.baidu.com/s/1a?pwd=cd34', '提取码：cd34'],
    ],
    [
      'alone, after its words',
      ['/报送 专题活动 《读书月》', 'https://cloud.189.cn/t/abc（访问码：xy12）'],
      ['《读书月》', '链接：https://cloud.189.cn/t/abc', '提取码：xy12'],
    ],
    [
      'alone, then asked',
      ['链接：https://pan.baidu.com/s/1a 提取码：ab12', '专题活动', '《网上读书》'],
      ['《网上读书》', '链接：https://pan.baidu.com/s/1a', '提取码：ab12'],
    ],
    [
      'of coverage, with the event',
      ['/活动 网安进企业 9月2日 华翔集团 60人 https://news.cn/abc'],
      ['《网安进企业》', '链接：https://news.cn/abc'],
    ],
    [
      'of coverage, behind the event',
      ['/活动 网安进企业 9月2日 华翔集团 60人', 'https://news.cn/abc'],
      ['《网安进企业》', '链接：https://news.cn/abc'],
    ],
  ];
  test.each(written)('%s', async (_, said, expected) => {
    for (const text of said) await office.say('hongtong-1', text);
    expect(await kept()).toEqual(expected);
  });

  test('begins a draft that asks what it is', async () => {
    expect(await last('https://pan.baidu.com/s/1a')).toMatchInlineSnapshot(`
      "记下了链接，先记作草稿 #1，还没有计数。这是哪一类？回复数字：
      1 线下活动
      2 微视频
      3 专题活动
      4 摄影
      5 优秀平台
      6 诵读
      7 歌曲
      8 微课
      9 微电影
      10 情况报告
      也可以连标题一起回复，如：1 《夜班的灯》。不报了回复：取消"
    `);
  });

  test('is nothing of staff or strangers', async () => {
    for (const who of ['staff-1', 'stranger-1'])
      expect((await office.say(who, 'https://pan.baidu.com/s/1a'))[0]).toMatch(/没听懂|您是想/);
  });
});
