import type { AnyCommand } from '../context.ts';
import { notSameCommand, sameCommand } from './alike.ts';
import { ambassador } from './ambassador.ts';
import { late, pending, today } from './arrivals.ts';
import { bindGroup, changeTarget, close, reopen } from './campaign.ts';
import { campaigns, switchCampaign } from './campaigns.ts';
import { children } from './children.ts';
import { collect } from './collect.ts';
import { addFiles, correct, exchangeFiles } from './correct.ts';
import { mine, show } from './entries.ts';
import { event } from './event.ts';
import { exportCommand } from './export.ts';
import { cancelExtension, extend } from './extend.ts';
import { cancel, done } from './finish.ts';
import { help } from './help.ts';
import { invite } from './invite.ts';
import { judging } from './judging.ts';
import { mail } from './mail.ts';
import { handOver, people, release } from './members.ts';
import { missing } from './missing.ts';
import { contact, deadline, phase, platform, problems, rules } from './notice.ts';
import { nudge } from './nudge.ts';
import { onPlatform } from './on-platform.ts';
import { bulletin, publicity } from './papers.ts';
import { bind, claim, whoami } from './people.ts';
import { myInfo, privacy } from './privacy.ts';
import { progress } from './progress.ts';
import { receipt, verify } from './receipt.ts';
import { remind } from './remind.ts';
import { report } from './report.ts';
import { request } from './request.ts';
import { restore } from './restore.ts';
import { results } from './results.ts';
import { accept, reconsider, returnCommand } from './review.ts';
import { score } from './score.ts';
import { screen } from './screen.ts';
import { selfReport } from './self-report.ts';
import { signIn, signOut } from './sign-in.ts';
import { snapshot } from './snapshot.ts';
import { submit } from './submit.ts';
import { target } from './target.ts';
import { template } from './template.ts';
import { upload } from './upload.ts';
import { view } from './view.ts';
import { withdraw } from './withdraw.ts';
import { zero } from './zero.ts';

/** Everything a person can say, in the order of the help page. */
export const commands: AnyCommand[] = [
  ...[
    submit,
    event,
    ambassador,
    report,
    template,
    zero,
    selfReport,
    request,
    upload,
    done,
    cancel,
    mine,
    show,
    view,
    receipt,
    verify,
    correct,
    addFiles,
    exchangeFiles,
    withdraw,
    restore,
    onPlatform,
    collect,
    screen,
    children,
  ],
  ...[progress, missing, target, deadline, rules, platform, contact, phase, problems, campaigns, switchCampaign],
  ...[
    pending,
    late,
    today,
    accept,
    returnCommand,
    reconsider,
    sameCommand,
    notSameCommand,
    extend,
    cancelExtension,
    nudge,
    remind,
    mail,
    exportCommand,
    snapshot,
    judging,
    score,
    results,
    bulletin,
    publicity,
  ],
  ...[invite, people, handOver, release, close, reopen, bindGroup, changeTarget],
  ...[bind, claim, whoami, signIn, signOut, privacy, myInfo, help],
];
