import { afterAll, beforeEach, expect, test } from 'vitest';
import { photo, video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const first = async (text: string, ...files: ReturnType<typeof video>[]) =>
  (await office.say('guxian-1', text, { files }))[0]?.split('\n')[0];

test('a draft without a category takes an author, and keeps it', async () => {
  await first('', video('VID_1.mp4'));
  expect(await first('/补正 1 作者:李鸣')).toContain('这是哪一类');
  expect(await first('第二个')).toBe('草稿 #1（诵读）还缺标题，请直接回复标题，如：《夜班的灯》');
  expect((await office.say('guxian-1', '黄河颂'))[0]?.split('\n').slice(0, 2)).toEqual([
    '已收 #1 《黄河颂》',
    '诵读 · 古县总工会 · 作者 李鸣',
  ]);
});

test('a work without its title, an event without its number of people, a word for several kinds: only that is asked', async () => {
  expect(await first('/报送 微课')).toBe('草稿 #1（微课）还缺标题，请直接回复标题，如：《夜班的灯》');
  expect(await first('焊接技术')).toBe(
    '记下了：微课《焊接技术》，草稿 #1。请在 30 分钟内把文件直接发给我，收到后给您回执。',
  );
  expect(await first('', video('a.mp4', 1))).toBe('已收 #1 《焊接技术》');
  expect(await first('/活动 网安进企业 日期:9月3日 企业:瑞丰钢厂')).toBe(
    '草稿 #2（线下活动《网安进企业》）还缺人数，请直接回复，如：60人。不报了回复：取消',
  );
  expect(await first('大约60人')).toBe('已收 #2 《网安进企业》');
  expect(await first('/报送 视频')).toContain('草稿 #3，还没有计数。这是哪一类');
  expect(await first('选1')).toBe('草稿 #3（微视频）还缺标题，请直接回复标题，如：《夜班的灯》');
});

test('the file may come before the title that is asked', async () => {
  await first('/报送 微课');
  expect(await first('', video('VID_1.mp4', 1))).toBe('草稿 #1（微课）还缺标题，请直接回复标题，如：《夜班的灯》');
  expect(await first('《焊接》')).toBe('已收 #1 《焊接》');
});

test('what an event lacks is asked one at a time, and answered in any order', async () => {
  expect(await first('/活动 进车间')).toContain('还缺日期');
  expect(await first('70人')).toContain('还缺日期');
  expect(await first('截止是哪天？')).not.toContain('还缺');
  expect(await first('9月5日')).toContain('还缺企业');
  expect(await first('霍州煤电')).toBe('已收 #1 《进车间》');
  const { fields } = await office.prisma.submission.findFirstOrThrow();
  expect(fields).toEqual({ date: '2020-09-05', company: '霍州煤电', attendance: '70' });
});

test.each([
  ['/活动 网安进企业 9月3日 瑞丰钢厂 60人', '网安进企业'],
  ['/活动 《网安 进企业》 9月3日 瑞丰钢厂 60', '网安 进企业'],
  ['/活动 9月3日 网安进企业 瑞丰钢厂 60人', '网安进企业'],
  ['/活动 网安进企业 瑞丰钢厂 9月3日 60人', '网安进企业'],
  ['/活动 网安进企业 瑞丰钢厂 日期:9月3日 人数:60', '网安进企业'],
])('%s', async (text, title) => {
  await first(text);
  expect(await office.prisma.submission.findFirstOrThrow()).toMatchObject({
    state: 'received',
    title,
    fields: { date: '2020-09-03', company: '瑞丰钢厂', attendance: '60' },
  });
});

test.each(['第二个', '2.', '选2', '我选第2个', '最后一个', '就2吧', '各算一件', '两件'])(
  'asked one or many: %s',
  async (answer) => {
    await first('', photo('IMG_1.png', 1), photo('IMG_2.png', 2));
    await first('摄影');
    expect(await first(answer)).toBe('已收 2 件：');
  },
);

test('就那个 is what can be pointed at; among several it is asked again', async () => {
  await first('/报送 摄影 《听涛》', photo('p.png', 1));
  await first('', photo('q.png', 2));
  expect(await first('就那个')).toBe('已附到 #1《听涛》：新收 1 个文件，共 2 个。');
  await first('', video('VID_1.mp4', 1));
  expect(await first('就那个')).toContain('这是哪一类');
});

test('right after a receipt a new title needs no number', async () => {
  await first('/报送 摄影 《听涛》', photo('p.png', 1));
  expect((await office.say('guxian-1', '名字改成《壶口听涛》'))[0]).toContain('等于发：/补正 1 标题:壶口听涛');
  expect(await first('确认')).toBe('已收 #1 《壶口听涛》（第2版）');
});

test('a file instead of 确认 goes with what is proposed, or is kept aside', async () => {
  await first('我们报一个微视频《奋斗》作者李鸣');
  expect((await office.say('guxian-1', '', { files: [video('v.mp4', 3)] }))[0]).toContain('文件：v.mp4');
  expect(await first('确认')).toBe('已收 #1 《奋斗》');
  await first('把1号撤了吧');
  const [again] = await office.say('guxian-1', '', { files: [video('w.mp4', 4)] });
  expect(again?.split('\n').slice(0, 2)).toEqual([
    '收到 w.mp4，先记作草稿 #2，还没有计数。请先回答这一件：',
    '您是要：撤回一件，不再计数',
  ]);
  const [done, next] = await office.say('guxian-1', '确认');
  expect(done?.split('\n')[0]).toBe('已撤回 #1《奋斗》，不再计数（记录仍保留）。');
  expect(next?.split('\n')[0]).toBe('收到 w.mp4，先记作草稿 #2，还没有计数。这是哪一类？回复数字：');
});
