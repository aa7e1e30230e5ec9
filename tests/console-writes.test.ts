import { expect, test } from 'vitest';
import type { z } from 'zod';
import { paths, type RouteName } from '../web/shared/contracts/paths.ts';
import { type Route, routes } from '../web/shared/contracts/routes.ts';

/** Nothing that is there is changed by them, or what they end ends by being ended: there is no version to have seen. */
const WITHOUT = {
  practiceSignIn: 'a session begins',
  enter: 'a session begins, and the link works once',
  digits: 'digits are made',
  digitsState: 'a session begins, and the digits work once',
  endSession: 'what has ended stays ended',
  signOut: 'what has ended stays ended',
  invite: 'an invitation is made',
  cancelInvitation: 'what was used or taken back is refused',
  assignReview: 'works that have their judges keep them: it only adds',
  chaseJudges: 'judges are told, each once a day',
  revokePage: 'closes a page, which nobody opens again',
  recuseWork: 'a judge speaks of themselves, once',
  scoreWork: "a paper is its judge's own, nobody else writes it",
  decideAward: 'every decision is kept with its reason, and the last one holds',
  objectToWork: 'an objection is made',
  settleObjection: 'what was settled is refused',
  showLinks: 'the link that was looked at goes with it, and another is refused',
  freezeResults: 'what is frozen is refused',
  reopenResults: 'what is not frozen is refused',
  draftPaper: 'a draft is made',
  claimMail: 'what was claimed or put aside is refused',
  changeMail: 'what was claimed or put aside is refused',
  dismissMail: 'what was claimed or put aside is refused',
  takeSnapshot: 'a snapshot is made of how things stand, whatever was seen',
} as const satisfies Partial<Record<RouteName, string>>;

const accepts = (body: z.ZodType | undefined, sent: unknown) => body?.safeParse(sent).success === true;

/** Whether a body is refused for want of `seen`, beside it or in each item. */
function wantsSeen({ body }: Route): boolean {
  const issues = ['accept', 'pass'].flatMap((verdict) => body?.safeParse({ items: [{}], verdict }).error?.issues ?? []);
  return issues.some(({ path }) => path.at(-1) === 'seen');
}

test('every write of the console carries the version seen, but for those that change nothing that is there', () => {
  const writes = (Object.keys(paths) as RouteName[]).filter((name) => paths[name][0] === 'POST');
  const without = writes.filter((name) => !wantsSeen(routes[name]));
  expect(without.sort()).toEqual(Object.keys(WITHOUT).sort());
  expect(accepts(routes.addReminder.body, { day: '2020-09-21' })).toBe(false);
  expect(accepts(routes.addReminder.body, { day: '2020-09-21', seen: 'x' })).toBe(true);
});
