import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PDFDocument } from '@napi-rs/canvas';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { linesOf } from '../../src/adapters/pictures/flow.js';
import { fontsFor } from '../../src/adapters/pictures/fonts.js';
import { handoutPdf } from '../../src/adapters/pictures/handout-page.ts';
import { ROOT } from '../../src/adapters/root.ts';
import { handout, handoutOf } from '../../src/start/handout.ts';
import { shippedCampaign } from '../support/campaign.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'baosong-handout-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const document = await loading.promise;
  const pages = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
  }
  await loading.destroy();
  return pages;
}

test('the page says what the notice says, and no more', () => {
  expect(handoutOf(shippedCampaign, {})).toMatchInlineSnapshot(`
    {
      "ask": {
        "lines": [
          "市总宣传网络中心　赵起越　0357-2080181　lfghwlzx@163.com",
          "市网信办　王锐　0357-2090832",
        ],
        "title": "问谁",
      },
      "due": "报送截止：2020-09-15 24:00 止（通知原文：9月15日前）",
      "from": "临汾市总工会、临汾市委网络安全和信息化委员会办公室　临工办发〔2020〕8号",
      "how": {
        "steps": [
          "市总发给您一个邀请码。加报送助手后，在单聊里发：/绑定 邀请码 姓名",
          "把文件发到与报送助手的单聊（群里直接发的文件它收不到），同时或接着发一句，例如：/报送 微视频 《作品名》 作者:姓名",
          "收到“已收 #编号”才算报上；没有回执就是没收到，请再发一次。",
          "要改：/补正 编号 作者:新的写法　换文件：/换件 编号　不报了：/撤回 编号",
          "还差几个：/进度　怎么算合格：/要求 类别　有什么不会的：/帮助，也可以直接用平常的话问。",
          "没有作品的类别也请说一声：/零报 类别 原因:……",
        ],
        "title": "怎么报",
      },
      "title": "报送说明：2020年“网聚职工正能量 争做中国好网民”主题活动",
      "what": {
        "head": [
          "类别",
          "每单位任务",
          "要求",
        ],
        "note": "任务数是下限，可以多报。（附件1注）两边都要报的，子项目平台和市总各报一次。",
        "rows": [
          [
            "线下活动",
            "1场",
            "通知没有写文件要求",
          ],
          [
            "微视频",
            "1个",
            "视频文件格式为MP4；时长小于3分钟；文件小于50MB；画面清晰，声音清楚；重点内容配字幕",
          ],
          [
            "专题活动",
            "1个",
            "通知没有写文件要求",
          ],
          [
            "摄影",
            "10个",
            "通知没有写文件要求",
          ],
          [
            "优秀平台",
            "1个",
            "通知没有写文件要求",
          ],
          [
            "诵读",
            "1篇（尧都区、霍州市、侯马市 2篇）",
            "所有作品制作成短视频展示",
          ],
          [
            "歌曲",
            "1首",
            "通知没有写文件要求",
          ],
          [
            "微课",
            "1个",
            "通知没有写文件要求",
          ],
          [
            "微电影",
            "没有任务数，可报",
            "通知没有写文件要求",
          ],
          [
            "宣传员",
            "全市 50名，不分到各单位",
            "通知没有写文件要求",
          ],
          [
            "情况报告",
            "没有任务数，可报",
            "通知没有写文件要求",
          ],
        ],
        "title": "报什么",
      },
    }
  `);
});

test('is one page of A4 with all of it as text', async () => {
  const file = path.join(folder, 'page.pdf');
  const { text, exitCode } = handout(['--out', file, '--chat', 'https://chat.example/g/7'], ROOT);
  expect([exitCode, text]).toEqual([0, `已做成 ${file}（一页 A4）。`]);
  const pages = await pagesOf(readFileSync(file));
  expect(pages).toHaveLength(1);
  const { due, what, how, ask } = handoutOf(shippedCampaign, {});
  // Some digits of the Latin face are drawn and cannot be read back.
  const flat = (words: string) => words.replace(/[\p{ASCII}\s]/gu, '');
  for (const words of [due, ...what.rows.flat(), ...how.steps, ...ask.lines])
    expect(flat(pages[0] ?? '')).toContain(flat(words));
});

test.each([
  ['the chat first', { chat: 'https://chat.example/g/7', publicUrl: 'https://bs.example' }, 'https://chat.example/g/7'],
  ['else the console', { publicUrl: 'https://bs.example/' }, 'https://bs.example/console/'],
  ['nothing where neither is known', {}, undefined],
])('the square leads to %s', (_, lead, address) => {
  expect(handoutOf(shippedCampaign, lead).code?.address).toBe(address);
});

test('what is printed is a picture over the letters, as some signs are lost in a pdf', async () => {
  const loading = getDocument({ data: new Uint8Array(handoutPdf(handoutOf(shippedCampaign, {}))), verbosity: 0 });
  const { fnArray } = await (await (await loading.promise).getPage(1)).getOperatorList();
  expect(fnArray.lastIndexOf(OPS.paintImageXObject)).toBeGreaterThan(fnArray.lastIndexOf(OPS.showText));
  await loading.destroy();
});

test('what it was not told how to do is answered with how it is called', () => {
  expect(handout(['--paper', 'A3'], ROOT).exitCode).toBe(2);
});

test('a campaign with thirty-four categories still fits on one page', async () => {
  const [first] = shippedCampaign.categories;
  if (!first) throw new Error('no category');
  const many = {
    ...shippedCampaign,
    categories: Array.from({ length: 34 }, (_, index) => ({ ...first, id: `c${index}` })),
  };
  const page = handoutPdf(handoutOf(many, {}));
  expect(await pagesOf(page)).toHaveLength(1);
  expect((await pagesOf(page))[0]).toContain('市网信办');
});

describe('lines', () => {
  const fonts = fontsFor('一二三四五六七看吧上下，');
  const document = new PDFDocument();
  const pen = document.beginPage(595, 842);
  test.each([
    ['一二三四五，六七', ['一二三四', '五，六七']],
    ['上上上上《看吧》', ['上上上上', '《看吧》']],
    ['上上上（看）', ['上上上', '（看）']],
    ['看 www.a.cn 吧', ['看 ', 'www.a.cn ', '吧']],
    ['上\n下', ['上', '下']],
    ['好好好好好好好好', ['好好好好好', '好好好']],
    ['0000000000000000', ['000000000', '0000000']],
  ])('%j is broken where it may be', (text, lines) => {
    pen.font = fonts?.font(10) ?? '';
    expect(linesOf(pen, text, 50)).toEqual(lines);
  });
});
