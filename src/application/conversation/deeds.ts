import { keepingApart, merging } from './commands/alike.ts';
import { receiving } from './commands/ambassador.ts';
import { changingTarget, closing, reopening } from './commands/campaign.ts';
import { addingChild, removingChild } from './commands/children.ts';
import { extending, takingBack } from './commands/extend.ts';
import { chasing } from './commands/judging.ts';
import { changingMail, claimingMail, dismissingMail } from './commands/mail.ts';
import { releasing } from './commands/members.ts';
import { nudging } from './commands/nudge.ts';
import { pausing, planning, unplanning } from './commands/remind.ts';
import { asking, markingDone } from './commands/request.ts';
import { restoring } from './commands/restore.ts';
import { accepting, reconsidering, returning } from './commands/review.ts';
import { merging as mergingCandidates, passing, sendingBack } from './commands/screen.ts';
import { reportingSent } from './commands/self-report.ts';
import { lettingIn } from './commands/sign-in.ts';
import { withdrawing } from './commands/withdraw.ts';
import { reportingZero } from './commands/zero.ts';
import type { AnySpokenDeed } from './context.ts';
import { correcting } from './intake/correcting.ts';
import { drafting } from './intake/drafting.ts';
import { attaching } from './intake/received.ts';
import { registeringRoster } from './roster/register-roster.ts';
import { recordingRows } from './roster/rows-sheet.ts';

const spokenDeeds: readonly AnySpokenDeed[] = [
  ...[
    drafting,
    receiving,
    registeringRoster,
    recordingRows,
    attaching,
    correcting,
    withdrawing,
    restoring,
    reportingZero,
    reportingSent,
  ],
  ...[
    accepting,
    returning,
    reconsidering,
    merging,
    keepingApart,
    extending,
    takingBack,
    changingTarget,
    closing,
    reopening,
    releasing,
  ],
  ...[passing, sendingBack, mergingCandidates, addingChild, removingChild],
  ...[chasing, nudging, pausing, planning, unplanning, asking, markingDone, lettingIn],
  ...[claimingMail, changingMail, dismissingMail],
];

/** Everything that can wait for consent, by the deed's id. */
export const deeds: ReadonlyMap<string, AnySpokenDeed> = new Map(spokenDeeds.map((one) => [one.deed.id, one]));
