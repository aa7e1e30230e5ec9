import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CampaignInvalid, loadCampaign } from '../../src/adapters/campaign-file.ts';
import { SHIPPED_CAMPAIGN_FILE, shippedCampaign } from '../support/campaign.ts';

const shipped = readFileSync(SHIPPED_CAMPAIGN_FILE, 'utf8');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'campaign-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function refusal(content: string | Uint8Array): string {
  const path = join(folder, 'next.yaml');
  writeFileSync(path, content);
  try {
    loadCampaign(path);
  } catch (error) {
    expect(error).toBeInstanceOf(CampaignInvalid);
    return (error as Error).message;
  }
  throw new Error('the campaign was accepted');
}

/** Puts `by` in the place of the only occurrence of `what`; gives the text and the line it happened on. */
function edited(what: string, by: string): { text: string; line: number } {
  expect(shipped.split(what), what).toHaveLength(2);
  return { text: shipped.replace(what, by), line: shipped.slice(0, shipped.indexOf(what)).split('\n').length };
}

describe('a wrong campaign file', () => {
  it.each([
    [
      'criteria that do not add to 100',
      'name: 内容质量, weight: 30,',
      'name: 内容质量, weight: 29.5,',
      -2,
      'review.criteria: 评分各项的 weight 加起来要是 100，现在是 99.5。',
    ],
    [
      'a vote that nothing makes room for',
      '  reach: 1\n',
      '  reach: 1\n  groups: [{ id: expert, name: 专家, weight: 90, judges: 3 }]\n  votes: { weight: 20 }\n',
      1,
      'review.groups: 各组评委和投票的 weight 加起来要是 100，现在是 110。',
    ],
    [
      'an award with two quotas',
      'name: 一等奖, share: 10 }',
      'name: 一等奖, share: 10, places: 1 }',
      0,
      'review.awards[0]: 每个奖项写 places（几件）或 share（百分之几），写一样，不能都写，也不能都不写。',
    ],
    [
      'a tie by a criterion that is none',
      '[{ criterion: theme }, median, earlier]',
      '[{ criterion: thema }, median, earlier]',
      0,
      'review.ties[0].criterion: 这里没有编号“thema”。现有：theme content form',
    ],
    [
      'a third decimal',
      'name: 艺术表现, weight: 30,',
      'name: 艺术表现, weight: 30.001,',
      0,
      'review.criteria[2].weight: “30.001”最多写两位小数。',
    ],
    [
      'a text where a number belongs',
      '[1, 1, 1, 10, 1, 2, 1, 1] }\n    - { unit: huozhou',
      '[1, x, 1, 10, 1, 2, 1, 1] }\n    - { unit: huozhou',
      0,
      'table.rows[0].cells[1]: 这里要写数字，现在是“x”。',
    ],
    [
      'a number where a text belongs',
      "phones: ['13502005741']",
      'phones: [13502005741]',
      0,
      'categories[1].project.contact.phones[0]: 这里要写文字，现在是 13502005741；数字当文字用时请加引号。',
    ],
    ['a number below zero', 'number: 50', 'number: -50', 0, 'cityTargets[1].number: 数字太小：最小 0，现在是 -50。'],
    ['half a work', 'number: 50', 'number: 50.5', 0, 'cityTargets[1].number: 这里要写整数，现在是“50.5”。'],
    [
      'an unknown key',
      '  purpose: ',
      '  porpose: x\n  purpose: ',
      0,
      'privacy.porpose: 不认识“porpose”这一项，请核对拼写，或删去。',
    ],
    ['a missing key', 'kind: report\n', '\n', -4, 'categories[10].kind: 少了“kind”这一项，请补上。'],
    [
      'nothing behind a key',
      'issuer: 临汾市总工会、临汾市委网络安全和信息化委员会办公室',
      'issuer:',
      0,
      'issuer: 这里要写文字。',
    ],
    [
      'a kind that does not exist',
      'kind: ambassador',
      'kind: volunteer',
      0,
      'categories[9].kind: 这里只能写其中之一：work event ambassador report；现在是“volunteer”。',
    ],
    [
      'a check that does not exist',
      'kind: duration-under',
      'kind: loudness',
      0,
      'categories[1].rules[1].check.kind: 这里只能写其中之一：format duration-under size-under duration size pixels resolution dpi words lines pages original copies pieces people author-limit naming；现在是“loudness”。',
    ],
    [
      'a unit in the table that does not exist',
      '{ unit: yonghe,',
      '{ unit: yonghee,',
      0,
      `table.rows[16].unit: 单位里没有编号“yonghee”。现有：${shippedCampaign.units.map(({ id }) => id).join(' ')}`,
    ],
    [
      'a unit twice in the table',
      '{ unit: yonghe,',
      '{ unit: daning,',
      0,
      'table.rows[16].unit: “daning”前面已经有了，不能重复。',
    ],
    [
      'a column that is no category',
      'song, micro_course]',
      'songs, micro_course]',
      0,
      `table.columns[6]: 类别里没有编号“songs”。现有：${shippedCampaign.categories.map(({ id }) => id).join(' ')}`,
    ],
    ['an id twice', '- id: bulletin', '- id: report', 0, 'milestones[2].id: “report”前面已经有了，不能重复。'],
    ['a category twice', '- id: micro_film', '- id: photo', 0, 'categories[8].id: “photo”前面已经有了，不能重复。'],
    ['a phase twice', '- id: launch', '- id: promotion', 6, 'phases[1].id: “promotion”前面已经有了，不能重复。'],
    ['an answer twice', 'aspect: late,', 'aspect: naming,', 0, 'answers[12].aspect: “naming”前面已经有了，不能重复。'],
    [
      'jitter the wrong way round',
      'jitterMinutes: [1, 9]',
      'jitterMinutes: [9, 1]',
      0,
      'reminders.jitterMinutes: 随机推迟的分钟数前后颠倒：9 大于 1。',
    ],
    [
      'a day that does not exist',
      'issued: 2020-06-12',
      'issued: 2020-02-30',
      0,
      'document.issued: “2020-02-30”不是一个真实的日期，请写成 2020-09-15 这样。',
    ],
    [
      'a month that does not exist',
      'month: 2020-11',
      'month: 2020-13',
      0,
      'milestones[2].month: “2020-13”不是月份，请写成 2020-10 这样。',
    ],
    [
      'a milestone without a date',
      '    month: 2020-11\n',
      '',
      -2,
      'milestones[2]: 这个节点没写时间：请写 day（某日）或 month（某月）。',
    ],
    [
      'a milestone with two dates',
      '    month: 2020-11\n',
      '    month: 2020-11\n    day: 2020-11-30\n',
      -2,
      'milestones[2]: 这个节点同时写了 day 和 month，请只留一个。',
    ],
    [
      'a phase that ends before it begins',
      '    to: 2020-08',
      '    to: 2020-05',
      0,
      'phases[1].to: 阶段的结束月份早于开始月份 2020-06。',
    ],
    [
      'reminders for a milestone that does not exist',
      '  milestone: report',
      '  milestone: reports',
      0,
      'reminders.milestone: 节点里没有编号“reports”。现有：report review bulletin',
    ],
    [
      'reminders for a milestone without a day',
      '  milestone: report',
      '  milestone: review',
      0,
      'reminders.milestone: 提醒要对着某一天，节点“review”只有月份，请换一个节点，或给它写上 day。',
    ],
    [
      'a digest in a phase that does not exist',
      '  digest: { weekday: 1, phase: promotion }',
      '  digest: { weekday: 1, phase: push }',
      0,
      'reminders.digest.phase: 阶段里没有编号“push”。现有：launch promotion review',
    ],
    [
      'a digest for staff in a phase that does not exist',
      'staffDigest: { weekday: 1, phase: [promotion, review] }',
      'staffDigest: { weekday: 1, phase: push }',
      0,
      'reminders.staffDigest.phase: 阶段里没有编号“push”。现有：launch promotion review',
    ],
    [
      'direct reminders on no day at all',
      'direct: { beforeDays: [3, 1] }',
      'direct: { beforeDays: [] }',
      0,
      'reminders.direct.beforeDays: 项数不够：至少 1 项。',
    ],
    [
      'reminders at a quiet hour',
      "at: '09:00'",
      "at: '21:00'",
      0,
      'reminders.at: 提醒时间落在不打扰的时段 20:00—08:00 里，永远发不出去，请改一处。',
    ],
    [
      'a day both worked and off',
      'workdays: []\n  holidays: []',
      'workdays: [2020-10-01]\n  holidays: [2020-10-01]',
      1,
      'calendar.holidays[0]: 2020-10-01 同时写成了工作日和休息日，请删去一处。',
    ],
    [
      'an address that is no web address',
      "'http://www.hebzgfw.cn'",
      "'javascript:alert(1)'",
      0,
      'categories[2].project.platforms[0].url: “javascript:alert(1)”不是网址，请从 http:// 或 https:// 写起。',
    ],
  ])('names line and fault: %s', (_, what, by, shift, message) => {
    const { text, line } = edited(what, by);
    expect(refusal(text)).toBe(`next.yaml:${line + shift} ${message}`);
  });

  it.each([
    ['a quotation that never ends', "at: '09:00'", "at: '09:00", '从这里开始的引号没有配对的另一半。'],
    ['a key twice', 'issuer: ', 'name: ', '同一层里这一项写了两遍，请删去一处。'],
    ['a tab', '  purpose: ', '\tpurpose: ', '行首用了制表符（Tab），请改成空格。'],
    [
      'a text that begins with an asterisk',
      'office: 市网信办',
      'office: *市网信办',
      '“*市网信办”：以星号开头的文字要加引号。',
    ],
  ])('names the line of the first slip in writing: %s', (_, what, by, message) => {
    const { text, line } = edited(what, by);
    expect(refusal(text)).toBe(`next.yaml:${line}: ${message}`);
  });

  it('tells all problems at once, in the order of the file', () => {
    const units = edited('- { id: huozhou,', '- { id: yaodu,');
    const privacy = edited('eraseAfter: 2021-05-31', 'eraseAfter: soon');
    expect(refusal(units.text.replace('eraseAfter: 2021-05-31', 'eraseAfter: soon')).split('\n')).toEqual([
      `next.yaml:${units.line} units[1].id: “yaodu”前面已经有了，不能重复。`,
      expect.stringMatching(/^next\.yaml:\d+ table\.rows\[1\]\.unit: 单位里没有编号“huozhou”。/),
      `next.yaml:${privacy.line} privacy.eraseAfter: “soon”不是一个真实的日期，请写成 2020-09-15 这样。`,
    ]);
  });

  it('is told by name when it is missing, a folder, empty or saved in another encoding', () => {
    const nowhere = join(folder, 'nowhere.yaml');
    expect(() => loadCampaign(nowhere)).toThrow(`nowhere.yaml: 没有找到这个活动文件：${nowhere}。请核对路径和文件名。`);
    expect(() => loadCampaign(folder)).toThrow('文件打不开（EISDIR）');
    expect(refusal('')).toBe('next.yaml:1: 这里要写成一组“名称: 内容”。');
    expect(refusal(Uint8Array.of(0xc1, 0xd9, 0xb7, 0xda))).toMatch(/^next\.yaml: 文件不是 UTF-8 编码。/);
  });

  it('may begin with the mark that Windows editors leave', () => {
    const path = join(folder, 'marked.yaml');
    writeFileSync(path, `\uFEFF${shipped.replaceAll('\n', '\r\n')}`);
    expect(loadCampaign(path)).toEqual(shippedCampaign);
  });
});
