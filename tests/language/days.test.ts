import { describe, expect, it } from 'vitest';
import { officialCalendar } from '../../src/adapters/calendar.ts';
import { readDay } from '../../src/application/language/days.ts';
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

  it.each(['', '瑞丰钢厂', '3', '2020', '2020-9', '9月', '9月3日上午', '123号', '2020年', '-3', '9--3', '天'])(
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
