import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AlignmentType, Document, Packer, Paragraph, TextRun } from 'docx';
import { expect, test } from 'vitest';
import { fillForm } from '../../src/adapters/documents/fill-form.ts';
import { fillingOf } from '../../src/application/exporting/forms.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { makingFor, paperWords } from '../support/paper.ts';
import { paragraphsOf } from '../support/read-docx-apart.ts';
import { standingOf } from '../support/standing.ts';

const FORMS = path.resolve(import.meta.dirname, '../../prompts/forms');
const form = (name: string) => readFileSync(path.join(FORMS, `${name}.docx`));

const fillingFor = (awards: boolean) => {
  const standing = standingOf(shippedCampaign, { seed: 2, entries: 60, awards });
  const [first] = standing.awards ?? [];
  const entry = standing.entries.find(({ number }) => number === first?.number);
  if (entry) Object.assign(entry, { title: '<b>{活动}&\u0000', fields: { author: '李建国、王丽' } });
  const { words } = makingFor(standing);
  return fillingOf(standing, { ...words, paperWords });
};

/** A form whose words a program of an office has torn apart. */
const written = (...parts: string[]) =>
  Packer.toBuffer(
    new Document({
      sections: [
        {
          children: [
            new Paragraph({
              alignment: AlignmentType.LEFT,
              children: parts.map((text) => new TextRun({ text, bold: text.length % 2 === 0 })),
            }),
          ],
        },
      ],
    }),
  );

test('the shipped form of works with an award: a row for each, whatever is in a title', async () => {
  const filled = await fillForm(form('优秀作品登记表'), fillingFor(true));
  if (!('docx' in filled)) throw new Error(JSON.stringify(filled));
  const told = paragraphsOf(filled.docx);
  expect([told.slice(0, 6), told.length, told.slice(-2)]).toMatchInlineSnapshot(`
    [
      [
        "优秀作品登记表",
        "2020年“网聚职工正能量 争做中国好网民”主题活动",
        "截至2020年11月10日9时30分，共收到参评作品49件，评出优秀作品18件（一等奖8件、二等奖10件）。",
        "序号|作品名称|类别|奖项|作者|报送单位",
        "1|<b>{活动}&|微视频|一等奖|李建国、王丽|曲沃县总工会",
        "2|作品“41”|专题活动|一等奖|赵小梅|吉县总工会",
      ],
      24,
      [
        "经办人：　　　　　　审核人：　　　　　　（盖章）",
        "2020年11月10日",
      ],
    ]
  `);
  expect(await fillForm(form('优秀作品登记表'), fillingFor(true))).toEqual(filled);
});

test('the shipped certificate: a page for each author, a unit where there is none', async () => {
  const filled = await fillForm(form('荣誉证书'), fillingFor(true));
  if (!('docx' in filled)) throw new Error(JSON.stringify(filled));
  const told = paragraphsOf(filled.docx);
  expect([told.filter((line) => line === '荣誉证书').length, told.slice(0, 8)]).toMatchInlineSnapshot(`
    [
      19,
      [
        "荣誉证书",
        "李建国：",
        "您的作品《<b>{活动}&》（微视频），在2020年“网聚职工正能量 争做中国好网民”主题活动中被评为一等奖。",
        "特发此证，以资鼓励。",
        "临汾市总工会临汾市委网络安全和信息化委员会办公室",
        "2020年11月10日",
        "荣誉证书",
        "王丽：",
      ],
    ]
  `);
});

test('what cannot be filled is said in terms of the form', async () => {
  const forms: [string, Promise<Uint8Array>][] = [
    ['no docx', Promise.resolve(Buffer.from('no zip'))],
    ['torn apart and right', written('{活动', '名称}，{报送', '件数}件')],
    ['an unknown word', written('{活动名}')],
    ['a column outside of its table', written('{作品名称}')],
    ['an unknown table', written('{#获奖}{/获奖}')],
    ['an unknown column', written('{#参评作品汇总表}{奖项}{/}')],
    ['begun and not ended', written('{#参评作品汇总表}{作者}')],
    ['ended and not begun', written('{作者}{/参评作品汇总表}')],
    ['a bracket too few', written('{活动名称')],
    ['a bracket too many', written('活动名称}')],
    ['results that are not there yet', written('共{获奖件数}件')],
    ['a table that is not there yet', written('{#证书名单}{姓名}{/}')],
  ];
  const told: Record<string, string> = {};
  for (const [what, bytes] of forms) {
    const filled = await fillForm(await bytes, fillingFor(false));
    told[what] =
      'docx' in filled ? paragraphsOf(filled.docx).join() : JSON.stringify({ ...filled.fault, known: undefined });
  }
  expect(told).toMatchInlineSnapshot(`
    {
      "a bracket too few": "{"code":"unpaired","tag":"{活动名称"}",
      "a bracket too many": "{"code":"unpaired","tag":"活动名称}"}",
      "a column outside of its table": "{"code":"unknown","tag":"{作品名称}"}",
      "a table that is not there yet": "{"code":"not-yet","tag":"{#证书名单}"}",
      "an unknown column": "{"code":"unknown","tag":"{奖项}"}",
      "an unknown table": "{"code":"unknown","tag":"{#获奖}"}",
      "an unknown word": "{"code":"unknown","tag":"{活动名}"}",
      "begun and not ended": "{"code":"unpaired","tag":"{#参评作品汇总表}"}",
      "ended and not begun": "{"code":"unknown","tag":"{作者}"}",
      "no docx": "{"code":"unreadable"}",
      "results that are not there yet": "{"code":"not-yet","tag":"{获奖件数}"}",
      "torn apart and right": "2020年“网聚职工正能量 争做中国好网民”主题活动，60件",
    }
  `);
});
