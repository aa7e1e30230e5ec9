import { describe, expect, it } from 'vitest';
import { officialCalendar } from '../../src/adapters/calendar.ts';
import { readDay } from '../../src/application/language/days.ts';
import { timesNamed } from '../../src/application/language/hours.ts';
import { grammar } from '../support/language.ts';

const reader = { grammar, calendar: officialCalendar({ workdays: [], holidays: [] }) };

const today = '2020-09-10';

describe('a day, typed on 2020-09-10', () => {
  it.each([
    ['2020-09-03', '2020-09-03'],
    ['2020-9-3', '2020-09-03'],
    ['2020/9/3', '2020-09-03'],
    ['2020.9.3', '2020-09-03'],
    ['2020-9/3', '2020-09-03'],
    ['20200903', '2020-09-03'],
    ['2020年9月3日', '2020-09-03'],
    ['2020 年 9 月 3 号', '2020-09-03'],
    ['２０２０年９月３日', '2020-09-03'],
    ['2021-1-1', '2021-01-01'],
    ['9月3日', '2020-09-03'],
    ['9月3号', '2020-09-03'],
    ['09月03', '2020-09-03'],
    ['12月31日', '2020-12-31'],
    ['9-3', '2020-09-03'],
    ['9.3', '2020-09-03'],
    ['９．３', '2020-09-03'],
    ['9/3', '2020-09-03'],
    ['3日', '2020-09-03'],
    ['3号', '2020-09-03'],
    ['15号', '2020-09-15'],
    ['2月29日', '2020-02-29'],
    ['今天', '2020-09-10'],
    ['昨天', '2020-09-09'],
    ['前天', '2020-09-08'],
    ['大前天', '2020-09-07'],
    ['明天', '2020-09-11'],
    [' 后天 ', '2020-09-12'],
    ['大后天', '2020-09-13'],
  ])('%s is %s', (text, day) => {
    expect(readDay(reader, text, today)).toEqual({ ok: true, day });
  });

  it.each(['2月30日', '2020-02-30', '2021-02-29', '31号', '0号', '13-1', '13月1日', '20201301', '9月0日', '99.99'])(
    '%s is impossible',
    (text) => {
      expect(readDay(reader, text, today)).toEqual({ ok: false, reason: 'impossible' });
    },
  );

  it.each(['', '瑞丰钢厂', '3', '2020', '2020-9', '9月', '123号', '2020年', '-3', '9--3', '天'])(
    '%j is unreadable',
    (text) => {
      expect(readDay(reader, text, today)).toEqual({ ok: false, reason: 'unreadable' });
    },
  );
});

it.each([
  ['后天', '2021-01-01'],
  ['1月3日', '2020-01-03'], // a year that is left out is today's, even for what lies far back
  ['31日', '2020-12-31'],
])('at the end of the year, %s is %s', (text, day) => {
  expect(readDay(reader, text, '2020-12-30')).toEqual({ ok: true, day });
});

it.each([
  ['9月25日（星期五）', '2020-09-25'],
  ['9月25日 周五', '2020-09-25'],
  ['下周五', '2020-09-18'],
  ['本月底', '2020-09-30'],
  ['3天后', '2020-09-13'],
  ['国庆节后第一个工作日', '2020-10-09'],
  ['9月15日前', '2020-09-15'],
])('as spoken, %s is %s', (text, day) => {
  expect(readDay(reader, text, today)).toEqual({ ok: true, day });
});

it('a weekday that does not fit is told, and decides nothing', () => {
  expect(readDay(reader, '9月25日（星期四）', today)).toEqual({ ok: false, reason: 'weekday', day: '2020-09-25' });
});

it.each([
  ['9月3日上午', '2020-09-03'],
  ['9月3日下午3点', '2020-09-03'],
  ['9月3日 09:00-11:00', '2020-09-03'],
  ['周五9月25日', '2020-09-25'],
  ['星期五（9月25日）', '2020-09-25'],
  ['下周五（9月18日）', '2020-09-18'],
  ['明天（周五）', '2020-09-11'],
  ['明年3月1日', '2021-03-01'],
  ['去年12月5日', '2019-12-05'],
  ['2021年2月底', '2021-02-28'],
  ['明年2月底', '2021-02-28'],
  ['年底', '2020-12-31'],
  ['9月底', '2020-09-30'],
  ['下下周三', '2020-09-23'],
  ['下个月5号', '2020-10-05'],
])('with what stands around it, %s is %s', (text, day) => {
  expect(readDay(reader, text, today)).toEqual({ ok: true, day });
});

it.each([
  ['9月3日至5日', '2020-09-03', '2020-09-05'],
  ['9月3日-9月5日', '2020-09-03', '2020-09-05'],
  ['9月3-5日', '2020-09-03', '2020-09-05'],
  ['9月3、4、5日', '2020-09-03', '2020-09-05'],
  ['9.3-9.5', '2020-09-03', '2020-09-05'],
  ['9.3—9.5', '2020-09-03', '2020-09-05'],
  ['9月30日到10月2日', '2020-09-30', '2020-10-02'],
  ['2020年9月3日至5日', '2020-09-03', '2020-09-05'],
  ['2020-09-03至2020-09-05', '2020-09-03', '2020-09-05'],
  ['3号到5号', '2020-09-03', '2020-09-05'],
  ['9月3日至5日（星期六）', '2020-09-03', '2020-09-05'],
])('%s is from %s to %s', (text, day, last) => {
  expect(readDay(reader, text, today)).toEqual({ ok: true, day, last });
});

it.each([
  ['9月25日（星期四）', { ok: false, reason: 'weekday', day: '2020-09-25' }],
  ['周四9月25日', { ok: false, reason: 'weekday', day: '2020-09-25' }],
  ['后天（周五）', { ok: false, reason: 'weekday', day: '2020-09-12' }],
  ['9月5日至3日', { ok: false, reason: 'impossible' }],
  ['农历八月十五', { ok: false, reason: 'lunar' }],
  ['八月十五（农历）', { ok: false, reason: 'lunar' }],
  ['阴历初八前', { ok: false, reason: 'lunar' }],
  ['腊月廿三', { ok: false, reason: 'lunar' }],
  ['正月十五', { ok: false, reason: 'lunar' }],
  ['下下周', { ok: false, reason: 'unreadable' }],
  ['9月中旬', { ok: false, reason: 'unreadable' }],
])('%s is no day that can be taken: %j', (text, read) => {
  expect(readDay(reader, text, today)).toEqual(read);
});

it.each([
  ['9点半', [570]],
  ['下午3点', [900]],
  ['3点', [900]],
  ['上午九点一刻', [555]],
  ['晚上8点20分', [1220]],
  ['中午12点', [720]],
  ['15：30', [930]],
  ['上午9点和下午3点', [540, 900]],
  ['9月3日', []],
])('in %s the hours are %j minutes after midnight', (text, minutes) => {
  expect(timesNamed(grammar, text).map((one) => one.minutes)).toEqual(minutes);
});

it.each([
  ['一小时后', 60],
  ['半小时后', 30],
  ['两个半小时之后', 150],
  ['过20分钟后', 20],
  ['一刻钟后', 15],
])('%s is %i minutes from now', (text, delay) => {
  expect(timesNamed(grammar, text).map((one) => one.delay)).toEqual([delay]);
});
