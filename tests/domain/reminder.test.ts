import { describe, expect, it } from 'vitest';
import { officialCalendar } from '../../src/adapters/calendar.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import { deadlinesOf } from '../../src/domain/deadline.ts';
import { type Audience, afterQuiet, occasionOn, occasionsOf, type Reason } from '../../src/domain/reminder.ts';
import { addDays, beijingDay, beijingDayAndTime, instantAt } from '../../src/domain/time.ts';
import { shippedCampaign as shipped } from '../support/campaign.ts';
import { effort } from '../support/effort.ts';

const calendar = officialCalendar(shipped.calendar);
const none = deadlinesOf(shipped, []);

/** Each day with its reasons in a word or two. */
function schedule(campaign: Campaign, days: string[]): [string, string][] {
  return occasionsOf(campaign, { days, common: days }, calendar).map(({ day, reasons }) => [
    day,
    reasons.map(inWords).join(' + '),
  ]);
}

function inWords(reason: Reason): string {
  switch (reason.kind) {
    case 'before':
      return `${reason.days} before ${reason.deadline} (${reason.left})`;
    case 'on-day':
      return `on ${reason.deadline}`;
    case 'after':
      return `${reason.workingDays} after ${reason.deadline}`;
    case 'phase-opening':
      return `opening ${reason.phase}`;
    case 'platform':
      return `platform of ${reason.categoryId} ${reason.day} (${reason.left})`;
    case 'part':
      return `${reason.text} ${reason.deadline} (${reason.left})`;
    case 'digest':
      return 'digest';
  }
}

/** The shipped campaign with only the reminders around deadlines. */
const plain: Campaign = structuredClone(shipped);
plain.reminders.phaseOpenings = false;
delete plain.reminders.digest;

describe('the schedule', () => {
  it('of the shipped campaign', () => {
    expect(schedule(shipped, none.days)).toEqual([
      ['2020-06-12', 'opening launch + opening promotion'],
      ['2020-06-15', 'digest'],
      ['2020-06-22', 'digest'],
      ['2020-06-29', 'digest'],
      ['2020-07-06', 'digest'],
      ['2020-07-13', 'digest'],
      ['2020-07-20', 'digest'],
      ['2020-07-27', 'digest'],
      ['2020-08-03', 'digest'],
      ['2020-08-10', 'digest'],
      ['2020-08-14', '30 before 2020-09-15 (32)'],
      ['2020-08-17', 'digest'],
      ['2020-08-24', 'digest'],
      ['2020-08-31', '15 before 2020-09-15 (15) + digest'],
      ['2020-09-01', 'opening review'],
      ['2020-09-08', '7 before 2020-09-15 (7)'],
      ['2020-09-11', '3 before 2020-09-15 (4)'],
      ['2020-09-14', '1 before 2020-09-15 (1)'],
      ['2020-09-15', 'on 2020-09-15'],
      ['2020-09-16', '1 after 2020-09-15'],
      ['2020-09-18', '3 after 2020-09-15'],
    ]);
  });

  it('merges what falls on one day, for each deadline apart', () => {
    expect(schedule(plain, ['2020-09-15', '2020-09-18'])).toEqual([
      ['2020-08-14', '30 before 2020-09-15 (32)'],
      ['2020-08-19', '30 before 2020-09-18 (30)'],
      ['2020-08-31', '15 before 2020-09-15 (15)'],
      ['2020-09-03', '15 before 2020-09-18 (15)'],
      ['2020-09-08', '7 before 2020-09-15 (7)'],
      ['2020-09-11', '3 before 2020-09-15 (4) + 7 before 2020-09-18 (7)'],
      ['2020-09-14', '1 before 2020-09-15 (1)'],
      ['2020-09-15', 'on 2020-09-15 + 3 before 2020-09-18 (3)'],
      ['2020-09-16', '1 after 2020-09-15'],
      ['2020-09-17', '1 before 2020-09-18 (1)'],
      ['2020-09-18', '3 after 2020-09-15 + on 2020-09-18'],
      ['2020-09-21', '1 after 2020-09-18'],
      ['2020-09-23', '3 after 2020-09-18'],
    ]);
  });

  it('says once what a long holiday moves to one day; the deadline’s own day stays', () => {
    expect(schedule(plain, ['2020-10-08'])).toEqual([
      ['2020-09-08', '30 before 2020-10-08 (30)'],
      ['2020-09-23', '15 before 2020-10-08 (15)'],
      ['2020-09-30', '1 before 2020-10-08 (8)'],
      ['2020-10-08', 'on 2020-10-08'],
      ['2020-10-09', '1 after 2020-10-08'],
      ['2020-10-12', '3 after 2020-10-08'],
    ]);
  });

  it('begins with the notice, and opens a phase on a working day', () => {
    const campaign = structuredClone(shipped);
    campaign.document.issued = '2020-06-13'; // a Saturday
    campaign.phases = [
      { id: 'over', name: '', from: '2020-04', to: '2020-05', text: '', clause: '' },
      { id: 'launch', name: '', from: '2020-06', to: '2020-06', text: '', clause: '' },
      { id: 'autumn', name: '', from: '2020-10', to: '2020-11', text: '', clause: '' },
    ];
    expect(schedule(campaign, ['2020-06-20'])).toEqual([
      ['2020-06-15', 'opening launch'],
      ['2020-06-17', '3 before 2020-06-20 (3)'],
      ['2020-06-19', '1 before 2020-06-20 (1)'],
      ['2020-06-20', 'on 2020-06-20'],
      ['2020-06-22', '1 after 2020-06-20'],
      ['2020-06-24', '3 after 2020-06-20'],
      ['2020-09-30', 'opening autumn'],
    ]);
  });

  it('moves a digest on a day off to the working day before', () => {
    const campaign = structuredClone(plain);
    campaign.reminders.digest = { weekday: 4, phase: 'autumn' };
    campaign.phases = [{ id: 'autumn', name: '', from: '2020-10', to: '2020-10', text: '', clause: '' }];
    expect(schedule(campaign, [])).toEqual([
      ['2020-09-30', 'digest'],
      ['2020-10-15', 'digest'],
      ['2020-10-22', 'digest'],
      ['2020-10-29', 'digest'],
    ]);
  });

  it('of one day', () => {
    const on = (day: string) => occasionOn(day, shipped, none, calendar)?.reasons.map(({ kind }) => kind);
    expect(['2020-08-31', '2020-09-15', '2020-09-10'].map(on)).toEqual([['before', 'digest'], ['on-day'], undefined]);
  });
});

