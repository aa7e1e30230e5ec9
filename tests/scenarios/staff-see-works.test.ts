import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const say = async (who: string, text: string, files = [] as ReturnType<typeof photo>[]): Promise<string> =>
  (await office.say(who, text, { files })).join('\n');
const posted = async (who: string, text: string, chat: 'group' | 'direct' = 'direct') =>
  (await office.post(who, text, { chat })).replies.map(({ chat: where, text: said, files }) => [
    where,
    said,
    ...files.map(({ name }) => name),
  ]);

describe('/看', () => {
  beforeEach(async () => {
    await say('yaodu-1', '/报送 摄影 《春》', [photo('春.png', 1), photo('夏.png', 2)]);
    await say('yaodu-1', '1');
  });

  test('sends the files themselves, a post for each', async () => {
    expect(await posted('staff-1', '/看 1')).toMatchInlineSnapshot(`
      [
        [
          "direct/staff-1",
          "#1《春》 尧都区 摄影 已收，文件 2 个随后发来",
        ],
        [
          "direct/staff-1",
          "#1 第 1/2 个：春.png",
          "春.png",
        ],
        [
          "direct/staff-1",
          "#1 第 2/2 个：夏.png",
          "夏.png",
        ],
      ]
    `);
  });

  test('from the group into the direct chat, once that is known', async () => {
    await say('staff-1', '/我是谁');
    expect(await posted('staff-1', '/看 1', 'group')).toMatchInlineSnapshot(`
      [
        [
          "group",
          "#1 的文件发到您的单聊里了。",
        ],
        [
          "direct/staff-1",
          "#1《春》 尧都区 摄影 已收，文件 2 个随后发来",
        ],
        [
          "direct/staff-1",
          "#1 第 1/2 个：春.png",
          "春.png",
        ],
        [
          "direct/staff-1",
          "#1 第 2/2 个：夏.png",
          "夏.png",
        ],
      ]
    `);
  });

  test('one’s own unit’s alone', async () => {
    expect((await posted('yaodu-1', '/看 1')).map(([, , name]) => name)).toEqual([undefined, '春.png', '夏.png']);
    expect(await say('hongtong-1', '/看 1')).toContain('不是您单位报的');
    expect(await say('stranger-1', '/看 1')).not.toContain('春');
  });

  test('what the platform does not take is named, with where to look', async () => {
    const channel = office.office.channels.get('practice');
    if (!channel) throw new Error('no channel');
    channel.reach = () => ({ posts: true, mentions: true, largestFile: 50 });
    expect(await posted('staff-1', '/看 1')).toMatchInlineSnapshot(`
      [
        [
          "direct/staff-1",
          "#1《春》 尧都区 摄影 已收
      春.png 103 B：太大，这里最多发 50 B
      夏.png 103 B：太大，这里最多发 50 B
      发不了的请让维护人员设好 PUBLIC_URL，就能在网页上看。",
        ],
      ]
    `);
    office.office.consoleUrl = 'https://gh.example.cn/console';
    expect((await posted('staff-1', '/看 1'))[0]?.[1]).toContain('在电脑上看：https://gh.example.cn/console/works/1');
    channel.reach = () => ({ posts: true, mentions: true });
    expect((await posted('staff-1', '/看 1')).length).toBe(1);
  });

  test('a work that is a link is shown as one', async () => {
    await say('yaodu-1', '/报送 专题活动 《读书月》 链接:https://pan.baidu.com/s/1a 提取码:x8k2');
    expect(await say('staff-1', '/看 2')).toMatchInlineSnapshot(`
      "#2《读书月》 尧都区 专题活动 已收，没有文件
      链接 https://pan.baidu.com/s/1a 提取码 x8k2"
    `);
  });
});

