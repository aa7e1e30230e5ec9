// node --import tsx bench/exports.ts: what a workbook of 20,000 rows and a zip of 4.5 GB cost, in time and memory. The files of the
// zip are sparse: they take no place on the disk, and are read like any other. With a path behind it, the zip is written there.
import { execFileSync } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { diskFiles } from '../src/adapters/files/disk.ts';
import { sheetWriter } from '../src/adapters/workbooks.ts';
import { planZip, readZip } from '../src/application/exporting/stored-zip.ts';
import type { SheetToWrite } from '../src/domain/sheet-to-write.ts';

const ROWS = 20_000;
const FILES = 90;
const FILE_BYTES = 50_000_000;

async function benchWorkbook(): Promise<void> {
  const heads = [
    '序号',
    '报送单位',
    '作品名称',
    '作品类别',
    '作者',
    '作者所在单位',
    '联系电话',
    '形式',
    '提交',
    '备注',
  ];
  const sheet: SheetToWrite = {
    ...{ name: '汇总表', title: '参评作品汇总表', foot: '填报人：', madeAt: 0 },
    above: { left: '填报单位（盖章）：', right: '截至 2020-09-15 18:00' },
    heads: heads.map((text) => ({ text, width: 14 })),
    rows: Array.from({ length: ROWS }, (_, index) => [
      ...[index + 1, '尧都区总工会', `夜班的灯${index}`, '微视频', '李建国', '临汾市某某纺织有限责任公司'],
      ...['13800000000', 'MP4 2分58秒 48.6 MB', '是', undefined],
    ]),
    fonts: { title: '方正小标宋简体', head: '黑体', body: '仿宋_GB2312' },
  };
  const before = process.memoryUsage().rss;
  let child = 0;
  const watch = setInterval(() => {
    child = Math.max(child, ...childrenOf(process.pid).map(peakOf));
  }, 20);
  const started = performance.now();
  const bytes = await buffer(await sheetWriter.write(sheet));
  clearInterval(watch);
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  const own = megabytes(process.memoryUsage().rss - before);
  console.log(
    `workbook of ${ROWS} rows: ${seconds} s, ${megabytes(bytes.length)} MB; the process that writes it at most`,
  );
  console.log(`  ${megabytes(child * 1024)} MB resident, this one ${own} MB more`);
}

async function benchZip(to: string | undefined): Promise<void> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'baosong-zip-'));
  try {
    const store = diskFiles(root);
    const crc = crc32(Buffer.alloc(FILE_BYTES));
    const hashes = Array.from({ length: FILES }, (_, index) => index.toString(16).padStart(64, '0'));
    await mkdir(path.join(root, '00'), { recursive: true });
    for (const sha256 of hashes) {
      await writeFile(path.join(root, '00', sha256), '');
      await truncate(path.join(root, '00', sha256), FILE_BYTES);
    }
    const started = performance.now();
    const plan = planZip(
      hashes.map((sha256, index) => ({
        ...{ path: `01尧都区/微视频/${index}-夜班的灯.mp4`, size: FILE_BYTES, crc32: crc, at: 0, source: { sha256 } },
      })),
    );
    console.log(
      `zip of ${FILES} files, ${megabytes(plan.size)} MB: planned in ${(performance.now() - started).toFixed(1)} ms`,
    );
    let peak = 0;
    let size = 0;
    const nowhere = new Writable({
      write(chunk: Buffer, _, done) {
        size += chunk.length;
        peak = Math.max(peak, process.memoryUsage().rss);
        done();
      },
    });
    const reading = performance.now();
    const bytes = Readable.from(
      readZip(plan, (sha256, range) => store.open(sha256, range)),
      { objectMode: false },
    );
    await pipeline(bytes, to === undefined ? nowhere : createWriteStream(to));
    const seconds = (performance.now() - reading) / 1000;
    if (to === undefined && size !== plan.size) throw new Error('the zip has another size than planned');
    const resident = to === undefined ? `at most ${megabytes(peak)} MB resident` : '';
    console.log(`  read whole in ${seconds.toFixed(1)} s, ${resident}`);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  } catch {
    return [];
  }
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

await benchWorkbook();
await benchZip(process.argv[2]);
