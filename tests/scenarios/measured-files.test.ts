import { zipSync } from 'fflate';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { fixture, photo, xlsx } from '../support/files.ts';
import { lockedZip } from '../support/locked-zip.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const first = async (who: string, text: string, ...files: SentFile[]) =>
  (await office.say(who, text, files.length > 0 ? { files } : {}))[0] ?? '';
const remarks = (said: string) => said.split('\n').filter((line) => /^(注意|提示)：/.test(line));
const film = (file: SentFile) => first('yaodu-1', '/报送 微视频 《夜班的灯》', file);

test('a film that is cut off is received with a warning', async () => {
  const said = await film(fixture('media/cut-faststart.mp4', '夜班.mp4'));
  expect(remarks(said)).toEqual([
    '注意：“夜班.mp4”没有传完整，后面一段缺了。请在自己的电脑或手机上放一遍，再把完整的发来补正。',
  ]);
});

test.each([
  ['一个网页.mp4', '<!DOCTYPE html>\n<html><head><title>404</title></head></html>', '网页'],
  ['夜班.mp4', `MZ${'\0'.repeat(58)}\x80\0\0\0${'\0'.repeat(64)}PE\0\0`, '电脑程序'],
])('%s that is something else is refused, and the draft waits on', async (name, content, kind) => {
  const said = await film({ name, bytes: Buffer.from(content, 'utf8') });
  expect(said).toContain('没有收下，不计数');
  expect(said).toContain(`“${name}”名字是 mp4，里面其实是${kind}`);
  expect(said).toContain('草稿 #1 还在等文件');
});

test('words that were saved as a film are warned of', async () => {
  const said = await film({ name: '夜班.mp4', bytes: Buffer.from('{"errcode":40007,"errmsg":"invalid media_id"}') });
  expect(remarks(said)[0]).toBe(
    '注意：“夜班.mp4”名字是 mp4，里面其实是文字，可能是下载没有成功。请打开确认后重新导出再发。',
  );
});

test.each([
  ['ok.mp4', '夜班.mp4', []],
  ['phone-3gp4.mp4', '夜班.mp4', []],
  ['hevc.mp4', '夜班.MP4', []],
  ['clip.wmv', '夜班.wmv', ['格式是 WMV 视频，要求 MP4（附件2第一项）。已收下，请转成 MP4 后补正。']],
  ['clip.avi', '夜班.avi', ['格式是 avi，要求 MP4（附件2第一项）。已收下，请转成 MP4 后补正。']],
  ['clip.flv', '夜班.flv', ['格式是 flv，要求 MP4（附件2第一项）。已收下，请转成 MP4 后补正。']],
  ['frag.mp4', '夜班.mp4', []],
  ['sub.mp4', '夜班.mp4', []],
  [
    'cut-faststart.mp4',
    '夜班.mp4',
    ['“夜班.mp4”没有传完整，后面一段缺了。请在自己的电脑或手机上放一遍，再把完整的发来补正。'],
  ],
  [
    'clip.mov',
    '夜班.mp4',
    [
      '“夜班.mp4”名字是 mp4，实际内容是 苹果视频（mov），请确认没有发错。',
      '格式是 苹果视频（mov），要求 MP4（附件2第一项）。已收下，请转成 MP4 后补正。',
    ],
  ],
  ['a.m4a', '夜班.mp4', ['“夜班.mp4”只有声音，没有画面，请确认没有发错。']],
  ['late.mp4', '夜班.mp4', []],
])('%s named %s', async (file, name, said) => {
  expect(remarks(await film(fixture(`media/${file}`, name)))).toEqual(said.map((one) => `注意：${one}`));
});

/** As Word and WPS keep a document with a password: a container of the old kind, with one stream that nobody can read. */
const lockedWord = (name: string): SentFile => {
  const container = fixture('media/old-word.doc').bytes.subarray(0, 512);
  return { name, bytes: Buffer.concat([container, Buffer.from('EncryptedPackage\0', 'utf16le'), Buffer.alloc(2048)]) };
};

