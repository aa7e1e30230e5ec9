import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkEvidence, NoEvidence } from '../../src/adapters/evidence/check.ts';
import { writeEvidence } from '../../src/adapters/evidence/write.ts';
import { SHIPPED_CAMPAIGN_FILE } from '../support/campaign.ts';
import { photo, video } from '../support/files.ts';
import { runScript } from '../support/operate.ts';
import { type Practice, practice } from '../support/practice.ts';
import { program } from '../support/programs.ts';

let office: Practice;
let folder: string;
let archive: string;
let files: Record<string, Uint8Array>;
const verify = (file: string) => runScript(program('verify'), [file], {});

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-evidence-'));
  archive = path.join(folder, 'evidence.zip');
  office = await practice();
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { files: [video('灯.mp4')] });
  await office.say('hongtong-1', '/报送 摄影 《炉前》', { files: [photo('1.png')] });
  await office.say('staff-1', '/退回 2 太暗');
  await office.say('staff-1', '/快照 截止日');
  await writeEvidence(office.office, SHIPPED_CAMPAIGN_FILE, createWriteStream(archive));
  files = unzipSync(await readFile(archive));
}, 120_000);
afterAll(async () => {
  await office?.close();
  await rm(folder, { recursive: true, force: true });
});

test('it holds files, tables, the campaign, every change and what was frozen, each with its hash', () => {
  expect(Object.keys(files).sort()).toMatchInlineSnapshot(`
    [
      "campaign/linfen-2020.yaml",
      "manifest.json",
      "other-files/c94bf5b6f134f67e8b52ad9dcfa3922eef483c440111390ddb126a8e7a5e5a7a",
      "records/audit.jsonl",
      "records/blob.jsonl",
      "records/extension.jsonl",
      "records/snapshot-entry.jsonl",
      "records/snapshot.jsonl",
      "records/submission-file.jsonl",
      "records/submission.jsonl",
      "records/target-change.jsonl",
      "records/zero-report.jsonl",
      "tables/任务完成情况表.xlsx",
      "tables/优秀作品名单.xlsx",
      "tables/初筛表.xlsx",
      "tables/参评作品汇总表.xlsx",
      "tables/线下活动情况表.xlsx",
      "tables/职工好网民宣传员登记表.xlsx",
      "tables/联络员登记表.xlsx",
      "tables/证书名单.xlsx",
      "works/01尧都区/微视频/1-夜班的灯-李建国.mp4",
      "works/目录.csv",
    ]
  `);
  const manifest = JSON.parse(strFromU8(files['manifest.json'] as Uint8Array));
  for (const { path: name, size, sha256 } of manifest.entries) {
    const bytes = files[name] as Uint8Array;
    expect([name, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([name, size, sha256]);
  }
  const lines = (name: string) =>
    strFromU8(files[`records/${name}.jsonl`] as Uint8Array)
      .trim()
      .split('\n');
  expect(lines('submission').map((line) => JSON.parse(line).state)).toEqual(['received', 'returned']);
  expect(lines('audit').map((line) => JSON.parse(line).action)).toContain('submission.return');
  expect(lines('snapshot')).toHaveLength(1);
});

test('whole, it is told so anywhere; its fingerprint is that of its list', async () => {
  const fingerprint = createHash('sha256')
    .update(files['manifest.json'] as Uint8Array)
    .digest('hex');
  const count = Object.keys(files).length - 1;
  expect(await checkEvidence(archive)).toMatchObject({
    files: count,
    fingerprint,
    missing: [],
    changed: [],
    added: [],
  });
  const { code, said } = await verify(archive);
  expect([code, said.split('\n').slice(1)]).toEqual([
    0,
    [
      `活动 linfen-2020，截至 2020-09-10 15:00，${count} 个文件逐个核对，全部一致。`,
      `清单指纹：${fingerprint}（和写存档时抄下的一样，才是原来那一份）`,
    ],
  ]);
});

const remade = async (name: string, change: (all: Record<string, Uint8Array>) => void): Promise<string> => {
  const all = { ...files };
  change(all);
  const file = path.join(folder, name);
  await writeFile(file, zipSync(all, { level: 0 }));
  return file;
};
const WORK = 'works/01尧都区/微视频/1-夜班的灯-李建国.mp4';

test('what was changed, taken out or put in is named', async () => {
  const changed = await remade('changed.zip', (all) => {
    all[WORK] = Buffer.concat([all[WORK] as Uint8Array, Buffer.from('!')]);
  });
  expect(await checkEvidence(changed)).toMatchObject({ missing: [], changed: [WORK], added: [] });
  const missing = await remade('missing.zip', (all) => {
    delete all[WORK];
  });
  expect(await checkEvidence(missing)).toMatchObject({ missing: [WORK], changed: [], added: [] });
  const added = await remade('added.zip', (all) => {
    all['works/x.mp4'] = Buffer.from('x');
  });
  expect(await checkEvidence(added)).toMatchObject({ missing: [], changed: [], added: ['works/x.mp4'] });
  expect((await verify(changed)).code).toBe(1);
});

test('one bit is enough, wherever it is', async () => {
  const bytes = await readFile(archive);
  const at = bytes.indexOf('ftyp');
  bytes[at + 40] = (bytes[at + 40] as number) ^ 1;
  const file = path.join(folder, 'bit.zip');
  await writeFile(file, bytes);
  expect((await checkEvidence(file)).changed).toEqual([WORK]);
});

test('what is cut off, or is something else, is told as that', async () => {
  const cut = path.join(folder, 'cut.zip');
  await copyFile(archive, cut);
  await truncate(cut, 5_000);
  await expect(checkEvidence(cut)).rejects.toThrow(NoEvidence);
  const { code, said } = await verify(cut);
  expect([code, said]).toEqual([2, `${cut} 不是存档，或者没有传完整、被截断了。`]);
  const other = path.join(folder, 'other.zip');
  await writeFile(other, zipSync({ 'a.txt': Buffer.from('a') }));
  await expect(checkEvidence(other)).rejects.toThrow(NoEvidence);
});
