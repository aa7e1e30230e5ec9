import { afterAll, expect, test, vi } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

vi.setConfig({ testTimeout: 60_000 });

let office: Practice;
afterAll(() => office?.close());

test('a week’s reminder to nineteen unions that all lack something: on one screen, an own day said once', async () => {
  office = await practice({ CLOCK: '2020-08-28T15:00:00+08:00' });
  const { prisma, office: house } = office;
  const { campaign } = house;
  const silent = ['yonghe', 'daning', 'city_direct'];
  await prisma.tally.createMany({
    data: campaign.units
      .filter(({ id }) => !silent.includes(id))
      .map(({ id }) => ({ campaign: campaign.id, unitId: id, categoryId: 'song', received: 1 })),
  });
  for (const unit of ['尧都区', '大宁县']) await office.say('staff-1', `/延期 ${unit} 到 9月20日 山里停电`);
  await office.say('staff-1', '/延期 洪洞县 摄影 到 9月18日 还在拍');
  const posts = (await office.move('2020-08-31T12:00:00+08:00')).filter((post) => post.startsWith('[group'));
  expect(posts).toMatchInlineSnapshot(`
    [
      "[group] 【报送提醒】离报送截止（2020-09-15）还有 15 天；每周情况
    全市完成 5%（17/326）：报全 0 家，没报全 17 家，没报 2 家
    请下面 20 家在 2020-09-15 前报齐，还差：
    尧都区（2020-09-20 截止）：线下活动 1、微视频 1、专题活动 1、摄影 10、优秀平台 1、诵读 2、微课 1、情况报告 1
    霍州市：线下活动 1、微视频 1、专题活动 1、摄影 10、优秀平台 1、诵读 2、微课 1、情况报告 1
    侯马市：线下活动 1、微视频 1、专题活动 1、摄影 10、优秀平台 1、诵读 2、微课 1、情况报告 1
    洪洞县：线下活动 1、微视频 1、专题活动 1、摄影 10（2020-09-18 截止）、优秀平台 1、诵读 1、微课 1、情况报告 1
    还有：襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、侯马开发区、临汾开发区（各差什么发 /未报 看）
    未报：大宁县（2020-09-20 截止）、永和县、市直
    宣传员全市 0/50
    有困难请联系市总宣传网络中心赵起越，或在单聊里告诉我
    口径：已收（含已采用），2020-08-31 09:07",
    ]
  `);
  expect(posts.map((post) => post.split('\n').length <= 12)).toEqual(posts.map(() => true));
});
