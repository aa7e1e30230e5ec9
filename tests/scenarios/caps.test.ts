import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { progressNow } from '../../src/application/works/ledger.ts';
import { deadlinesOf } from '../../src/domain/deadline.ts';
import { lacking } from '../../src/domain/lack.ts';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let at: Practice;
beforeAll(async () => {
  at = await practice();
});
beforeEach(async () => {
  await at.reset();
  const campaign = structuredClone(at.office.campaign);
  campaign.table.bound = 'max';
  campaign.table.said = { text: '限额推荐，超出名额的按报送顺序取前', clause: '三' };
  delete campaign.table.note;
  campaign.answers = campaign.answers.filter(({ aspect }) => aspect !== 'over_quota');
  at.office.campaign = campaign;
});
afterAll(() => at.close());

const film = (title: string, number: number) =>
  at.say('yaodu-1', `/报送 微视频 《${title}》 作者:李建国`, { files: [video(`${title}.mp4`, number)] });

describe('where the table’s numbers are caps', () => {
  test('what is beyond is kept, counted and named as the notice names it', async () => {
    const first = (await film('夜班的灯', 1)).join('\n');
    expect(first).toContain('尧都区 微视频 1（最多 1）');
    expect(first).not.toContain('超出');
    const second = (await film('黎明的路', 2)).join('\n');
    expect(second).toContain(
      '超出名额 1 件（最多 1），照收、照计，标明超出；通知写：限额推荐，超出名额的按报送顺序取前（三）',
    );
    expect((await at.say('yaodu-1', '/进度')).join('\n')).toContain('微视频 2（最多 1） 超出名额1');
  });

  test('nobody lacks anything, and no number is called a floor', async () => {
    const answer = (await at.say('yaodu-1', '/任务')).join('\n');
    expect(answer).toContain('歌曲 最多 1 首');
    expect(answer).toContain('“最多”是上限');
    expect(answer).not.toContain('下限');
    expect((await at.say('staff-1', '/任务 全市')).join('\n')).not.toContain('可以多报');
    const found = await at.prisma.$transaction((tx) =>
      progressNow({ tx, campaign: at.office.campaign, now: new Date() }),
    );
    // But for the report, which every unit owes.
    const lacked = lacking(found, deadlinesOf(at.office.campaign, [])).flatMap(({ items }) => items);
    expect(new Set(lacked.map(({ categoryId }) => categoryId))).toEqual(new Set(['report']));
    expect([found.target, found.states['no-target']]).toEqual([0, 20]);
    expect((await at.say('staff-1', '/进度 全市')).join('\n')).toContain('全市已收 0；通知没有必须完成的任务数');
  });

  test('a changed cap is a cap', async () => {
    expect((await at.say('admin-1', '/改任务 尧都 微视频 3 依据:来函')).join('\n')).toContain('任务数 1 → 3');
    await film('夜班的灯', 1);
    await film('黎明的路', 2);
    expect((await at.say('yaodu-1', '/进度')).join('\n')).toContain('微视频 2（最多 3）\n');
  });
});
