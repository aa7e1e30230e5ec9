import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Post } from '../../src/application/message.ts';
import { NoFont } from '../../src/application/ports.ts';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const said = async (who: string, text: string, chat: 'group' | 'direct' = 'direct') =>
  (await office.post(who, text, { chat })).replies.map(({ text: words, files }) => [
    words,
    files.map(({ name, image }) => [name, image]),
  ]);
const report = (who: string, text: string) => office.say(who, text, { files: [video(`${who}.mp4`, who.length)] });

/** What was to be drawn, newest first. */
const drawn = async () =>
  (await office.prisma.outbound.findMany({ orderBy: { id: 'desc' } })).flatMap(
    ({ post }) => (post as unknown as Post).picture ?? [],
  );
const cellsOf = (picture: NonNullable<Post['picture']> | undefined, unit: string) =>
  picture?.rows
    .find((row) => row.unit === unit)
    ?.cells.map(({ count, notes, state }) => [count, ...notes.map(({ words }) => words), state].join(' '));

test('in the group: a short text, and the table as a picture', async () => {
  await report('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国');
  await report('houma_kfq-1', '/报送 歌曲 《炉火》 作者:王丽');
  const answers = await said('staff-1', '/进度', 'group');
  expect(answers).toMatchInlineSnapshot(`
    [
      [
        "全市完成 0%（2/326）：报全 0 家，没报全 2 家，没报 17 家
    线下活动 0/19、微视频 1/19、专题活动 0/19、摄影 0/190、优秀平台 0/19、诵读 0/22、歌曲 1/19、微课 0/19、微电影 0、宣传员 0/50、情况报告 0
    没报全：尧都区 1/18、侯马开发区 1/17（各差什么看图，或发 /未报）
    未报：霍州市、侯马市、洪洞县、襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、大宁县、永和县、临汾开发区
    口径：已收（含已采用），2020-09-10 15:00",
        [
          [
            "progress.png",
            true,
          ],
        ],
      ],
    ]
  `);
  const [picture] = await drawn();
  expect(picture?.rows.length).toBe(20);
  expect([cellsOf(picture, '尧都区'), cellsOf(picture, '侯马开发区'), cellsOf(picture, '全市')]).toMatchInlineSnapshot(`
    [
      [
        "0/1 缺1 nothing",
        "1/1 done",
        "0/1 缺1 nothing",
        "0/10 缺10 nothing",
        "0/1 缺1 nothing",
        "0/2 缺2 nothing",
        "0/1 缺1 nothing",
        "0/1 缺1 nothing",
        "1/18 partial",
      ],
      [
        "0/1 缺1 nothing",
        "0/1 缺1 nothing",
        "0/1 缺1 nothing",
        "0/10 缺10 nothing",
        "0/1 缺1 nothing",
        "0/1 缺1 nothing",
        "1/1 done",
        "0/1 缺1 nothing",
        "1/17 partial",
      ],
      [
        "0/19 缺19 none",
        "1/19 缺18 none",
        "0/19 缺19 none",
        "0/190 缺190 none",
        "0/19 缺19 none",
        "0/22 缺22 none",
        "1/19 缺18 none",
        "0/19 缺19 none",
        "2/326 none",
      ],
    ]
  `);
  expect([picture?.columns, picture?.below]).toMatchInlineSnapshot(`
    [
      [
        "线下活动",
        "微视频",
        "专题活动",
        "摄影",
        "优秀平台",
        "诵读",
        "歌曲",
        "微课",
        "合计",
      ],
      [
        "宣传员 0/50、情况报告 0/20 家",
      ],
    ]
  `);
  const { post } = await office.prisma.outbound.findFirstOrThrow({ orderBy: { id: 'desc' } });
  // What waits is the table; drawn it is when it is sent.
  expect((post as unknown as Post).files).toEqual([]);
});

