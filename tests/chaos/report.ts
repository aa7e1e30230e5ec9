import type { Violation } from './audit/books.ts';
import type { FileCounts } from './audit/files.ts';
import type { MessageCounts } from './audit/messages.ts';
import type { PostCounts } from './audit/posts.ts';
import type { RecordCounts } from './audit/records.ts';
import type { ReminderCounts } from './audit/reminders.ts';
import type { Suffered } from './faults.ts';

export interface Report {
  seed: number;
  messages: number;
  seconds: number;
  people: number;
  processes: { started: number; killed: number; terminated: number; cutShort: number; byThemselves: number };
  suffered: Suffered[];
  counts: {
    messages: MessageCounts;
    records: RecordCounts;
    posts: PostCounts;
    files: FileCounts;
    reminders: ReminderCounts;
  };
  /** Of the archive that was written during the run, restored and audited on its own. */
  restored: { messages: number; entries: number; files: number } | undefined;
  violations: Violation[];
}

const SHOWN = 40;

/** What happened and whether it may be trusted, for people. */
export function reportText(report: Report): string {
  const { counts, processes, restored, violations } = report;
  const kinds = new Map<string, number>();
  for (const { kind } of report.suffered) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const rules = new Map<string, number>();
  for (const { rule } of violations) rules.set(rule, (rules.get(rule) ?? 0) + 1);
  const rate = (report.messages / report.seconds).toFixed(1);
  return [
    `seed ${report.seed}: ${report.messages} messages of ${report.people} people in ${report.seconds.toFixed(0)} s (${rate}/s)`,
    `faults: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')}`,
    `processes: ${processes.started} started, ${processes.killed} killed, ${processes.terminated} terminated (${processes.cutShort} of them not done within their ten seconds), ${processes.byThemselves} ended by themselves`,
    `messages: ${counts.messages.acknowledged} acknowledged, ${counts.messages.handled} handled, ${counts.messages.refused} refused or kept back (${counts.messages.refusedYetStored} of them stored), ${counts.messages.lostWithTheLine} lost with a killed line`,
    `records: ${counts.records.entries} entries, ${counts.files.files} files, ${counts.files.receipts} receipts, ${counts.records.filesFailed} files asked for again`,
    `posts: ${counts.posts.shown} shown, ${counts.posts.sent} sent, ${counts.posts.refused} refused, ${counts.posts.unknown} unknown, ${counts.posts.dropped} dropped, ${counts.posts.reported} reported to staff, ${counts.posts.toStaff} meant for staff themselves`,
    `reminders: ${counts.reminders.posts} posts on ${counts.reminders.days} days`,
    restored
      ? `backup under load, restored: ${restored.messages} messages, ${restored.entries} entries, ${restored.files} files`
      : 'backup: none in this run',
    violations.length === 0
      ? 'PASSED: nothing lost, nothing twice'
      : `FAILED: ${violations.length} violations (${[...rules].map(([rule, count]) => `${rule.slice(0, 60)} ×${count}`).join(', ')})`,
    ...violations.slice(0, SHOWN).map(({ rule, what }) => `  ${rule}: ${what}`),
    ...(violations.length > SHOWN ? [`  … and ${violations.length - SHOWN} more`] : []),
    `again: npm run chaos -- --seed ${report.seed} --messages ${report.messages}`,
  ].join('\n');
}
