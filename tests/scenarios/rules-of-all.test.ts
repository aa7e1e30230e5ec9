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
  campaign.rules = [
    {
      ...{ aspect: 'size', text: '作品不小于1MB', clause: '五', level: 'warn' },
      check: { kind: 'size', unit: 'bytes', least: 1024 * 1024 },
    },
  ];
  at.office.campaign = campaign;
});
afterAll(() => at.close());

const OBJECTION = '没有达到要求：作品不小于1MB（五）。已收下，请改好后补正。';

test('what is asked of every category is checked when a work comes, and when it is corrected', async () => {
  const said = (text: string, number: number) =>
    at.say('yaodu-1', text, { files: [video(`歌${number}.mp4`, number)] }).then((answers) => answers.join('\n'));
  expect(await said('/报送 歌曲 《我们的歌》 作者:李建国', 1)).toContain(OBJECTION);
  expect(await said('/补正 1', 2)).toContain(OBJECTION);
});

test('and told for a category that has no rule of its own', async () => {
  const told = (await at.say('yaodu-1', '/要求 歌曲')).join('\n');
  expect(told).toContain('· 作品不小于1MB（五）');
  expect(told).not.toContain('通知未规定');
});
