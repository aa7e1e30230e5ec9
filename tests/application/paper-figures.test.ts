import { expect, test } from 'vitest';
import { bulletinOf } from '../../src/application/exporting/papers/bulletin.ts';
import { figuresSheets } from '../../src/application/exporting/papers/figures-sheet.ts';
import { PAPER_PHRASES } from '../../src/application/exporting/papers/phrases.ts';
import type { Standing } from '../../src/application/exporting/standing.ts';
import { certificates } from '../../src/application/exporting/tables/awards.ts';
import { paperWordsFrom } from '../../src/application/words/paper-words.ts';
import type { Cell } from '../../src/domain/sheet-to-write.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { makingFor, paperSections as sections, paperWords as words } from '../support/paper.ts';
import { standingOf } from '../support/standing.ts';

const EVERY_PART = { ranking: true, problems: true };

const madeOf = (standing: Standing, parts = EVERY_PART) => {
  const making = makingFor(standing);
  const composed = bulletinOf(making, words, parts, '2020-11-12');
  return { ...composed, sheets: figuresSheets(composed, 1, making, words) };
};

const textOf = ({ paper }: ReturnType<typeof madeOf>) => [
  ...paper.title,
  paper.to,
  ...paper.body.map(({ text }) => text),
];
/** Numbers of the text that are no number of a heading, a year or a document. */
const numbersIn = (text: string): string[] => text.match(/\d+%?/g) ?? [];

/** The campaign counted again, with nothing of the program but its data: what the words of `figures.md` say, figure by figure. */
function recounted({ campaign, entries }: Standing): Record<string, number | string> {
  const kindOf = new Map(campaign.categories.map(({ id, kind }) => [id, kind]));
  const late = entries.filter(({ received }) => (received ?? 0) >= Date.parse('2020-09-16T00:00:00+08:00'));
  const table = campaign.table.rows.map(({ unit, cells }) => ({
    unit,
    items: campaign.table.columns.map((category, column) => ({
      target: cells[column] ?? 0,
      count: entries.filter(({ unitId, categoryId }) => unitId === unit && categoryId === category).length,
    })),
    all: entries.filter(({ unitId }) => unitId === unit).length,
  }));
  const cells = table.flatMap(({ items }) => items);
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  const met = sum(cells.map(({ count, target }) => Math.min(count, target)));
  const target = sum(cells.map(({ target: one }) => one));
  const isComplete = ({ items }: (typeof table)[number]) => items.every((item) => item.count >= item.target);
  return {
    entries: entries.length,
    units: table.length,
    complete: table.filter(isComplete).length,
    partial: table.filter((row) => !isComplete(row) && row.all > 0).length,
    silent: table.filter(({ all }) => all === 0).length,
    target,
    met,
    share: `${Math.floor((met / target) * 100)}%`,
    over: sum(cells.map(({ count, target: one }) => Math.max(0, count - one))),
    works: entries.filter(({ categoryId }) => kindOf.get(categoryId) === 'work').length,
    accepted: entries.filter(({ categoryId, state }) => kindOf.get(categoryId) === 'work' && state === 'accepted')
      .length,
    events: entries.filter(({ categoryId }) => categoryId === 'event').length,
    ambassadors: entries.filter(({ categoryId }) => categoryId === 'ambassador').length,
    ambassadorsTarget: 50,
    reports: entries.filter(({ categoryId }) => categoryId === 'report').length,
    late: late.length,
    lateUnits: new Set(late.map(({ unitId }) => unitId)).size,
  };
}

test.each([1, 2, 3, 4, 5])('every figure of the bulletin equals an independent recount (seed %i)', (seed) => {
  const standing = standingOf(shippedCampaign, { seed, entries: 400 });
  const again = recounted(standing);
  const { told } = madeOf(standing);
  const city = told.filter(({ figure }) => figure.category === '' && figure.unit === '' && figure.explained in again);
  expect(city.length).toBeGreaterThan(13);
  expect(city.map(({ figure }) => [figure.explained, figure.value])).toEqual(
    city.map(({ figure }) => [figure.explained, again[figure.explained]]),
  );
});

