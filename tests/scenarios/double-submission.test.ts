import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { worksOnPlatforms } from '../../src/application/works/double-submission.ts';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const last = async (who: string, text: string, files = [] as ReturnType<typeof photo>[]): Promise<string> =>
  (await office.say(who, text, { files })).join('\n');
const film = () => last('yaodu-1', '/报送 微视频 《夜班的灯》', [video('夜班的灯.mp4')]);
const site = (title: string, link: string) => last('yaodu-1', `/报送 专题活动 《${title}》 链接:${link}`);
/** What is kept, for whoever writes the summary sheet. */
const kept = async () =>
  (
    await worksOnPlatforms({ tx: office.prisma, campaign: office.office.campaign }, { unitIds: [], categoryIds: [] })
  ).map(({ number, onPlatform }) => [number, onPlatform?.answer ?? '', onPlatform?.number ?? '', !!onPlatform?.sha256]);

describe('asked after the receipt', () => {
  test('once, in the receipt itself', async () => {
    expect(await film()).toMatchInlineSnapshot(`
      "已收 #1 《夜班的灯》
      微视频 · 尧都区总工会
      夜班的灯.mp4 9.4 KB 2秒 sha256 17b5…6a53
      2020-09-10 15:00 · 尧都区 微视频 1/1
      更正：/补正 1 作者:…　撤回：/撤回 1
      子项目平台（天津市总工会）也要交（六(1)），交了吗？回复：交了、还没交，或平台编号、截图。入口：/平台 微视频"
    `);
    expect(await kept()).toEqual([[1, 'asked', '', false]]);
  });

  const answers: [string, unknown[]][] = [
    ['交了', [1, 'yes', '', false]],
    ['是的，已经提交了', [1, 'yes', '', false]],
    ['两边都交了', [1, 'yes', '', false]],
    ['平台上交过了', [1, 'yes', '', false]],
    ['还没交', [1, 'no', '', false]],
    ['没有', [1, 'no', '', false]],
    ['还没来得及', [1, 'no', '', false]],
    ['编号TJ-2020001', [1, 'yes', 'TJ-2020001', false]],
    ['交了，平台编号是 88321', [1, 'yes', '88321', false]],
    ['20200910123', [1, 'yes', '20200910123', false]],
    ['好的', [1, 'asked', '', false]],
    ['交到什么时候', [1, 'asked', '', false]],
    ['没问题', [1, 'asked', '', false]],
    ['13800000014', [1, 'asked', '', false]],
    ['/进度', [1, 'asked', '', false]],
  ];
  test.each(answers)('%s', async (text, expected) => {
    await film();
    await office.say('yaodu-1', text);
    expect(await kept()).toEqual([expected]);
  });

  test('a screenshot is an answer; of photographs only with its words', async () => {
    await film();
    expect(await last('yaodu-1', '', [photo('IMG_1.png', 1)])).toMatchInlineSnapshot(
      `"记下了：#1《夜班的灯》已在子项目平台交，截图已存。如果这是另一件作品，请写上 /报送 类别 《标题》 再发一次。"`,
    );
    await last('yaodu-1', '/报送 摄影 《春》', [photo('春.png', 2)]);
    expect(await last('yaodu-1', '', [photo('IMG_3.png', 3)])).toContain('并入 #2《春》');
    await last('yaodu-1', '/取消');
    await last('yaodu-1', '/双报 2', [photo('截图.png', 4)]);
    expect(await kept()).toEqual([
      [1, 'yes', '', true],
      [2, 'yes', '', true],
    ]);
  });

  test('works of one category that come one after another are asked about once, and answered together', async () => {
    const first = await site('读书月', 'https://e.cn/1');
    const second = await site('读书会', 'https://e.cn/2');
    expect([first.includes('也要交'), second.includes('也要交')]).toEqual([true, false]);
    expect(await last('yaodu-1', '都交了')).toMatchInlineSnapshot(
      `"记下了：#1《读书月》、#2《读书会》已在子项目平台交。"`,
    );
  });

  test('an open question is not pushed aside', async () => {
    await last('yaodu-1', '', [video('a.mp4')]);
    expect(await site('读书月', 'https://e.cn/1')).not.toContain('也要交');
    expect(await last('yaodu-1', '2')).toContain('还缺标题');
    expect(await kept()).toEqual([[2, '', '', false]]);
  });

  test('nobody is asked of an event, and staff are not asked at all', async () => {
    expect(await last('yaodu-1', '/活动 讲座 9月2日 华翔集团 60人')).not.toContain('也要交');
    expect(await last('staff-1', '/报送 尧都区 专题活动 《读书月》 链接:https://e.cn/1')).not.toContain('也要交');
  });

  test('in a group the question goes with the whole receipt, and is answered there', async () => {
    const said = await office.say('yaodu-1', '/报送 专题活动 《读书月》 链接:https://e.cn/1', { chat: 'group' });
    expect(said.map((text) => [text.startsWith('[direct/yaodu-1]'), text.includes('也要交')])).toEqual([
      [false, false],
      [true, true],
    ]);
    await office.say('yaodu-1', '交了');
    expect(await kept()).toEqual([[1, 'yes', '', false]]);
  });

  test('without its clause in the campaign nobody is asked', async () => {
    const { alsoOnPlatform: _, ...campaign } = structuredClone(office.office.campaign);
    office.office.campaign = campaign;
    expect(await film()).not.toContain('也要交');
    expect(await last('yaodu-1', '/双报 1 已交')).toContain('不用在子项目平台交');
  });
});

