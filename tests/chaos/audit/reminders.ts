import type { Platform } from '../platform.ts';
import { type Books, firstLine, type Violation } from './books.ts';

export interface ReminderCounts {
  days: number;
  posts: number;
}

/** One post a day in each group, made by the row that claims the day. */
export function auditReminders(
  books: Books,
  platforms: Platform[],
): { violations: Violation[]; counts: ReminderCounts } {
  const violations: Violation[] = [];
  const groups = platforms.flatMap(({ channel, groups: ids }) => ids.map((id) => ({ channel, id })));
  const days = books.reminders.filter(({ state }) => state === 'posted');
  let posts = 0;
  for (const { channel, id } of groups) {
    const made = books.outbound.filter((one) => one.channel === channel && one.chatId === id && one.inboundId === null);
    posts += made.length;
    if (made.length !== days.length)
      violations.push({
        rule: `${made.length} reminders for ${days.length} days`,
        what: `${id}: ${made.map(({ text }) => firstLine(text)).join(' | ')}`,
      });
  }
  return { violations, counts: { days: days.length, posts } };
}
