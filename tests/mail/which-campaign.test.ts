import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordsOf } from '../../src/application/mailing/letter-read.ts';
import { campaignOf } from '../../src/application/mailing/which-campaign.ts';
import { type Practice, practice } from '../support/practice.ts';
import { twin } from '../support/twin.ts';

const MEANWHILE = new Date('2020-09-10T09:00:00+08:00');

let office: Practice;
beforeAll(async () => {
  const ended = {
    ...twin.phases[0],
    id: 'all',
    name: '全程',
    from: '2020-01',
    to: '2020-03',
  } as (typeof twin.phases)[number];
  const campaign = { ...twin, phases: [ended], milestones: [] };
  office = await practice({}, { campaign, place: 'first', unsaid: true });
});
afterAll(() => office?.close());

test.each([
  ['the one that it names', '尧都区报送2020年职工歌咏比赛作品', MEANWHILE, twin.id],
  ['the one that alone has its category', '尧都区报送合唱《黄河》', MEANWHILE, twin.id],
  ['of two that know as much, the one that is under way', '尧都区报送微视频《夜班的灯》', MEANWHILE, 'linfen-2020'],
  ['where nothing tells, the one that is under way', '作品', MEANWHILE, 'linfen-2020'],
])('a mail is of %s', async (_, subject, arrivedAt, wanted) => {
  const words = wordsOf({ name: '李建国', address: 'a@example.cn', subject, text: '见附件', links: [], inner: [] });
  const read = { ...words, files: [], rows: [], forms: [], identity: false, automatic: false };
  const { office: found } = await campaignOf(office.office, read, { arrivedAt });
  expect(found.campaign.id).toBe(wanted);
});
