import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadCampaign } from '../../src/adapters/campaign-file.ts';
import { nextYear } from '../../src/adapters/campaign-next.ts';
import { campaignNext } from '../../src/start/campaign-next.ts';
import { campaignWarnings } from '../../src/start/campaign-warnings.ts';
import { SHIPPED_CAMPAIGN_FILE, shippedCampaign } from '../support/campaign.ts';

const source = readFileSync(SHIPPED_CAMPAIGN_FILE, 'utf8');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'baosong-next-'));
  cpSync(SHIPPED_CAMPAIGN_FILE, path.join(folder, 'linfen-2020.yaml'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const withoutPeople = (text: string) => text.replaceAll(/\d{4}/g, '');

test('every date is moved, nobody is carried over, and the file loads', () => {
  expect(campaignNext(['linfen-2020', '--year', '2021'], folder).exitCode).toBe(0);
  const file = path.join(folder, 'linfen-2021.yaml');
  const next = loadCampaign(file);
  expect(next.document).toEqual({
    title: shippedCampaign.document.title.replace('2020', '2021'),
    issued: '2021-06-12',
  });
  expect([next.id, next.name.slice(0, 5), next.privacy.eraseAfter]).toEqual(['linfen-2021', '2021年', '2022-05-31']);
  expect(next.milestones.map(({ day, month }) => day ?? month)).toEqual(['2021-09-15', '2021-10', '2021-11']);
  expect(next.phases.map(({ from, to }) => `${from} ${to}`)).toEqual([
    '2021-06 2021-06',
    '2021-06 2021-08',
    '2021-09 2021-11',
  ]);
  expect(next.contacts.map(({ name, phones, email }) => [name, phones, email])).toEqual([
    [undefined, [], undefined],
    [undefined, [], undefined],
  ]);
  expect(next.categories.filter(({ project }) => project?.contact !== undefined)).toEqual([]);
  expect(readFileSync(file, 'utf8')).toContain('# 全市数，通知没有分到各单位，不要平均分。');
  expect(next.table.rows).toEqual(shippedCampaign.table.rows);
  expect(withoutPeople(next.phases.map(({ text }) => text).join())).toBe(
    withoutPeople(shippedCampaign.phases.map(({ text }) => text).join()),
  );
});

test('it tells each moved day with its weekday, and what it did not move', () => {
  const { text } = campaignNext(['linfen-2020', '--year', '2021'], folder);
  expect(text).toContain('milestones.day：2020-09-15 → 2021-09-15（星期三）');
  expect(text).toContain('文号是去年的（临工办发〔2020〕8号），没有带过来');
  expect(text).toContain('remarks 里的 10 条是去年通知的问题');
  expect(text).toContain('市总宣传网络中心 市网信办');
});

test.each([
  [
    'a day that the year does not have',
    'issued: 2020-06-12',
    'issued: 2020-02-29',
    { code: 'leap-day', path: 'document.issued', text: '2021-02-29 → 2021-02-28' },
  ],
  [
    'an anniversary',
    'name: 2020年',
    'name: 庆祝建党99周年2020年',
    { code: 'text', path: 'name', text: '庆祝建党99周年2021年“网聚职工正能量 争做中国好网民”主题活动' },
  ],
  [
    'a weekday in words',
    'wording: 9月15日前',
    'wording: 9月15日（星期二）前',
    { code: 'weekday-words', path: 'milestones.wording', text: '9月15日（星期二）前' },
  ],
  [
    'days off of one year',
    'holidays: []',
    'holidays: [2020-09-16]',
    { code: 'calendar', path: 'calendar', text: '2020-09-16' },
  ],
])('it names %s', (_, what, by, left) => {
  expect(
    nextYear(source.replace(what, by), 2021).left.map(({ code, path, text }) => ({
      code,
      path,
      text: text.replace(/^2020-02-29 → /, '2021-02-29 → '),
    })),
  ).toContainEqual(left);
});

test.each([
  [['linfen-2020'], '用法', 2],
  [['linfen-2020', '--year', '20'], '用法', 2],
  [['nowhere', '--year', '2021'], '没有找到', 1],
  [['linfen-2020', '--year', '2020'], '就是 2020 年', 1],
])('%j is refused in words', (args, words, exitCode) => {
  const refused = campaignNext(args, folder);
  expect([refused.text.includes(words), refused.exitCode]).toEqual([true, exitCode]);
  expect(readdirSync(folder)).toEqual(['linfen-2020.yaml']);
});

test('a file that is there is not written over', () => {
  writeFileSync(path.join(folder, 'linfen-2021.yaml'), 'mine');
  expect(campaignNext(['linfen-2020', '--year', '2021'], folder).text).toContain('没有覆盖');
  expect(readFileSync(path.join(folder, 'linfen-2021.yaml'), 'utf8')).toBe('mine');
});

test('an office is warned of an early erase day, of an id used twice, and of a year without calendar', () => {
  const file = path.join(folder, 'mine.yaml');
  const early = { ...shippedCampaign, privacy: { ...shippedCampaign.privacy, eraseAfter: '2020-09-01' } };
  const codes = (campaign: typeof shippedCampaign) =>
    campaignWarnings(campaign, file, []).map(({ code, facts }) => [code, facts.day ?? facts.id ?? facts.year]);
  expect(codes(shippedCampaign)).toEqual([]);
  expect(codes(early)).toEqual([['erase-before-end', '2020-09-01']]);
  const milestones = shippedCampaign.milestones.map((one) => (one.day ? { ...one, day: '2020-09-20' } : one));
  expect(codes({ ...shippedCampaign, milestones })).toEqual([['same-id', 'linfen-2020']]);
  const far = [{ id: 'p', name: '', text: '', clause: '', from: '2099-01', to: '2099-02' }];
  expect(
    codes({
      ...shippedCampaign,
      id: 'other',
      phases: far,
      privacy: { ...shippedCampaign.privacy, eraseAfter: '2100-01-01' },
    }),
  ).toEqual([['year-unknown', 2099]]);
});
