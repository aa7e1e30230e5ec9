import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { load } from '../../src/start/loading.ts';
import { SHIPPED_CAMPAIGN_FILE } from '../support/campaign.ts';
import { type Practice, practice } from '../support/practice.ts';

const shipped = readFileSync(SHIPPED_CAMPAIGN_FILE, 'utf8');
const songs = shipped
  .replace('id: linfen-2020', 'id: songs-2020')
  .replace(/^name: .*$/m, 'name: 2020年职工歌咏比赛')
  .replace(/^short: .*$/m, 'short: 歌咏比赛');

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
afterAll(() => office?.close());

const loading = (text: string, agreed = false) => {
  const atHand = [...office.office.campaigns.values()].map(({ campaign }) => campaign);
  return load(office.prisma, atHand, { text, name: 'songs-2020.yaml' }, agreed);
};
const list = async () => (await office.say('yaodu-1', '/活动列表'))[0]?.match(/^\d .*?：/gm);

test('a file that is wrong, or cannot run beside the others, is refused with its lines, and nothing is kept', async () => {
  await expect(loading(songs.replace('name: 尧都区总工会, short', 'name: 尧都区总工会, shrt'))).rejects.toThrow(
    /^songs-2020\.yaml:\d+ units\[0\]/,
  );
  expect(await loading(songs.replace('name: 尧都区总工会', 'name: 平阳区总工会'))).toEqual({
    outcome: 'clash',
    clash: { code: 'unit-of-two-names', facts: { id: 'yaodu', name: '平阳区总工会', other: '尧都区总工会' } },
  });
  expect(await office.prisma.setting.count({ where: { key: { startsWith: 'loaded/' } } })).toBe(0);
});

test('a new one is there without a restart, and after one', async () => {
  expect(await list()).toHaveLength(1);
  expect(await loading(songs)).toEqual({ outcome: 'loaded', isNew: true });
  await office.bot.tick();
  const both = [
    '1 2020年“网聚职工正能量 争做中国好网民”主题活动（网聚职工正能量）：',
    '2 2020年职工歌咏比赛（歌咏比赛）：',
  ];
  expect(await list()).toEqual(both);
  expect(await loading(songs)).toEqual({ outcome: 'same' });
  await office.restart();
  expect(await list()).toEqual(both);
});

test('what a changed one would change is told first; only with consent it is done', async () => {
  const changed = songs
    .replace(/wording: 9月15日前/, 'wording: 9月20日前')
    .replace(/day: 2020-09-15/, 'day: 2020-09-20');
  const looked = await loading(changed);
  expect(looked).toMatchObject({ outcome: 'changes' });
  expect('changes' in looked && looked.changes).toContainEqual({
    what: 'milestone',
    name: '报送',
    from: '2020-09-15',
    to: '2020-09-20',
  });
  await office.bot.tick();
  await office.say('yaodu-1', '/换活动 2');
  expect((await office.say('yaodu-1', '/截止'))[0]).toContain('2020-09-15');
  expect(await loading(changed, true)).toEqual({ outcome: 'loaded', isNew: false });
  await office.bot.tick();
  expect((await office.say('yaodu-1', '/截止'))[0]).toContain('2020-09-20');
});