test.each<[string, SentFile, string[]]>([
  ['a document of WPS', fixture('media/old-word.doc', '方案.wps'), []],
  ['an old Word file', fixture('media/old-word.doc', '方案.doc'), []],
  ['a table of WPS', fixture('sheets/list.xls', '方案.et'), []],
  [
    'a pdf with a password',
    fixture('media/protected.pdf', '方案.pdf'),
    ['注意：“方案.pdf”设了密码，打不开。请去掉密码后补正。'],
  ],
  ['a Word file with a password', lockedWord('方案.docx'), ['注意：“方案.docx”设了密码，打不开。请去掉密码后补正。']],
])('%s', async (_, file, said) => {
  expect(remarks(await first('yaodu-1', '/报送 专题活动 《网络安全周》', file))).toEqual(said);
});

test('an old Word file under the new name is told by the name that people know', async () => {
  const said = await first('yaodu-1', '/报告 《情况报告》', fixture('media/old-word.doc', '情况报告.docx'));
  expect(said).toContain('“情况报告.docx”名字是 Word（docx），实际内容是 旧版 Word（doc）');
  expect(said).not.toContain('cfb');
});

test('a zip of three photos under one title: one work or three is asked', async () => {
  const zip = fixture('media/three-photos-gbk.zip', '三幅.zip');
  expect(await first('yaodu-1', '/报送 摄影 《三幅》', zip)).toMatchInlineSnapshot(`
    "草稿 #1：3 个文件，摄影。算几件？回复数字：
    1 合为一件（3 个文件是同一件作品）
    2 各算一件（共 3 件）
    可以连标题一起回复，如：各算一件 《古城四季》，会编成《古城四季（一）》；也可以一行一个标题。"
  `);
  expect(await first('yaodu-1', '2')).toContain('3');
  const works = await office.prisma.submission.findMany({
    where: { state: 'received' },
    include: { files: true },
    orderBy: { number: 'asc' },
  });
  expect(works.map(({ files }) => files.map(({ name }) => name))).toEqual([
    ['三幅.zip › 晨光1_.jpg'],
    ['三幅.zip › 晨光2_.jpg'],
    ['三幅.zip › 晨光3_.jpg'],
  ]);
});

test('the zip first, then the words; and answered by one', async () => {
  await first('yaodu-1', '', fixture('media/three-photos-gbk.zip', '三幅.zip'));
  expect(await first('yaodu-1', '/报送 摄影 《三幅》')).toContain('算几件');
  expect(await first('yaodu-1', '1')).toContain('已收 #1 《三幅》');
});

const zip = (files: Record<string, Uint8Array>, name = '作品.zip'): SentFile => ({
  name,
  bytes: Buffer.from(zipSync(files, { level: 6 })),
});

test('a zip that may not be opened stays as it is, and says why', async () => {
  const inner = zip({ 'a.png': photo('a.png').bytes }).bytes;
  const cases: [SentFile, string][] = [
    [zip({ 'a.zip': inner }, '套着.zip'), '里面还有压缩包'],
    [zip({ '大.bmp': new Uint8Array(50_000_000) }, '鼓.zip'), '里面太多或太大'],
    [lockedZip('锁.zip', photo('a.png'), '123456'), '设了密码'],
  ];
  for (const [file, why] of cases) {
    const said = await first('yaodu-1', `/报送 摄影 《${file.name}》`, file);
    expect(said).toContain('已收 #');
    expect(said).toContain(`“${file.name}”没有拆开：${why}。照收作一个文件`);
  }
});

test('names that lead out of the zip, and what systems leave behind, are no paths and no works', async () => {
  const sent = zip({
    '../../../etc/光.png': photo('a.png', 1).bytes,
    'C:\\windows\\影.png': photo('b.png', 2).bytes,
    '__MACOSX/._光.png': new Uint8Array([1]),
    'Thumbs.db': new Uint8Array([1]),
  });
  await first('yaodu-1', '/报送 摄影 《光影》', sent);
  expect(await first('yaodu-1', '1')).toContain('已收 #1 《光影》');
  const files = await office.prisma.submissionFile.findMany({ select: { name: true }, orderBy: { id: 'asc' } });
  expect(files.map(({ name }) => name)).toEqual(['作品.zip › 光.png', '作品.zip › 影.png']);
});

test('lists in a zip are read as if they had come by themselves', async () => {
  const list = await xlsx('名单.xlsx', [
    ['姓名', '工作单位'],
    ['王一', '县医院'],
  ]);
  expect(await first('yaodu-1', '/宣传员', zip({ '名单.xlsx': list.bytes }))).toContain('登记了 1 名宣传员');
});
