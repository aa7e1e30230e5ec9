import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let at: Practice;
beforeAll(async () => {
  at = await practice();
});
beforeEach(async () => {
  await at.reset();
  const campaign = structuredClone(at.office.campaign);
  campaign.table = { clause: '', title: '', columns: [], rows: [], total: [] };
  campaign.kinds = [{ id: 'first', name: '第一组', aliases: [], units: ['yaodu', 'quwo'], clause: '附件1' }];
  campaign.targets = [
    { categories: ['micro_video'], min: 2, per: 'month', text: '每月至少报微视频2部', clause: '二' },
    { categories: ['micro_video', 'song'], max: 1, together: true, text: '两类合计限报1件', clause: '三' },
    { kinds: ['first'], min: 5, pooled: true, text: '每组合计不少于5件', clause: '附件1' },
    { who: '每名作者', max: 1, text: '每名作者限报1件', clause: '三' },
  ];
  at.office.campaign = campaign;
});
afterAll(() => at.close());

const film = (title: string, number: number) =>
  at.say('yaodu-1', `/报送 微视频 《${title}》 作者:李建国`, { files: [video(`${title}.mp4`, number)] });

test('what is asked by the month, together, of a group and of one author is counted, and what is beyond is kept and named', async () => {
  expect((await film('夜班的灯', 1)).join('\n')).not.toContain('超出');
  const second = (await film('黎明的路', 2)).join('\n');
  expect(second).toContain('已收 #2');
  expect(second).toContain('超出名额 1 件（最多 1）：照收，标明超出。通知：“两类合计限报1件”（三）');
  expect(second).toContain('李建国 已有 2 件，通知每人最多 1 件：照收，标明超出。通知：“每名作者限报1件”（三）');
  expect(await at.say('yaodu-1', '/进度')).toMatchInlineSnapshot(`
    [
      "尧都区总工会 完成 33%（2/6）
    微视频 2
    9月微视频 2/2；7月、8月没报满（二）
    微视频、歌曲合计 2（最多 1） 超出名额1（三）
    口径：已收（含已采用），2020-09-10 15:00",
    ]
  `);
  expect(await at.say('staff-1', '/未报')).toMatchInlineSnapshot(`
    [
      "没报 19 家：霍州市、侯马市、洪洞县、襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、大宁县、永和县、侯马开发区、临汾开发区、市直
    没报全 1 家
    尧都区 2/6：差 7月、8月微视频没报满
    口径：已收（含已采用），2020-09-10 15:00",
    ]
  `);
  expect((await at.say('staff-1', '/进度 全市')).join('\n')).toContain('第一组：作品合计 2/5 差3（附件1）');
  expect(await at.say('staff-1', '/提醒 列表')).toMatchInlineSnapshot(`
    [
      "自动提醒：
    2020-09-11 09:08 离报送截止（2020-09-15）还有 4 天
    2020-09-11 09:08 （单聊提醒联络员）离报送截止（2020-09-15）还有 4 天
    2020-09-14 09:05 离报送截止（2020-09-15）还有 1 天
    2020-09-14 09:05 （单聊提醒联络员）离报送截止（2020-09-15）还有 1 天
    2020-09-14 09:05 （单聊给市总）每周情况
    2020-09-15 09:04 今天（2020-09-15）报送截止，到 24:00 止
    2020-09-16 09:07 报送截止（2020-09-15）已过 1 个工作日
    2020-09-18 09:08 报送截止（2020-09-15）已过 3 个工作日
    2020-09-21 09:08 （单聊给市总）每周情况
    2020-09-23 09:01 通知要求“每月至少报微视频2部”：2020-09-30 到期，还有 7 天
    2020-09-27 09:05 通知要求“每月至少报微视频2部”：2020-09-30 到期，还有 3 天
    2020-09-27 09:05 （单聊提醒联络员）通知要求“每月至少报微视频2部”：2020-09-30 到期，还有 3 天
    以后还有 23 次",
    ]
  `);
});
