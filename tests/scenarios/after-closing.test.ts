import { afterAll, beforeEach, expect, test } from 'vitest';
import { video, xlsx } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const first = async (who: string, text: string, file?: { name: string; bytes: Buffer }) =>
  (await office.say(who, text, file ? { files: [file] } : {}))[0] ?? '';

test('once reporting is ended, no file comes in and no count moves, and whoever asks is told so', async () => {
  await first('yaodu-1', '/报送 微视频 《夜班》', video('a.mp4', 1));
  await first('staff-1', '/结束报送');
  await first('staff-1', '确认');
  const progress = () => first('yaodu-1', '/进度');
  const before = await progress();
  const closed = '报送已经结束，刚才的没有收下，也没有改动。';
  expect(await first('yaodu-1', '/补正 1', video('b.mp4', 2))).toContain(closed);
  expect(await first('yaodu-1', '/撤回 1')).toContain(closed);
  expect(await first('yaodu-1', '/报送 微视频 《另一件》', video('c.mp4', 3))).toContain('请联系市总工作人员');
  expect(await first('staff-1', '/报送 尧都 微视频 《代报》', video('d.mp4', 4))).toContain('/恢复报送');
  expect(await progress()).toBe(before);
  expect(await first('yaodu-1', '/截止')).toContain('报送已经结束，不再收件');
  expect(await first('yaodu-1', '/截止')).not.toContain('还有 5 天');
  expect(await first('yaodu-1', '/补正 1 作者:李建国')).toContain('第2版');
  await first('staff-1', '/恢复报送');
  expect(await first('yaodu-1', '/补正 1', video('b.mp4', 2))).toContain('第3版');
  expect(await first('yaodu-1', '/撤回 1')).toContain('已撤回 #1');
});

test('of several numbers none is taken, save by the command that takes many', async () => {
  for (const nth of [1, 2])
    await first('yaodu-1', `/报送 歌曲 《${nth}》`, { name: `${nth}.mp3`, bytes: Buffer.from(`ID3 ${nth}`) });
  const refused = '一条消息只办一件，这几件都没有办。请一件一件发，先从 1 开始。';
  expect(await first('yaodu-1', '/撤回 1，2')).toContain(refused);
  expect(await first('staff-1', '/退回 1，60秒处黑屏')).toContain('已退回 #1');
  for (const said of ['/采用 1、2', '/采用 1 2', '/采用 #1 #2', '/采用 1-2', '/采用 1和2号']) {
    const answer = (await office.say('staff-1', said))[0];
    expect([said, answer?.includes('#1'), answer?.includes('#2')]).toEqual([said, true, true]);
  }
});

test.each([
  ['/退回 1、2 画面太暗', [1, 2], '画面太暗'],
  ['/退回 1 2 画面太暗', [1, 2], '画面太暗'],
  ['/退回 1 2-3 画面太暗', [1, 2, 3], '画面太暗'],
  ['/退回 1-2、3号 画面太暗', [1, 2, 3], '画面太暗'],
  ['/退回 1 3 处错字', [1], '3 处错字'],
  ['/退回 1，60 人太少', [1], '60 人太少'],
  ['/退回 1 2020年的旧照', [1], '2020年的旧照'],
])('%s', async (said, numbers, reason) => {
  for (const nth of [1, 2, 3])
    await first('yaodu-1', `/报送 歌曲 《${nth}》`, { name: `${nth}.mp3`, bytes: Buffer.from(`ID3 ${nth}`) });
  const [answer = '', told = ''] = await office.say('staff-1', said);
  const named = [...answer.matchAll(/已退回 #(\d+)《.*?理由：(.*)。/g)].map(([, number, why]) => [Number(number), why]);
  expect(named).toEqual(numbers.map((number) => [number, reason]));
  expect([...told.matchAll(/#(\d)《.*被退回/g)].map(([, number]) => Number(number))).toEqual(numbers);
  expect((await office.say('staff-1', `/反悔 ${numbers.join(' ')}`))[0]?.match(/已收回：#/g)).toHaveLength(
    numbers.length,
  );
});

test('an ambassador’s mobile number is no part of the workplace, and the same person is one', async () => {
  await first('yaodu-1', '/宣传员 张三 蒲县电厂');
  for (const said of [
    '单位:蒲县电厂 电话 13900001111',
    '工作单位:蒲县电厂，联系电话13900001111',
    '工作单位:蒲县电厂 13900001111',
  ])
    expect(await first('yaodu-1', `/宣传员 张三 ${said}`)).toContain('已经登记过，是 #1');
  expect(await first('yaodu-1', '/宣传员 李四 单位:蒲县电厂 电话 13900001111')).not.toContain('13900001111');
  expect(await first('yaodu-1', '/查 2')).toContain('13900001111');
});

test('a form’s name above the heading of a sheet is no row of it', async () => {
  const sheet = await xlsx('宣传员.xlsx', [
    ['尧都区好网民宣传员登记表'],
    ['序号', '姓名', '工作单位', '联系电话'],
    [1, '张三', '县医院', '13900001111'],
    [2, '', '二中', ''],
  ]);
  const said = await first('yaodu-1', '/宣传员', sheet);
  expect(said).toContain('1');
  expect(said).toContain('第4行');
});
