import { afterAll, beforeEach, expect, test } from 'vitest';
import { docx, photo, video, xlsx } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const first = async (...said: Parameters<Practice['say']>) => (await office.say(...said))[0] ?? '';
const hashes = async (number: number) =>
  (await office.prisma.submissionFile.findMany({ where: { submissionNumber: number, retiredAt: null } })).map(
    ({ name }) => name,
  );
const report = () => office.say('houma-1', '/报送 微视频 《夜班的灯》', { files: [video('初版.mp4')] });

test('a file with words is proposed as a correction that carries it', async () => {
  await report();
  expect(await first('houma-1', '把上次那个微视频换成这个', { files: [video('终版.mp4', 2)] })).toMatchInlineSnapshot(`
    "您是要：改一件的信息，或换文件
    单位：侯马市总工会
    类别：微视频
    编号：#1《夜班的灯》
    文件：终版.mp4 9.4 KB
    等于发：/补正 1
    回复“确认”就执行（10 分钟内有效），回复“取消”不执行。"
  `);
  expect(await hashes(1)).toEqual(['初版.mp4']);
  expect(await first('houma-1', '确认')).toContain('终版.mp4');
  expect(await hashes(1)).toEqual(['终版.mp4']);
  expect(await office.prisma.submission.findMany({ select: { number: true, version: true } })).toEqual([
    { number: 1, version: 2 },
  ]);
});

test('the words first, then the file, as phones send them', async () => {
  await report();
  expect(await first('houma-1', '上次那个微视频要换一个文件')).toContain('要把 #1《夜班的灯》换成新文件');
  expect(await first('houma-1', '', { files: [video('终版.mp4', 2)] })).toContain('等于发：/补正 1');
  expect(await hashes(1)).toEqual(['初版.mp4']);
  await office.say('houma-1', '确认');
  expect(await hashes(1)).toEqual(['终版.mp4']);
});

test('the file first, then the words: the waiting file is taken, and its draft ends', async () => {
  await report();
  await office.say('houma-1', '', { files: [video('终版.mp4', 2)] });
  expect(await first('houma-1', '把1号换成刚发的这个文件')).toContain('等于发：/补正 1');
  await office.say('houma-1', '确认');
  expect(await hashes(1)).toEqual(['终版.mp4']);
  expect(await office.prisma.submission.findMany({ select: { state: true }, orderBy: { number: 'asc' } })).toEqual([
    { state: 'received' },
    { state: 'lapsed' },
  ]);
});

test('a file that came with a proposal which is dropped counts for nothing', async () => {
  expect(await first('houma-1', '报个微视频《奋斗者》，作者李强', { files: [video('1.mp4')] })).toContain(
    '等于发：/报送 微视频 《奋斗者》 作者:李强',
  );
  expect(await first('houma-1', '取消')).toBe('好的，没有执行。');
  expect(await office.prisma.submission.count()).toBe(0);
  await office.say('houma-1', '报个微视频《奋斗者》，作者李强', { files: [video('1.mp4')] });
  expect(await first('houma-1', '确认')).toContain('已收 #1 《奋斗者》');
});

test('a sheet of ambassadors, a report and photos of an event go with their words', async () => {
  const sheet = await xlsx('登记表.xlsx', [
    ['姓名', '工作单位'],
    ['王小梅', '县医院'],
  ]);
  expect(await first('puxian-1', '宣传员名单见附件', { files: [sheet] })).toContain('等于发：/宣传员\n');
  expect(await first('puxian-1', '确认')).toContain('登记了 1 名宣传员');
  expect(await first('puxian-1', '情况报告发你', { files: [docx('总结.docx')] })).toContain('等于发：/报告\n');
  expect(await first('puxian-1', '确认')).toContain('已收 #2');
  const told = '昨天在污水处理厂搞了场线下活动，来了60多人';
  expect(await first('puxian-1', told, { files: [photo('a.png')] })).toContain(
    '/活动 走进污水处理厂线下活动 日期:2020-09-09 企业:污水处理厂 人数:60多',
  );
  expect(await first('puxian-1', '确认')).toContain('已收 #3');
  expect(await hashes(3)).toEqual(['a.png']);
});

test('a file with words that say too little is still asked about', async () => {
  expect(await first('houma-1', '麻烦收一下', { files: [video('1.mp4')] })).toContain('微视频');
  expect(await office.prisma.submission.findMany({ select: { state: true } })).toEqual([{ state: 'draft' }]);
});

test('a quoted file in the group is proposed too, and a quoted message says which entry is meant', async () => {
  const { id } = await office.post('houma-1', '', {
    chat: 'group',
    files: [photo('光.png')],
    mention: false,
  });
  const said = await first('houma-1', '这是我们县的摄影作品《晨光》', { chat: 'group', quote: id });
  expect(said).toContain('等于发：/报送 摄影 《晨光》');
  expect(await first('houma-1', '确认', { chat: 'group' })).toContain('#1');
  expect(await first('houma-1', '这个发重了，撤掉', { chat: 'group', quote: id })).toContain('等于发：/撤回 1');
});
