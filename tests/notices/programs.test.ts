import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentIn } from '../../src/adapters/documents/read.ts';
import { drafted } from '../../src/start/campaign-draft.ts';
import { NODE_OPTIONS, program } from '../support/programs.ts';
import { documentOf } from './support/fixture.ts';

const NOTICE = 'blind/05-weijian';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'draft-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(name: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...NODE_OPTIONS, program(name), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test.each(['docx', 'pdf-ruled-gbk'] as const)('the program drafts from a %s what the sources draft', async (form) => {
  const bytes = documentOf(NOTICE, form);
  const result = await documentIn(Buffer.from(bytes));
  if (!result.ok) throw new Error(result.fault);
  const { yaml, sheet } = drafted(result.document);
  const file = path.join(folder, `${form}.bin`);
  writeFileSync(file, bytes);
  expect(run('campaign-draft', file, '--out', `${form}.yaml`)).toEqual({
    status: 0,
    stdout: `${sheet}\n\n已写成草稿：${form}.yaml\n核对单：${form}-核对单.txt\n请照核对单逐条核对、改好，再运行 npm run campaign:check -- ${form}.yaml\n`,
    stderr: '',
  });
  expect(readFileSync(path.join(folder, `${form}.yaml`), 'utf8')).toBe(yaml);
  expect(readFileSync(path.join(folder, `${form}-核对单.txt`), 'utf8')).toBe(`${sheet}\n`);
});

test('what cannot be read is said, and nothing is written', () => {
  writeFileSync(path.join(folder, 'scan.pdf'), '%PDF-1.4\nnothing');
  expect(run('campaign-draft', 'scan.pdf', '--out', 'scan.yaml')).toEqual({
    status: 1,
    stdout: '',
    stderr: '文件打不开，可能已经损坏。请在 Word 或 WPS 里打开，另存为 docx 再试。\n',
  });
  expect(existsSync(path.join(folder, 'scan.yaml'))).toBe(false);
});

test.each(['campaign-draft', 'campaign-next'])('%s without arguments tells how it is used', (name) => {
  const { status, stdout, stderr } = run(name);
  expect([status, stdout, stderr.slice(0, 3)]).toEqual([2, '', '用法：']);
});