describe('what is said in direct chats', () => {
  const days = (audience: Audience, deadlines: string[], campaign = shipped) =>
    occasionsOf(campaign, { days: deadlines, common: deadlines }, calendar, audience).map(({ day, reasons }) => [
      day,
      reasons.map(inWords).join(' + '),
    ]);

  it('to coordinators: 3 and 1 days before each deadline, moved off days off as to groups', () => {
    expect(days('direct', ['2020-09-15', '2020-09-18'])).toEqual([
      ['2020-09-11', '3 before 2020-09-15 (4)'],
      ['2020-09-14', '1 before 2020-09-15 (1)'],
      ['2020-09-15', '3 before 2020-09-18 (3)'],
      ['2020-09-17', '1 before 2020-09-18 (1)'],
    ]);
    // Both fall in the holiday: the nearest says it all.
    expect(days('direct', ['2020-10-05'])).toEqual([['2020-09-30', '1 before 2020-10-05 (5)']]);
  });

  it('to staff: on the Mondays of 推进 and of 评选总结, which the deadlines do not change', () => {
    const mondays = days('staff', none.days);
    expect(mondays).toHaveLength(25);
    expect([mondays[0], mondays.at(-1)]).toEqual([
      ['2020-06-15', 'digest'],
      ['2020-11-30', 'digest'],
    ]);
    expect(days('staff', ['2020-09-18'])).toEqual(mondays);
  });

  it('nothing, where the campaign says nothing of it; at the same minute as the group’s', () => {
    const without = structuredClone(shipped);
    delete without.reminders.direct;
    delete without.reminders.staffDigest;
    expect([days('direct', none.days, without), days('staff', none.days, without)]).toEqual([[], []]);
    const at = (audience: Audience) =>
      occasionsOf(shipped, none, calendar, audience).find(({ day }) => day === '2020-09-11')?.dueAt;
    expect(at('direct')).toEqual(at('group'));
  });
});

describe('the hour', () => {
  it('is nine and a few minutes, the same in every process, not the same every day', () => {
    const times = (campaign: Campaign) =>
      occasionsOf(campaign, none, calendar).map(({ dueAt }) => beijingDayAndTime(dueAt));
    const minutes = times(shipped).map((at) => Number(at.slice(14)));
    expect(times(shipped).every((at) => at.slice(11, 14) === '09:')).toBe(true);
    expect(minutes.every((minute) => minute >= 0 && minute <= 9)).toBe(true);
    expect(new Set(minutes).size).toBeGreaterThan(3);
    expect(times(structuredClone(shipped))).toEqual(times(shipped));
    expect(times({ ...shipped, id: 'another' })).not.toEqual(times(shipped));
  });

  it('is never quiet', () => {
    const campaign = structuredClone(plain);
    campaign.reminders.at = '11:58';
    const times = occasionsOf(campaign, none, calendar).map(({ dueAt }) => beijingDayAndTime(dueAt).slice(11));
    expect(times.every((time) => time === '14:30' || (time >= '11:58' && time < '12:00'))).toBe(true);
    expect(times).toContain('14:30');
  });

  it.each([
    ['2020-09-10 11:59', '2020-09-10 11:59'],
    ['2020-09-10 12:00', '2020-09-10 14:30'],
    ['2020-09-10 14:29', '2020-09-10 14:30'],
    ['2020-09-10 14:30', '2020-09-10 14:30'],
    ['2020-09-10 20:00', '2020-09-11 08:00'],
    ['2020-09-10 23:59', '2020-09-11 08:00'],
    ['2020-09-11 00:00', '2020-09-11 08:00'],
    ['2020-09-11 07:59', '2020-09-11 08:00'],
    ['2020-09-11 08:00', '2020-09-11 08:00'],
  ])('%s becomes %s', (before, after) => {
    const [day = '', time = ''] = before.split(' ');
    expect(beijingDayAndTime(afterQuiet(shipped.reminders, instantAt(day, time)))).toBe(after);
  });

  it('passes through quiet intervals that touch, and gives up on a day that is all quiet', () => {
    const rules = (quiet: [string, string][]) => ({ ...shipped.reminders, quiet });
    const noon = instantAt('2020-09-10', '12:00');
    const touching = rules([
      ['13:00', '14:00'],
      ['12:00', '13:00'],
    ]);
    expect(afterQuiet(touching, noon)).toEqual(instantAt('2020-09-10', '14:00'));
    expect(beijingDay(afterQuiet(rules([['00:00', '24:00']]), noon)) > '2020-09-10').toBe(true);
  });
});

it('finds the occasions of a hundred different deadlines at once', () => {
  const days = Array.from({ length: 100 }, (_, index) => addDays('2020-09-15', index));
  const find = () => occasionsOf(shipped, { days, common: days }, calendar);
  expect(find().length).toBeGreaterThan(80);
  expect(effort(find, 200)).toBeLessThan(200);
});
