import { afterAll, beforeAll, expect, test } from 'vitest';
import { remade } from '../../src/application/reminding/remake.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { type Practice, practice } from '../support/practice.ts';
import { twin } from '../support/twin.ts';

const BOTH = ['【网聚职工正能量】', '【报送提醒】', '【歌咏比赛】', '【报送提醒】'];
const heads = (text: string) => [...text.matchAll(/【[^】]*】/g)].map(([head]) => head);

let office: Practice;
beforeAll(async () => {
  const campaign = { ...twin, reminders: { ...shippedCampaign.reminders, at: '10:30' } };
  office = await practice({}, { campaign, place: 'last', unsaid: true });
});
afterAll(() => office?.close());

test('what two campaigns say to a group on a day is one post with a part each; a coordinator hears of both in one message', async () => {
  await office.say('admin-1', '/绑定本群', { chat: 'group' });
  for (const who of ['staff-1', 'yaodu-1', 'huozhou-1']) await office.say(who, '/帮助');
  const posted = await office.move('2020-09-12T20:00:00+08:00');
  const to = (chat: string) => posted.filter((text) => text.startsWith(`[${chat}] `) && text.length > chat.length + 3);
  expect(to('group').map(heads)).toEqual([BOTH]);
  expect(to('group')[0]).toMatchInlineSnapshot(`
    "[group] 【网聚职工正能量】【报送提醒】离报送截止（2020-09-15）还有 4 天
    请下面 20 家在 2020-09-15 前报齐，还差：
    未报：尧都区、霍州市、侯马市、洪洞县、襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、大宁县、永和县、侯马开发区、临汾开发区、市直
    宣传员全市 0/50
    有困难请联系市总宣传网络中心赵起越，或在单聊里告诉我
    口径：已收（含已采用），2020-09-11 09:08

    【歌咏比赛】【报送提醒】离报送截止（2020-09-15）还有 4 天
    请下面 20 家在 2020-09-15 前报齐，还差：
    未报：尧都区、霍州市、侯马市、洪洞县、襄汾县、曲沃县、翼城县、蒲县、古县、安泽县、浮山县、汾西县、隰县、吉县、乡宁县、大宁县、永和县、侯马开发区、临汾开发区、市直
    宣传员全市 0/50
    有困难请联系市总宣传网络中心赵起越，或在单聊里告诉我
    口径：已收（含已采用），2020-09-11 09:08"
  `);
  expect(to('direct/yaodu-1').map(heads)).toEqual([BOTH]);
  expect(to('direct/huozhou-1').map(heads)).toEqual([BOTH]);
  const rows = await office.prisma.reminder.findMany({
    where: { state: 'posted' },
    orderBy: [{ key: 'asc' }, { campaign: 'asc' }],
  });
  expect(rows.map(({ campaign, key }) => `${campaign} ${key}`)).toMatchInlineSnapshot(`
    [
      "linfen-2020 2020-09-11",
      "songs-2020 2020-09-11",
      "linfen-2020 2020-09-11/direct",
      "songs-2020 2020-09-11/direct",
    ]
  `);
});

test('a post that had to wait is made anew in all its parts', async () => {
  const day = '2020-09-11';
  const parts = ['linfen-2020', twin.id].map((campaign) => ({ campaign, what: 'group' as const, day }));
  const to = { channel: 'practice', chat: { kind: 'group' as const, id: 'group' } };
  for (const one of office.office.campaigns.values()) one.clock = { now: () => new Date(`${day}T10:00:00+08:00`) };
  const since = new Date(`${day}T09:00:00+08:00`);
  const made = await remade(office.office, { campaign: '', what: 'parts', day, parts }, to, since);
  expect('text' in made ? heads(made.text) : made).toEqual(BOTH);
});