test('every figure follows from the rows that the sheet gives for it', () => {
  const { sheets, told } = madeOf(standingOf(shippedCampaign, { seed: 11, entries: 400 }));
  const [figures, rows] = sheets;
  expect(figures?.rows.length).toBe(told.length);
  for (const [serial, value, , , count] of figures?.rows ?? []) {
    const own = rows?.rows.filter((row) => row[0] === serial) ?? [];
    expect([serial, own.length]).toEqual([serial, count]);
    const add = (column: number) => own.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
    const fromRows = [add(8), `${add(8)}/${add(9)}`, `${Math.floor((add(8) * 100) / Math.max(1, add(9)))}%`];
    const names = own.map((row) => shippedCampaign.units.find(({ name }) => name === row[2])?.short);
    expect([...fromRows, names.join('、'), named(own, names)]).toContain(value);
  }
});

/** 曲沃县94%、… */
const named = (rows: Cell[][], names: (string | undefined)[]) =>
  rows.map((row, index) => `${names[index]}${Math.floor((Number(row[8]) * 100) / Number(row[9] ?? 1))}%`).join('、');

test('no number stands in the text that no figure has', () => {
  const made = madeOf(standingOf(shippedCampaign, { seed: 3, entries: 400 }));
  const figures = new Set(made.told.flatMap(({ figure }) => numbersIn(String(figure.value))));
  const facts = new Set(['2020', '8', '11', '10', '9', '30']);
  const strange = textOf(made)
    .map((text) => text.replace(/^\d．/, ''))
    .flatMap(numbersIn)
    .filter((number) => !figures.has(number) && !facts.has(number));
  expect(strange).toEqual([]);
});

test('ranking and what is wrong stand in it only when they were asked for', () => {
  const standing = standingOf(shippedCampaign, { seed: 3, entries: 400 });
  const plain = textOf(madeOf(standing, { ranking: false, problems: false })).join('\n');
  const whole = textOf(madeOf(standing)).join('\n');
  const critical = ['存在问题', '没有完成', '没有报送', '截止后', '完成率次序', '由高到低'];
  expect(critical.filter((said) => plain.includes(said))).toEqual([]);
  expect(critical.filter((said) => !whole.includes(said))).toEqual([]);
  expect(plain).toMatch(/\n三、下一步工作\n/);
  expect(whole).toMatch(/\n三、存在问题\n[\s\S]*\n四、完成率次序\n[\s\S]*\n五、下一步工作\n/);
});

test('a campaign without a table, without city targets and with nothing in it says nothing that is not so', () => {
  const campaign = structuredClone(shippedCampaign);
  Object.assign(campaign, { cityTargets: [], targets: [], document: { title: '关于开展活动的通知' } });
  Object.assign(campaign, { table: { ...campaign.table, columns: [], rows: [], total: [] } });
  campaign.categories = campaign.categories.filter(({ kind }) => kind === 'work').slice(0, 2);
  const standing = standingOf(campaign, { seed: 1, entries: 0 });
  expect(textOf(madeOf(standing))).toMatchInlineSnapshot(`
    [
      "关于2020年“网聚职工正能量",
      "争做中国好网民”主题活动开展情况的通报",
      "各县（市、区）总工会、各县（市、区）委网信办，市直各基层工会：",
      "根据《关于开展活动的通知》安排，各单位认真组织、积极参与。截至2020年11月10日9时30分，共收到各单位报送0件。现将有关情况通报如下：",
      "一、总体情况",
      "（一）报送内容",
      "共收到参评作品0件。",
      "二、分项情况",
      "1．微视频。共收到0个。",
      "2．专题活动。共收到0个。",
      "三、下一步工作",
      "请各单位继续做好作品的宣传展示，认真总结经验做法，巩固和扩大活动成果。",
      "特此通报。",
    ]
  `);
});