test('a coordinator sees the own row and the sum of all, in the group and directly; staff see all where they ask for it', async () => {
  await report('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国');
  const rowsAfter = async (who: string, text: string, chat: 'group' | 'direct') => {
    const [[words, files] = []] = await said(who, text, chat);
    const [latest] = files?.length ? await drawn() : [];
    return [String(words).split('\n')[0], latest?.rows.map(({ unit }) => unit).join('、')];
  };
  expect([
    await rowsAfter('yaodu-1', '/进度', 'group'),
    await rowsAfter('yaodu-1', '/进度 图', 'direct'),
    await rowsAfter('yaodu-1', '/进度 洪洞县 图', 'direct'),
    await rowsAfter('staff-1', '/进度 图', 'direct'),
    await rowsAfter('staff-1', '发个进度图', 'direct'),
    await rowsAfter('staff-1', '全市进度图发一下', 'direct'),
    await rowsAfter('staff-1', '/进度 洪洞县 图', 'direct'),
    await rowsAfter('staff-1', '/进度', 'direct'),
    await rowsAfter('stranger-1', '/进度', 'group'),
  ]).toMatchInlineSnapshot(`
    [
      [
        "本单位 尧都区：1/18 差 线下活动 1、专题活动 1、摄影 10、优秀平台 1、诵读 2、歌曲 1、微课 1",
        "尧都区、全市",
      ],
      [
        "尧都区总工会 完成 5%（1/18）",
        "尧都区、全市",
      ],
      [
        "您只能看本单位的明细，洪洞县的请问市总工作人员。发 /进度 看您单位的。",
        undefined,
      ],
      [
        "全市完成 0%（1/326）：报全 0 家，没报全 1 家，没报 18 家",
        "尧都区、霍州市、侯马市、洪洞县、襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、大宁县、永和县、侯马开发区、临汾开发区、全市",
      ],
      [
        "您是想：",
        undefined,
      ],
      [
        "全市完成 0%（1/326）：报全 0 家，没报全 1 家，没报 18 家",
        "尧都区、霍州市、侯马市、洪洞县、襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、大宁县、永和县、侯马开发区、临汾开发区、全市",
      ],
      [
        "洪洞县总工会 完成 0%（0/17）",
        "洪洞县、全市",
      ],
      [
        "全市完成 0%（1/326）：报全 0 家，没报全 1 家，没报 18 家",
        undefined,
      ],
      [
        "我还不认识您，不能用 /进度。请向市总工作人员要一个邀请码，再发：/绑定 邀请码 姓名",
        undefined,
      ],
    ]
  `);
});

test('the same table is drawn once; without a font the words go alone, and nobody is troubled', async () => {
  const { draw } = office.office.pictures;
  let times = 0;
  office.office.pictures.draw = (drawing) => {
    times++;
    return draw(drawing);
  };
  await said('staff-1', '/进度', 'group');
  await said('admin-1', '/进度', 'group');
  const [first, again] = await office.prisma.outbound.findMany({ where: { post: { path: ['text'], equals: '' } } });
  expect([times, first?.state, again?.state]).toEqual([1, 'sent', 'sent']);
  office.office.pictures.draw = async () => {
    throw new NoFont();
  };
  await report('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国');
  const answers = await said('staff-1', '/进度', 'group');
  office.office.pictures.draw = draw;
  expect(answers.map(([text]) => String(text).split('\n')[0])).toEqual([
    '全市完成 0%（1/326）：报全 0 家，没报全 1 家，没报 18 家',
  ]);
  expect(await office.prisma.outbound.count({ where: { trouble: { not: null } } })).toBe(0);
});

test('the group’s reminder comes with the table of the moment it is sent; in the weeks that name nobody it comes without', async () => {
  const posted = async (from: string, to: string) => {
    await office.move(from);
    const since = await office.platform.last();
    await office.move(to);
    return (await office.platform.saidSince(since, { chat: 'group' })).map(({ text, files }) => [
      text.split('\n')[0],
      files.map(({ name }) => name),
    ]);
  };
  expect(await posted('2020-09-11T08:00:00+08:00', '2020-09-11T12:00:00+08:00')).toMatchInlineSnapshot(`
    [
      [
        "【报送提醒】离报送截止（2020-09-15）还有 4 天",
        [
          "progress.png",
        ],
      ],
    ]
  `);
  const [picture] = await drawn();
  expect(picture?.issued).toContain('2020-09-11 09:0');
  const png = await office.prisma.outbound.findFirstOrThrow({ where: { post: { path: ['text'], equals: '' } } });
  expect([png.state, png.recipe]).toEqual([
    'sent',
    { campaign: 'linfen-2020', what: 'group-picture', day: '2020-09-11' },
  ]);
});