describe('/双报', () => {
  beforeEach(async () => {
    await film();
    await last('yaodu-1', '交了');
    await site('读书月', 'https://e.cn/1');
    await last('yaodu-1', '还没交');
    await last('hongtong-1', '/报送 专题活动 《读书周》 链接:https://e.cn/2');
  });

  test('lists what was not handed in, for one’s own unit or for all', async () => {
    expect(await last('yaodu-1', '/双报')).toMatchInlineSnapshot(`
      "尧都区：2 件作品里 1 件没在子项目平台交或没说（六(1)）：
      专题活动（河北省总工会）：没交 #2
      交了的请发：/双报 2 已交，或 /双报 2 编号:…
      现在：2020-09-10 15:00"
    `);
    expect(await last('staff-1', '/双报')).toMatchInlineSnapshot(`
      "3 件作品里 2 件没在子项目平台交或没说（六(1)）：
      尧都区 专题活动：没交 #2
      洪洞县 专题活动：没说 #3
      现在：2020-09-10 15:00"
    `);
    expect(await last('staff-1', '/双报 微视频')).toMatchInlineSnapshot(`
      "微视频：1 件都已在子项目平台交。
      现在：2020-09-10 15:00"
    `);
    expect(await last('yaodu-1', '/双报 洪洞县')).toContain('您只能看本单位');
  });

  test('keeps what is said of an entry, the last word holds', async () => {
    expect(await last('yaodu-1', '/双报 2 编号:HB2020001')).toMatchInlineSnapshot(
      `"记下了：#2《读书月》已在子项目平台交，编号 HB2020001。"`,
    );
    expect(await last('yaodu-1', '/双报 1-2 没交')).toMatchInlineSnapshot(
      `"记下了：#1《夜班的灯》、#2《读书月》还没在子项目平台交。交了请发：/双报 1-2 已交"`,
    );
    expect(await last('yaodu-1', '/双报 1-2')).toMatchInlineSnapshot(`
      "#1《夜班的灯》还没在平台交
      #2《读书月》还没在平台交
      改请发：/双报 1-2 已交，或 /双报 1-2 编号:…，也可以附上截图"
    `);
    expect(await last('yaodu-1', '/双报 1-2 编号:A1')).toContain('一件一件发');
    expect(await last('hongtong-1', '/双报 1 已交')).toContain('不是您单位报的');
    expect(await last('yaodu-1', '/双报 已交')).toContain('请写编号');
    expect((await kept()).map(([, answer]) => answer)).toEqual(['no', 'no', 'asked']);
  });

  test('leaves decisions as they are: what was accepted can still be taken back', async () => {
    await last('staff-1', '/采用 1');
    await last('yaodu-1', '/双报 1 没交');
    expect(await last('staff-1', '/反悔 1')).toContain('已收回：#1');
  });

  test('a withdrawn work is not listed, and nothing is kept of it', async () => {
    await last('yaodu-1', '/撤回 2');
    expect(await last('yaodu-1', '/双报')).toContain('1 件都已在子项目平台交');
    expect(await last('yaodu-1', '/双报 2 已交')).toContain('没有记录');
  });
});

