import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { campaignCheck } from '../../src/start/campaign-check.ts';
import { SHIPPED_CAMPAIGN_FILE } from '../support/campaign.ts';
import { program } from '../support/programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shipped = readFileSync(SHIPPED_CAMPAIGN_FILE, 'utf8');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'campaign-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function checked(text: string) {
  const path = join(folder, 'next.yaml');
  writeFileSync(path, text);
  return campaignCheck(path);
}

const findingsOf = (text: string) => text.slice(text.search(/通知里有\d+处|没有发现/)).split('\n');

it('tells the shipped campaign and its findings', async () => {
  const { text, exitCode } = campaignCheck();
  await expect(`${text}\n`).toMatchFileSnapshot('campaign-check.txt');
  expect(exitCode).toBe(0);
});

it('tells no finding where there is none', () => {
  const clean = shipped
    .replaceAll(/(1, 1)(, 1){3}\] \}/g, '$1] }')
    .replace('[19, 19, 19, 190, 19, 19, 19, 19, 19, 19, 19]', '[19, 19, 19, 190, 19, 22, 19, 19]')
    .replace('number: 10,', 'number: 19,')
    .replace(/ {2}- id: city_direct[\s\S]*?(?=\n# )/, '')
    .replace(/ {2}- id: micro_film[\s\S]*?(?= {2}- id: ambassador)/, '')
    .replace(/\nremarks:[\s\S]*?(?=\n# )/, '\nremarks: []\n');
  expect(findingsOf(checked(clean).text)).toEqual(['没有发现前后不一的地方。']);
});

it('tells the findings that other notices may have', () => {
  const worse = shipped
    .replace('aliases: [霍州, ', 'aliases: [霍州, 尧都, ')
    .replace('aliases: [歌, ', 'aliases: [歌, 朗诵, ')
    .replace('{ unit: yaodu, cells: [1, 1, 1, 10, 1, 2, 1, 1] }', '{ unit: yaodu, cells: [1, 1, 1, 10, 1, 2] }')
    .replace(/ {4}- \{ unit: quwo, .*\n/, '')
    .replace('10, 1, 1, 1, 1, 1, 1, 1] }\n    - { unit: fenxi', '10, 1, 1, 1, 1, 2] }\n    - { unit: fenxi')
    .replace(/\nremarks:[\s\S]*?(?=\n# )/, '\nremarks: []\n');
  expect(findingsOf(checked(worse).text)).toMatchInlineSnapshot(`
    [
      "通知里有17处前后不一或没有写明，已照原文保留，请核对：",
      "1. 线下活动合计写19场，各单位相加是18场（附件1）。任务数按各单位的数。",
      "2. 微视频合计写19个，各单位相加是18个（附件1）。任务数按各单位的数。",
      "3. 专题活动合计写19个，各单位相加是18个（附件1）。任务数按各单位的数。",
      "4. 摄影作品合计写190个，各单位相加是180个（附件1）。任务数按各单位的数。",
      "5. 优秀平台合计写19个，各单位相加是18个（附件1）。任务数按各单位的数。",
      "6. 诵读作品合计写19篇，各单位相加是21篇（附件1）。任务数按各单位的数。",
      "7. 歌曲合计写19首，各单位相加是17首（附件1）。任务数按各单位的数。",
      "8. 微课视频合计写19个，各单位相加是17个（附件1）。任务数按各单位的数。",
      "9. 各类合计加起来是323，各单位的数加起来是307（附件1）。",
      "10. 附件1里有些数没有表头：第10行（浮山县）每行多出1个（2）；第11—18行（汾西县、隰县、吉县、乡宁县、大宁县、永和县、侯马开发区、临汾开发区）每行多出3个（1、1、1）；合计行多出3个（19、19、19），而这几列按行相加是10、8、8。看不出属于哪一类，没有计入任务数。",
      "11. 附件1缺数：第1行（尧都区）缺歌曲、微课；缺的按没有任务数处理。",
      "12. 附件1没有曲沃县总工会这一行，没有任务数，也没有写明它为什么要报送，请核对。",
      "13. 附件1没有市直各基层工会这一行，但四、第三阶段第1项要求报送：须报送，没有任务数。",
      "14. 附件2第六项征集微电影，附件1没有这一列。照收、计数，没有任务数。",
      "15. 线下活动：三(一)写10场，附件1各单位相加是18场。",
      "16. “尧都”同时指尧都区、霍州市。有人这样写时只能再问一句，请改掉其中的别名。",
      "17. “朗诵”同时指诵读、歌曲。有人这样写时只能再问一句，请改掉其中的别名。",
    ]
  `);
});

it('tells what is checked of a file, and of what people look at nothing but that it is asked', () => {
  const told = (check: string) =>
    checked(shipped.replace(/check: \{ kind: duration-under, [^}]*\}/, `check: ${check}`)).text;
  const asked = '要求：时长小于3分钟（附件2第一项）——不符的照收，提示补正';
  expect(told('{ kind: duration, unit: seconds, least: 60, most: 180 }')).toContain(
    `${asked}；检查时长至少60秒、至多180秒\n`,
  );
  expect(told('{ kind: size, unit: bytes, most: 9 }')).toContain(`${asked}；检查大小至多9字节\n`);
  expect(told('{ kind: copies, most: 9 }')).toContain(`${asked}\n`);
});

it('tells what is wrong with a file that cannot be loaded', () => {
  const lineOf = (what: string) => shipped.slice(0, shipped.indexOf(what)).split('\n').length;
  const broken = shipped.replace('issued: 2020-06-12', 'issued: 2020-06-31').replace('measure: 场', 'measure: 3');
  expect(checked(broken)).toEqual({
    text: [
      `活动文件 ${relative('.', join(folder, 'next.yaml'))} 有2处要改，改好再试：`,
      `next.yaml:${lineOf('issued:')} document.issued: “2020-06-31”不是一个真实的日期，请写成 2020-09-15 这样。`,
      `next.yaml:${lineOf('measure: 场')} categories[0].measure: 这里要写文字，现在是 3；数字当文字用时请加引号。`,
    ].join('\n'),
    exitCode: 1,
  });
});

it('runs as a command, with the shipped campaign unless a file is named', () => {
  const command = [program('campaign-check')];
  expect(execFileSync(process.execPath, command, { cwd: root, encoding: 'utf8' })).toBe(`${campaignCheck().text}\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, 'no.yaml'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: '活动文件 no.yaml 有1处要改，改好再试：\nno.yaml: 没有找到这个活动文件：no.yaml。请核对路径和文件名。\n',
  });
});
