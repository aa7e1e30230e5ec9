import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
beforeEach(() => office.reset());
afterAll(() => office.close());

const EXAMPLE = '例如：/延期 大宁县 到 9月18日 山区停电';

describe('/延期', () => {
  it.each([
    ['大宁县 到 9月25日（星期五） 防汛', '大宁县', '2020-09-25', '防汛'],
    ['大宁县 到 周五9月25日 防汛', '大宁县', '2020-09-25', '防汛'],
    ['洪洞县 到 下周五 停电', '洪洞县', '2020-09-18', '停电'],
    ['洪洞县 到 9月28日至30日 停电', '洪洞县', '2020-09-30', '停电'],
    ['洪洞县 到 本月底 停电', '洪洞县', '2020-09-30', '停电'],
    ['洪洞县 9月28日前 停电', '洪洞县', '2020-09-28', '停电'],
    ['洪洞县 到 明年1月5日 停电', '洪洞县', '2021-01-05', '停电'],
  ])('%s', async (text, unit, day, reason) => {
    const [answer] = await office.say('staff-1', `/延期 ${text}`);
    expect(answer).toBe(`已延期：${unit} 到 ${day}（含当天），原为 2020-09-15。理由：${reason}。`);
  });

  it.each([
    ['大宁县 到 9月25日（星期四） 防汛', '“9月25日（星期四）”的日期和星期对不上，请核对后再发，刚才没有记录。'],
    ['大宁县 到 农历八月十五 防汛', '“农历八月十五”像是农历，我不会换算，请写公历日期，如 9月25日。刚才没有记录。'],
    ['大宁县 到 下下周 防汛', '看不懂日期“下下周”。可以写 2020-09-03、9月3日、昨天。'],
    ['大宁县 到 9月31日 防汛', '没有“9月31日”这一天，请核对日期后再发，刚才没有记录。'],
  ])('%s: why not', async (text, why) => {
    expect(await office.say('staff-1', `/延期 ${text}`)).toEqual([`${why}\n${EXAMPLE}`]);
    expect(await office.prisma.extension.count()).toBe(0);
  });

  it('for several, and for all', async () => {
    const [two, ...told] = await office.say('staff-1', '/延期 吉县 蒲县 到 9月28日 防汛');
    expect(two).toBe('已给 2 家延期到 2020-09-28（含当天）：吉县、蒲县。理由：防汛。');
    expect(told.map((one) => one.split(' ')[0])).toEqual(['[direct/jixian-1]', '[direct/puxian-1]']);
    const [all] = await office.say('staff-1', '/延期 全市 摄影 到 10月9日 国庆');
    expect(all).toMatch(/^已给 20 家延期（摄影）到 2020-10-09（含当天）：尧都区、/);
  });
});

describe('in plain words', () => {
  it.each([
    ['给大宁县延期到9月25日（星期五），防汛', '/延期 大宁县 日期:2020-09-25 理由:防汛'],
    ['给大宁县延期到9月25日 周五，防汛', '/延期 大宁县 日期:2020-09-25 理由:防汛'],
    ['大宁县延期到星期五（9月25日），防汛', '/延期 大宁县 日期:2020-09-25 理由:防汛'],
    ['给大宁县延期到9月25日至28日，防汛', '/延期 大宁县 日期:2020-09-28 理由:防汛'],
    ['给大宁县延期到9月25日上午，防汛', '/延期 大宁县 日期:2020-09-25 理由:防汛'],
  ])('%s', async (text, command) => {
    const [answer] = await office.say('staff-1', text);
    expect(answer).toContain(`等于发：${command}\n`);
  });

  it('a weekday that does not fit is asked about', async () => {
    const [answer] = await office.say('staff-1', '给大宁县延期到9月25日（星期四），防汛');
    expect(answer?.split('\n')[0]).toBe('“9月25日（星期四）”的日期和星期对不上，请核对后再发，刚才没有记录。');
  });
});

