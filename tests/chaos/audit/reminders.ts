import { beijingDay } from '../../../src/domain/time.ts';
import type { Platform } from '../platform.ts';
import type { Books, Violation } from './books.ts';
import { describe } from './posts.ts';

export interface ReminderCounts {
  /** Days on which the groups were reminded. */
  days: number;
  posts: number;
}

/** The key of a day's post to the groups; other audiences have others. */
const GROUP_DAY = /^\d{4}-\d\d-\d\d$/;

/** At most one post a day in each group, made by whoever claimed the day, and one in every group then. */
export function auditReminders(
  books: Books,
  platforms: Platform[],
): { violations: Violation[]; counts: ReminderCounts } {
  const violations: Violation[] = [];
  const days = books.reminders.filter(({ key }) => GROUP_DAY.test(key));
  const posted = new Set(days.filter(({ state }) => state === 'posted').map(({ key }) => key));
  const claimed = new Set(days.map(({ key }) => key));
  let posts = 0;
  for (const { channel, groups } of platforms)
    for (const group of groups) {
      const made = books.outbound.filter(
        (one) => one.channel === channel && one.chatId === group && one.inboundId === null,
      );
      posts += made.length;
      const seen = new Set<string>();
      for (const post of made) {
        const day = beijingDay(post.createdAt);
        if (seen.has(day)) violations.push({ rule: 'two reminders in a group on one day', what: describe(post) });
        if (!claimed.has(day))
          violations.push({ rule: 'a reminder on a day that nobody claimed', what: describe(post) });
        seen.add(day);
      }
      for (const day of posted)
        if (!seen.has(day))
          violations.push({ rule: 'no reminder on a day that was claimed', what: `${group} on ${day}` });
    }
  return { violations, counts: { days: posted.size, posts } };
}
