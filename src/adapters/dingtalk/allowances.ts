import type { UploadLimits } from '../wire/outgoing-file.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

/**
 * Lower than docs/protocol-dingtalk.md, sections 4.1 and 4.9, allows, because clocks differ. The allowance of a session
 * is not published; it is taken to be that of a webhook.
 */
export const ALLOWANCES = {
  chat: [{ most: 18, ms: MINUTE }],
  webhook: [{ most: 18, ms: MINUTE }],
  app: [{ most: 15, ms: SECOND }],
  /** Each call is one of the month's. */
  table: [{ most: 18, ms: MINUTE }],
};

const MEGABYTE = 1024 * 1024;

/** docs/protocol-dingtalk.md, section 4.6. */
export const UPLOADS: UploadLimits = { smallest: 1, largestImage: 20 * MEGABYTE, largestFile: 20 * MEGABYTE };
