// What days, hours, the calendar and the reminders come to in the zone of this process, as one line of JSON.
import { officialCalendar } from '../../src/adapters/calendar.ts';
import { dayRead, daysNamed, readDay } from '../../src/application/language/days.ts';
import { timesNamed } from '../../src/application/language/hours.ts';
import { addWorkdays } from '../../src/domain/calendar.ts';
import { daysLeft, deadlinesOf } from '../../src/domain/deadline.ts';
import { occasionsOf } from '../../src/domain/reminder.ts';
import { addDays, beijingDay, beijingDayAndTime, instantAt } from '../../src/domain/time.ts';
import { shippedCampaign } from './campaign.ts';
import { grammar, listener, NOW } from './language.ts';

const calendar = officialCalendar(shippedCampaign.calendar);
const reader = { grammar, calendar };
const year = Array.from({ length: 366 }, (_, index) => addDays('2020-01-01', index));
const SAID = [
  '今天',
  '明天',
  '下周五',
  '9月25日（星期五）',
  '月底',
  '国庆节后第一个工作日',
  '3个工作日后',
  '明年1月1日',
  '9.3-9.5',
];
const late = new Date('2020-09-10T23:59:59+08:00');
const deadlines = deadlinesOf(shippedCampaign, [{ unitId: 'daning', categoryId: '', day: '2020-09-30', at: NOW }]);
const hear = listener();

console.log(
  JSON.stringify({
    zone: new Date('2020-09-10T00:30:00+08:00').getDate(),
    workdays: year.filter((day) => calendar.isWorkday(day)).join(' '),
    nth: [1, 3, -1].map((n) => addWorkdays(calendar, '2020-09-30', n)),
    days: SAID.map((text) => readDay(reader, text, beijingDay(NOW))),
    named: daysNamed(reader, '9月3日至5日，下周一').map((one) => dayRead(reader, one, beijingDay(NOW), 'future')),
    hours: timesNamed(grammar, '下午3点，9点半').map(({ minutes }) => minutes),
    heard: ['一小时后提醒没报的', '明天上午9点催一下', '给大宁延期到下周五，停电'].map((text) =>
      hear({ text, role: 'city' }),
    ),
    left: [NOW, late].map((now) => [deadlines.base, deadlines.of('daning', '')].map((one) => daysLeft(now, one))),
    clock: [NOW, late, instantAt('2020-09-11', '00:00')].map(beijingDayAndTime),
    reminders: (['group', 'direct', 'staff'] as const).map((audience) =>
      occasionsOf(shippedCampaign, deadlines, calendar, audience).map(({ day, dueAt }) => [day, dueAt.toISOString()]),
    ),
  }),
);