describe('the last extension holds', () => {
  const holding = (answer: string | undefined) =>
    answer?.split('\n').filter((line) => line.includes('延期') || line.includes('截止'));

  it('is the only one listed, with the days to it, and can be taken back', async () => {
    await office.say('staff-1', '/延期 吉县 到 9月18日 停电');
    await office.say('staff-1', '/延期 吉县 到 9月30日 防汛');
    expect(holding((await office.say('jixian-1', '/截止'))[0])).toEqual([
      '离本单位的报送截止（2020-09-30）还有 20 天。',
      '吉县 已延期到 2020-09-30（含当天）',
    ]);
    await office.move('2020-09-19T09:00:00+08:00');
    expect(holding((await office.say('jixian-1', '/截止'))[0])?.[0]).toBe(
      '离本单位的报送截止（2020-09-30）还有 11 天。',
    );
    expect(await office.say('staff-1', '/取消延期 吉县')).toEqual([
      '已取消延期：吉县 恢复到 2020-09-15（含当天），原已延到 2020-09-30。',
      '[direct/jixian-1] 吉县的延期取消了，报送截止恢复到 2020-09-15（含当天 24:00 前），原已延到 2020-09-30。请尽快报送，有困难请联系市总。',
    ]);
    expect(holding((await office.say('jixian-1', '/截止'))[0])).toEqual(['报送截止已过 4 天，仍可报，会标“迟报”。']);
    expect(await office.say('staff-1', '/取消延期 吉县')).toEqual(['吉县没有延期，不用取消。']);
  });

  it('of one category, the others stay as they are', async () => {
    await office.say('staff-1', '/延期 吉县 到 9月30日 防汛');
    await office.say('staff-1', '/延期 吉县 摄影 到 9月22日 补拍');
    expect(holding((await office.say('jixian-1', '/截止'))[0])?.slice(1)).toEqual([
      '吉县 已延期到 2020-09-30（含当天）',
      '吉县 摄影 已延期到 2020-09-22（含当天）',
    ]);
  });

  it('is taken back in plain words too, and only by staff', async () => {
    await office.say('staff-1', '/延期 吉县 到 9月30日 防汛');
    expect((await office.say('staff-1', '吉县的延期取消'))[0]).toContain('等于发：/取消延期 吉县\n');
    const [done] = await office.say('staff-1', '确认');
    expect(done).toBe('已取消延期：吉县 恢复到 2020-09-15（含当天），原已延到 2020-09-30。');
    expect((await office.say('jixian-1', '/取消延期 吉县'))[0]).toContain('没有这个权限');
  });
});

describe('a request is granted by its number', () => {
  it('and no word of its reason is read again', async () => {
    const [passed, toStaff] = await office.say('quwo-1', '/申请 延期 到 9月22日 人手不够 到:2020-12-31');
    expect(passed).toMatch(/^已转市总（申请 1）：延期到 2020-09-22（周二），因为人手不够 到:2020-12-31。/);
    expect(toStaff).toContain('\n同意请发：/申请 同意 1\n');
    expect((await office.say('quwo-1', '/申请 同意 1'))[0]).toContain('没有这个权限');
    expect((await office.say('staff-1', '/申请 同意 1'))[0]).toBe(
      '已延期：曲沃县 到 2020-09-22（含当天），原为 2020-09-15。理由：人手不够 到:2020-12-31。',
    );
    expect(await office.say('staff-1', '/申请')).toEqual(['没有待办的申请。']);
    expect((await office.say('staff-1', '/申请 同意 1'))[0]?.split('\n')[0]).toBe(
      '没有待办的申请“1”。发 /申请 看有哪些。',
    );
  });

  it('a new coordinator is invited', async () => {
    await office.say('quwo-1', '/申请 换联络员 王梅');
    const [invited, settled] = await office.say('staff-1', '/申请 同意 1');
    expect(invited).toMatch(/曲沃县/);
    expect(invited).toMatch(/[A-Z0-9]{4}-[A-Z0-9]{4}/);
    expect(settled).toBe('申请 1 办结了。');
  });
});

describe('hours', () => {
  it.each([
    ['/提醒 新增 10月12日 9点半', '2020-10-12 09:30'],
    ['/提醒 新增 10月12日 下午3点', '2020-10-12 15:00'],
    ['/提醒 新增 10月12日 上午9点一刻', '2020-10-12 09:15'],
    ['/提醒 新增 10月12日 09:05', '2020-10-12 09:05'],
    ['/提醒 新增 下个月12号 15：30', '2020-10-12 15:30'],
  ])('%s', async (text, at) => {
    expect((await office.say('staff-1', text))[0]).toContain(at);
  });

  it('so long from now', async () => {
    await office.move('2020-10-12T08:30:00+08:00');
    expect((await office.say('staff-1', '/提醒 新增 一个半小时后'))[0]).toContain('2020-10-12 10:00');
  });

  it('an hour that no day has is named', async () => {
    expect((await office.say('staff-1', '/提醒 新增 10月12日 25:00'))[0]?.split('\n')[0]).toBe(
      '看不懂时间“25:00”，请写成 09:00 这样。',
    );
  });
});

it('an event of several days has its first, and the note says the rest', async () => {
  await office.say('jixian-1', '/活动 网安进企业 日期:9月3日至5日 企业:瑞丰钢厂 人数:60');
  const { fields } = await office.prisma.submission.findUniqueOrThrow({ where: { number: 1 } });
  expect(fields).toEqual({ date: '2020-09-03', company: '瑞丰钢厂', attendance: '60', note: '9月3日至5日' });
});
