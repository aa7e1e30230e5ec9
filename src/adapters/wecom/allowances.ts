import type { UploadLimits } from '../wire/outgoing-file.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Below what docs/protocol-wecom.md, sections 4.7, 3 and 2.7, says, as clocks differ. */
export const ALLOWANCES = {
  chat: [
    { most: 25, ms: MINUTE },
    { most: 950, ms: HOUR },
  ],
  uploads: [
    { most: 25, ms: MINUTE },
    { most: 950, ms: HOUR },
  ],
  webhook: [{ most: 18, ms: MINUTE }],
  /** No page says how much a table takes; as a group's robot. */
  table: [{ most: 18, ms: MINUTE }],
  member: [
    { most: 25, ms: MINUTE },
    { most: 950, ms: HOUR },
  ],
};

const MEGABYTE = 1024 * 1024;

/** Pages of different months say 2 and 10 MB for a picture (docs/protocol-wecom.md, section 4.8). */
export const UPLOADS: UploadLimits = { smallest: 5, largestImage: 2 * MEGABYTE, largestFile: 20 * MEGABYTE };