test('with final results it says who has which award, and lists the works in a second annex', () => {
  const made = madeOf(standingOf(shippedCampaign, { seed: 2, entries: 400, awards: true }));
  const [heading = '', said = ''] = textOf(made).slice(textOf(made).findIndex((line) => line.endsWith('评审结果')));
  expect([heading, said, made.paper.annexLines]).toMatchInlineSnapshot(`
    [
      "三、评审结果",
      "经评审，共评出优秀作品24件，其中一等奖8件、二等奖16件（名单见附件）。",
      [
        "附件：1．各单位任务完成情况表",
        "2．优秀作品名单",
      ],
    ]
  `);
  const { label, rows = [] } = made.paper.annexes[1] ?? {};
  expect([label, rows.length, rows.slice(0, 4)]).toMatchInlineSnapshot(`
    [
      "附件2",
      24,
      [
        [
          "1",
          "作品“24”",
          "微视频",
          "一等奖",
          "赵小梅",
          "曲沃县",
        ],
        [
          "2",
          "作品“69”",
          "微视频",
          "二等奖",
          "赵小梅",
          "侯马开发区",
        ],
        [
          "3",
          "作品“72”",
          "微视频",
          "二等奖",
          "赵小梅",
          "隰县",
        ],
        [
          "4",
          "作品“41”",
          "专题活动",
          "一等奖",
          "赵小梅",
          "吉县",
        ],
      ],
    ]
  `);
  // Eight categories of works, three of each.
  expect(made.told.find(({ figure }) => figure.explained === 'awarded')?.figure.value).toBe(24);
});

test('a work that was returned after the results were final is neither counted nor printed without its name', () => {
  const standing = standingOf(shippedCampaign, { seed: 2, entries: 400, awards: true });
  const gone = standing.awards?.[0]?.number;
  standing.entries = standing.entries.filter(({ number }) => number !== gone);
  const made = madeOf(standing);
  const rows = made.paper.annexes[1]?.rows ?? [];
  expect([
    rows.length,
    rows.filter(([, title]) => title === ''),
    certificates.made(makingFor(standing)).length,
  ]).toEqual([23, [], 23]);
  expect(made.told.find(({ figure }) => figure.explained === 'awarded')?.figure.value).toBe(23);
});

test('what certificates are printed from has a row for each author', () => {
  const standing = standingOf(shippedCampaign, { seed: 2, entries: 60, awards: true });
  const [first] = standing.awards ?? [];
  const entry = standing.entries.find(({ number }) => number === first?.number);
  if (entry) entry.fields = { author: '李建国、王丽', authorUnit: '钢厂' };
  const rows = certificates.made(makingFor(standing)).map(({ cell }) => ['name', 'authorUnit', 'award'].map(cell));
  expect(rows.slice(0, 2)).toEqual([
    ['李建国', '钢厂', '一等奖'],
    ['王丽', '钢厂', '一等奖'],
  ]);
  expect(rows.length).toBe((standing.awards ?? []).length + 1);
});

const changed = (id: string, change: (template: string) => string) => {
  const section = sections.get(id);
  if (!section) throw new Error(id);
  return new Map(sections).set(id, { ...section, template: change(section.template) });
};

test('a number that is written into the words is refused with file and line', () => {
  const line = sections.get('bulletin.kinds-text')?.line;
  expect(() =>
    paperWordsFrom(
      changed('bulletin.kinds-text', (text) => `${text}\n共有326件。`),
      PAPER_PHRASES,
    ),
  ).toThrow(`bulletin.md:${line} bulletin.kinds-text: 326 is counted from nothing`);
});

test('a figure that nothing is counted for is refused, and one that there is not yet takes its sentence along', () => {
  expect(() =>
    paperWordsFrom(
      changed('bulletin.item', (text) => `${text}{{votes}}`),
      PAPER_PHRASES,
    ),
  ).toThrow(/^bulletin\.md:\d+ bulletin\.item: unknown \{\{votes\}\}$/);
  const said = words.sentences('bulletin.kinds-text', {
    works: 3,
    accepted: 0,
    events: undefined,
    eventName: '线下活动',
  });
  expect(said.flat().map(({ text }) => text)).toEqual(['共收到参评作品3件。']);
});
