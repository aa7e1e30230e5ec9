import { afterAll, beforeAll, expect, test } from 'vitest';
import { desk, type TestDesk } from '../support/desk.ts';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { twin } from '../support/twin.ts';

const A = 'linfen-2020';
const B = twin.id;
const of = (campaign: string) => ({ headers: { 'x-campaign': campaign } });

let office: Practice;
let room: TestDesk;
beforeAll(async () => {
  office = await practice({}, { campaign: twin, place: 'last', unsaid: true });
  room = await desk({ office });
  await office.say('yaodu-1', '/换活动 2');
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》', { files: [video('夜班的灯.mp4')] });
});
afterAll(async () => {
  await room?.close();
  await office?.close();
});

test('a chooser where there are several, and each list is of the one that is looked at', async () => {
  const staff = await room.as('staff-1');
  const { body: me } = await staff.ask('me', of(B));
  expect([me.campaign.id, me.campaigns]).toEqual([
    B,
    [
      { id: A, name: '2020年“网聚职工正能量 争做中国好网民”主题活动', short: '网聚职工正能量' },
      { id: B, name: '2020年职工歌咏比赛', short: '歌咏比赛' },
    ],
  ]);
  const numbers = async (campaign: string) =>
    (await staff.ask('works', of(campaign))).body.items.map(({ number }: { number: number }) => number);
  expect([await numbers(A), await numbers(B)]).toEqual([[], [1]]);
  const status = async (campaign: string) =>
    (await staff.ask('work', { params: { number: 1 }, ...of(campaign) })).status;
  expect([await status(A), await status(B)]).toEqual([404, 200]);
  const actions = async (campaign: string) =>
    (await staff.ask('audit', of(campaign))).body.items.map(({ action }: { action: string }) => action);
  expect((await actions(A)).includes('submission.receive')).toBe(false);
  expect((await actions(B)).includes('submission.receive')).toBe(true);
});

test('a link that the chat gives into the console opens the campaign that is spoken of', async () => {
  for (const one of office.office.campaigns.values()) one.consoleUrl = 'https://bs.example.cn/console';
  await office.say('staff-1', '/换活动 2');
  const [shown = ''] = await office.say('staff-1', '/看 1');
  expect(shown).toContain(`https://bs.example.cn/console/works/1?campaign=${B}`);
  const [door = ''] = await office.say('staff-1', '/登录');
  expect(door).toMatch(new RegExp(`https://bs\\.example\\.cn/console/enter/[\\w-]+\\?campaign=${B}$`, 'm'));
});

test('what is done is done in the one that is looked at; one that is not there is not there', async () => {
  const staff = await room.as('staff-1');
  expect((await staff.ask('takeSnapshot', { body: {}, ...of(B) })).status).toBe(200);
  const count = async (campaign: string) => (await staff.ask('snapshots', of(campaign))).body.items.length;
  expect([await count(A), await count(B)]).toEqual([0, 1]);
  const table = (campaign: string) =>
    staff.raw('GET', `/api/v1/exports/works.xlsx?campaign=${campaign}`, {
      headers: { 'sec-fetch-site': 'same-origin' },
    });
  expect([(await table(B)).status, (await table('songs-2019')).status]).toEqual([200, 404]);
  expect((await staff.ask('takeSnapshot', { body: {}, ...of('songs-2019') })).status).toBe(404);
  const rows = await office.prisma.audit.findMany({ where: { action: { startsWith: 'export' } } });
  expect(rows.map(({ campaign }) => campaign)).toEqual([B]);
});
