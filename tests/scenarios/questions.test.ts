import { afterAll, beforeAll, expect, test } from 'vitest';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
const AUTHOR = '申一鸣';
const AMBASSADOR = '柳青青';
const PHONE = '13812345678';

beforeAll(async () => {
  office = await practice();
  const who = `作者:${AUTHOR} 电话:${PHONE}`;
  await office.say('yaodu-1', `/报送 微视频 《夜班的灯》 ${who}`, { files: [video('夜班的灯.mp4')] });
  await office.say('yaodu-1', `/报送 摄影 《劳动者》 ${who}`, { files: [photo('劳动者.png')] });
  await office.say('yaodu-1', `/宣传员 ${AMBASSADOR} 工作单位:医院 电话:${PHONE}`);
  await office.say('houma-1', '/零报 歌曲 原因:没有');
  await office.say('staff-1', '/采用 1');
  await office.say('staff-1', '/退回 2 模糊');
});
afterAll(() => office?.close());

const QUESTIONS = [
  '/进度',
  '/进度 全市',
  '/进度 微视频',
  '/进度 宣传员',
  '/进度 尧都区',
  '/进度 侯马',
  '/进度 侯马市 歌曲',
  '/未报',
  '/未报 歌曲',
  '/未报 微电影',
  '/任务',
  '/任务 侯马市',
  '/任务 市直',
  '/截止',
  '/要求',
  '/要求 微视频',
  '/要求 歌曲',
  '/平台 摄影',
  '/平台 活动',
  '/联系',
  '/联系 微视频',
  '/阶段',
  '/问题',
  '/我的',
  '/查 1',
  '/查 3',
  '/回执 1',
  '/帮助',
  '/帮助 报送',
  '/帮助 /催',
];
const ROLES = { coordinator: 'yaodu-1', staff: 'staff-1', admin: 'admin-1', stranger: 'stranger-1' };
const CHATS = ['group', 'direct'] as const;

const asked = Object.entries(ROLES).flatMap(([role, who]) => CHATS.map((chat) => ({ role, who, chat })));

test.each(asked)('what $role is told in the $chat', async ({ role, who, chat }) => {
  const talk: string[] = [];
  for (const text of QUESTIONS) {
    talk.push(`> ${text}`, ...(await office.say(who, text, { chat })), '');
  }
  await expect(talk.join('\n')).toMatchFileSnapshot(`questions/${role}-${chat}.txt`);
});

test('no phone, author or ambassador is named in any answer to the group', async () => {
  const said = (await office.platform.chat('group')).filter(({ from }) => from.bot).map(({ text }) => text);
  expect(said.length).toBeGreaterThan(100);
  const telling = said.filter(
    (text) => [AUTHOR, AMBASSADOR].some((name) => text.includes(name)) || /1[3-9]\d{9}|0\d{2,3}-\d{7,8}/.test(text),
  );
  expect(telling).toEqual([]);
});

test('reads answer every unit a word may mean, and several words', async () => {
  const titles = async (text: string) =>
    (await office.say('staff-1', text)).flatMap((one) => one.match(/^\S+?工会 完成/gm) ?? []);
  expect(await titles('/进度 侯马')).toEqual(['侯马市总工会 完成', '侯马开发区工会 完成']);
  expect(await titles('/进度 尧都 霍州')).toEqual(['尧都区总工会 完成', '霍州市总工会 完成']);
  expect(await titles('/进度 洪桐')).toEqual(['洪洞县总工会 完成']);
  expect(await titles('/进度 yaodu')).toEqual(['尧都区总工会 完成']);
});