describe('a mended work comes back to staff', () => {
  test('in the lists, not in a post of its own', async () => {
    await say('yaodu-1', '/报送 微视频 《夜班的灯》', [video('夜班的灯.mp4')]);
    await say('hongtong-1', '/报送 微视频 《晨光》', [video('晨光.mp4', 1)]);
    await say('guxian-1', '/报送 微视频 《听涛》', [video('听涛.mp4', 2)]);
    await say('staff-1', '/退回 1 片尾有错字');
    await office.move('2020-09-11T10:00:00+08:00');
    const told = await office.post('yaodu-1', '/补正 1', { files: [video('改好.mp4', 3)] });
    expect(told.replies.map(({ chat }) => chat)).toEqual(['direct/yaodu-1']);
    await say('hongtong-1', '/换件 2', [video('晨光2.mp4', 4)]);
    // Words alone are no news.
    await say('guxian-1', '/补正 3 作者:李明');
    expect(await say('staff-1', '/待审')).toMatchInlineSnapshot(`
      "待审核 3 件
      #1 尧都区 微视频《夜班的灯》 09-10 15:00 已补正（09-11 10:00）
      #2 洪洞县 微视频《晨光》 09-10 15:00 已补正（09-11 10:00）
      #3 古县 微视频《听涛》 09-10 15:00
      采用：/采用 编号　退回：/退回 编号 理由
      现在：2020-09-11 10:00"
    `);
    expect(await say('staff-1', '/今日')).toMatchInlineSnapshot(`
      "今天收了 2 件
      #1 尧都区 微视频《夜班的灯》 09-10 15:00 已补正（10:00） 已收
      #2 洪洞县 微视频《晨光》 09-10 15:00 已补正（10:00） 已收
      现在：2020-09-11 10:00"
    `);
    await say('staff-1', '/采用 1');
    await say('staff-1', '/反悔 1');
    expect(await say('staff-1', '/待审')).not.toContain('#1 尧都区 微视频《夜班的灯》 09-10 15:00 已补正');
  });

  test('and in the week’s digest', async () => {
    await office.bot.tick();
    await say('yaodu-1', '/报送 微视频 《夜班的灯》', [video('夜班的灯.mp4')]);
    await say('staff-1', '/退回 1 片尾有错字');
    await say('yaodu-1', '/补正 1', [video('改好.mp4', 3)]);
    const campaign = structuredClone(office.office.campaign);
    campaign.reminders.staffDigest = { weekday: 1, phase: 'review' };
    office.office.campaign = campaign;
    const digest = (await office.move('2020-09-14T10:00:00+08:00')).find((text) => text.includes('每周情况'));
    expect(digest).toContain('待审核 1 件（其中退回后已补正 1 件，发 /待审 看），退回未补 0 件');
  });
});

describe('/取消撤回', () => {
  test('takes a withdrawal back', async () => {
    await say('yaodu-1', '/报送 微视频 《夜班的灯》', [video('夜班的灯.mp4')]);
    expect(await say('yaodu-1', '/撤回 1')).toContain('撤错了发：/取消撤回 1');
    expect(await say('yaodu-1', '/取消撤回 1')).toMatchInlineSnapshot(`
      "#1《夜班的灯》 恢复了，现在是“已收”。
      尧都区 微视频 1/1"
    `);
    expect(await say('yaodu-1', '/取消撤回 1')).toContain('现在是“已收”，不是撤回的');
  });

  test('not where the same was reported meanwhile', async () => {
    await say('yaodu-1', '/报送 微视频 《夜班的灯》', [video('夜班的灯.mp4')]);
    await say('yaodu-1', '/撤回 1');
    await say('yaodu-1', '/报送 微视频 《夜班的灯》', [video('夜班的灯.mp4')]);
    expect(await say('yaodu-1', '/取消撤回 1')).toContain('以前收过了，就是 #2');
    await say('yaodu-1', '/撤回 2');
    await say('yaodu-1', '/报送 微视频 《夜班的灯》', [video('夜班的灯2.mp4', 5)]);
    expect(await say('yaodu-1', '/取消撤回 1')).toContain('撤回以后又报过 #3《夜班的灯》');
    expect(await say('yaodu-1', '/取消撤回 1 是另一件')).toContain('恢复了');
    expect(await say('yaodu-1', '/进度 微视频')).toContain('尧都区 2/1');
  });

  test('of another unit, or of what nobody withdrew, nothing changes', async () => {
    await say('yaodu-1', '/报送 微视频 《夜班的灯》', [video('夜班的灯.mp4')]);
    await say('yaodu-1', '/撤回 1');
    expect(await say('hongtong-1', '/取消撤回 1')).toContain('不是您单位报的');
    expect(await say('staff-1', '/取消撤回 1')).toContain('恢复了');
  });
});
