/** What a message may be meant as (docs/product.md, section 9). */
export const INTENTS = [
  ...(['query_unit_progress', 'query_total_progress', 'query_missing_units', 'query_item_status'] as const),
  ...(['query_quota', 'query_deadline', 'query_phase', 'query_rules', 'query_contact', 'query_receipt'] as const),
  ...(['query_duplicates', 'query_notice_issue', 'submit_work', 'submit_event', 'register_ambassador'] as const),
  ...(['submit_report', 'zero_report', 'report_claim', 'revise_submission', 'withdraw_submission'] as const),
  ...(['request_extension', 'grant_extension', 'change_liaison', 'bind_identity', 'change_quota'] as const),
  ...(['trigger_reminder', 'schedule_reminder', 'configure_reminder', 'mute_reminder'] as const),
  ...(['approve_submission', 'return_submission', 'export_summary', 'export_files'] as const),
  ...(['generate_bulletin', 'configure_bulletin', 'dispute_count', 'ignore'] as const),
  ...(['refuse_pii', 'refuse_unauthorized', 'out_of_scope_assist'] as const),
] as const;

export type Intent = (typeof INTENTS)[number];

const WRITES: readonly Intent[] = [
  ...(['submit_work', 'submit_event', 'register_ambassador', 'submit_report', 'zero_report', 'report_claim'] as const),
  ...(['revise_submission', 'withdraw_submission', 'request_extension', 'grant_extension', 'change_liaison'] as const),
  ...(['change_quota', 'trigger_reminder', 'schedule_reminder', 'configure_reminder', 'mute_reminder'] as const),
  ...(['approve_submission', 'return_submission'] as const),
];

const OF_STAFF: readonly Intent[] = [
  ...(['grant_extension', 'change_quota', 'trigger_reminder', 'schedule_reminder', 'approve_submission'] as const),
  ...(['return_submission', 'export_summary', 'export_files', 'generate_bulletin', 'configure_bulletin'] as const),
];

/** Whether it is mostly staff who say it. */
export const isOfStaff = (intent: Intent): boolean => OF_STAFF.includes(intent);

/** Whether somebody who means this wants something changed. */
export const isWrite = (intent: Intent): boolean => WRITES.includes(intent);

export type SlotValue = string | number | boolean | null | SlotValue[] | { [name: string]: SlotValue };
export type Slots = Record<string, SlotValue>;

/** What a message is meant as. What was not said is left out. */
export interface Interpretation {
  intent: Intent;
  slots: Slots;
}
