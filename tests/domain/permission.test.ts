import { describe, expect, it, test } from 'vitest';
import { type Action, type Actor, may, mayForSomeUnit, type Role } from '../../src/domain/permission.ts';

const actor = (role: Role, unitId = ''): Actor => ({ personId: 1, roles: [{ role, unitId }] });

const actors = {
  coordinator: actor('coordinator', 'yaodu'),
  staff: actor('staff'),
  judge: actor('judge'),
  admin: actor('admin'),
  stranger: { roles: [] },
} satisfies Record<string, Actor>;

type Row = [action: Action, coordinator: string, staff: string, judge: string, admin: string, stranger: string];

// docs/product.md, section 4. yes: for every unit; own: for the own unit only; -: no.
const table: Row[] = [
  ['help', 'yes', 'yes', 'yes', 'yes', 'yes'],
  ['identify', 'yes', 'yes', 'yes', 'yes', 'yes'],
  ['read-notice', 'yes', 'yes', 'yes', 'yes', 'yes'],
  ['read-totals', 'yes', 'yes', 'yes', 'yes', '-'],
  ['read-missing', 'yes', 'yes', 'yes', 'yes', '-'],
  ['read-unit', 'own', 'yes', '-', 'yes', '-'],
  ['read-missing-details', '-', 'yes', '-', 'yes', '-'],
  ['report', 'own', 'yes', '-', '-', '-'],
  ['edit-entry', 'own', 'yes', '-', '-', '-'],
  ['screen', 'own', 'yes', '-', '-', '-'],
  ['send-in', 'yes', 'yes', 'yes', 'yes', 'yes'],
  ['review', '-', 'yes', '-', 'yes', '-'],
  ['extend', '-', 'yes', '-', 'yes', '-'],
  ['nudge', '-', 'yes', '-', 'yes', '-'],
  ['schedule', '-', 'yes', '-', 'yes', '-'],
  ['export', '-', 'yes', '-', 'yes', '-'],
  ['close-campaign', '-', 'yes', '-', 'yes', '-'],
  ['invite-coordinator', '-', 'yes', '-', 'yes', '-'],
  ['invite-role', '-', '-', '-', 'yes', '-'],
  ['read-people', '-', 'yes', '-', 'yes', '-'],
  ['release', '-', 'yes', '-', 'yes', '-'],
  ['release-role', '-', '-', '-', 'yes', '-'],
  ['hand-over', '-', 'yes', '-', 'yes', '-'],
  ['bind-group', '-', '-', '-', 'yes', '-'],
  ['change-target', '-', '-', '-', 'yes', '-'],
  ['score', '-', '-', 'yes', '-', '-'],
  ['lead-review', '-', 'yes', '-', 'yes', '-'],
  ['read-review', '-', 'yes', 'yes', 'yes', '-'],
];

const reach = (who: Actor, action: Action) => {
  const answers = [may(who, action), may(who, action, 'yaodu'), may(who, action, 'puxian')].join();
  return { 'true,true,true': 'yes', 'false,true,false': 'own', 'false,false,false': '-' }[answers] ?? answers;
};

describe('who may do what', () => {
  it.each(table)('%s: coordinator %s, staff %s, judge %s, admin %s, not bound %s', (action, ...expected) => {
    expect(Object.values(actors).map((who) => reach(who, action))).toEqual(expected);
  });

  it.each(table)('%s: for some unit', (action, ...expected) => {
    const some = Object.values(actors).map((who) => mayForSomeUnit(who, action));
    expect(some).toEqual(expected.map((answer) => answer !== '-'));
  });
});

describe('what is not granted is refused', () => {
  it.each<[string, Actor, string, string | undefined]>([
    ['an unknown action', actors.admin, 'erase-everything', 'yaodu'],
    ['a name every object has', actors.admin, 'constructor', 'yaodu'],
    ['an unknown role', actor('mayor' as Role, 'yaodu'), 'read-totals', 'yaodu'],
    ['a role named like what every object has', actor('toString' as Role, 'yaodu'), 'read-totals', 'yaodu'],
    ['a coordinator of no unit', actor('coordinator', ''), 'report', ''],
  ])('%s', (_, who, action, unitId) => {
    expect([may(who, action as Action, unitId), mayForSomeUnit(who, action as Action)]).toEqual([false, false]);
  });
});

test('several roles add up, each for its own unit', () => {
  const roles = [
    { role: 'coordinator', unitId: 'yaodu' },
    { role: 'coordinator', unitId: 'puxian' },
    { role: 'judge', unitId: '' },
  ] as const;
  const who: Actor = { personId: 1, roles };
  expect(['yaodu', 'puxian', 'guxian'].map((unitId) => may(who, 'report', unitId))).toEqual([true, true, false]);
  expect([may(who, 'score'), may(who, 'report'), may(who, 'review')]).toEqual([true, false, false]);
});