test('before the platform’s day its coordinators are reminded of the works that are not there', async () => {
  const campaign = structuredClone(office.office.campaign);
  const { project } = campaign.categories.find(({ id }) => id === 'thematic') ?? {};
  if (project) project.deadline = { day: '2020-09-14', text: '9月14日截止', clause: '启事' };
  // Nothing else is said directly on these days.
  campaign.milestones = campaign.milestones.map((one) => (one.id === 'report' ? { ...one, day: '2020-10-30' } : one));
  office.office.campaign = campaign;
  await office.bot.tick();
  await site('读书月', 'https://e.cn/1');
  await last('yaodu-1', '还没交');
  await last('hongtong-1', '/报送 专题活动 《读书周》 链接:https://e.cn/2');
  await last('guxian-1', '/报送 专题活动 《读书周》 链接:https://e.cn/3');
  await last('guxian-1', '交了');
  const said = (await office.move('2020-09-11T23:00:00+08:00')).filter((text) => text.includes('平台截止'));
  expect(said).toMatchInlineSnapshot(`
    [
      "[direct/yaodu-1] 【平台截止提醒】专题活动的子项目平台（河北省总工会）2020-09-14 截止，还有 3 天（启事）。还没在平台交的：
    尧都区：没交 #1
    交了的请发：/双报 1 已交。入口：/平台 专题活动",
      "[direct/hongtong-1] 【平台截止提醒】专题活动的子项目平台（河北省总工会）2020-09-14 截止，还有 3 天（启事）。还没在平台交的：
    洪洞县：没说 #2
    交了的请发：/双报 2 已交。入口：/平台 专题活动",
    ]
  `);
  await last('yaodu-1', '/双报 1 已交');
  const again = (await office.move('2020-09-13T23:00:00+08:00')).filter((text) => text.includes('平台截止'));
  expect(again).toEqual([]);
});

test('before the platform’s day the group reads which units have works that are not there, and nothing once all are', async () => {
  const campaign = structuredClone(office.office.campaign);
  const { project } = campaign.categories.find(({ id }) => id === 'thematic') ?? {};
  if (project) project.deadline = { day: '2020-09-14', text: '9月14日截止', clause: '启事' };
  campaign.milestones = campaign.milestones.map((one) => (one.id === 'report' ? { ...one, day: '2020-10-30' } : one));
  delete campaign.reminders.digest;
  office.office.campaign = campaign;
  await office.bot.tick();
  await site('读书月', 'https://e.cn/1');
  await last('yaodu-1', '还没交');
  await last('hongtong-1', '/报送 专题活动 《读书周》 链接:https://e.cn/2');
  await last('guxian-1', '/报送 专题活动 《读书周》 链接:https://e.cn/3');
  await last('guxian-1', '交了');
  const inGroup = (said: string[]) => said.filter((text) => text.startsWith('[group]'));
  expect(inGroup(await office.move('2020-09-11T23:00:00+08:00'))).toMatchInlineSnapshot(`
    [
      "[group] 【报送提醒】专题活动的子项目平台 2020-09-14 截止，还有 3 天
    专题活动作品也要交到子项目平台（河北省总工会）（六(1)），还没交或没说的：尧都区 1、洪洞县 1。交了请发 /双报",
    ]
  `);
  await last('yaodu-1', '/双报 1 已交');
  await last('hongtong-1', '/双报 2 已交');
  expect(inGroup(await office.move('2020-09-13T23:00:00+08:00'))).toEqual([]);
});
