import type { z } from 'zod';
import type { Action } from '../../../src/domain/permission.ts';
import * as campaign from './campaign.ts';
import * as decisions from './decisions.ts';
import * as exported from './exports.ts';
import * as mails from './mails.ts';
import * as overview from './overview.ts';
import * as papers from './papers.ts';
import type { RouteName } from './paths.ts';
import * as people from './people.ts';
import * as records from './records.ts';
import * as reminders from './reminders.ts';
import * as review from './review.ts';
import * as screening from './screening.ts';
import * as session from './session.ts';
import * as works from './works.ts';

/** `anybody`: also without a session; `signed-in`: whoever has one, for what is theirs; else who is granted the action. */
export type Who = 'anybody' | 'signed-in' | Action;

export interface Route {
  who: Who;
  /** The parts of the path. */
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  answer: z.ZodType;
}

/** What is sent to each address of `paths.ts` and what it answers. The server checks by these, the OpenAPI page is made of them. */
export const routes = {
  welcome: { who: 'anybody', answer: session.welcome },
  practiceSignIn: { who: 'anybody', body: session.practiceSignIn, answer: session.entered },
  link: { who: 'anybody', params: session.linkKey, answer: session.link },
  enter: { who: 'anybody', params: session.linkKey, answer: session.entered },
  digits: { who: 'anybody', answer: session.digits },
  digitsState: { who: 'anybody', body: session.ticket, answer: session.digitsState },

  me: { who: 'signed-in', answer: session.me },
  sessions: { who: 'signed-in', answer: session.sessions },
  endSession: { who: 'signed-in', body: session.endSession, answer: session.done },
  signOut: { who: 'signed-in', answer: session.done },

  overview: { who: 'read-unit', query: overview.overviewQuery, answer: overview.overview },
  forecast: { who: 'read-unit', query: overview.forecastQuery, answer: overview.forecast },

  works: { who: 'read-unit', query: works.worksQuery, answer: works.works },
  workCounts: { who: 'read-unit', query: works.workFilter, answer: works.workCounts },
  work: { who: 'read-unit', params: works.workKey, query: works.workFilter, answer: works.work },
  decide: { who: 'review', body: decisions.decide, answer: decisions.decided },
  correct: { who: 'edit-entry', params: works.workKey, body: decisions.correct, answer: decisions.changed },
  withdraw: { who: 'edit-entry', params: works.workKey, body: decisions.withdraw, answer: decisions.changed },
  fileText: { who: 'read-unit', params: works.fileKey, answer: works.fileText },

  candidates: { who: 'read-unit', query: screening.candidatesQuery, answer: screening.candidates },
  screen: { who: 'screen', body: screening.screen, answer: screening.screened },
  levels: { who: 'read-unit', query: screening.levelsQuery, answer: screening.levels },
  openPages: { who: 'read-unit', answer: screening.openPages },
  revokePage: { who: 'report', body: screening.revokePage, answer: session.done },
  review: { who: 'read-review', answer: review.review },
  reviewResults: { who: 'lead-review', answer: review.reviewResults },
  assignReview: { who: 'lead-review', body: review.assignReview, answer: review.assigned },
  chaseJudges: { who: 'lead-review', answer: review.chased },
  freezeResults: { who: 'lead-review', body: review.withReason, answer: session.done },
  reopenResults: { who: 'lead-review', body: review.withReason, answer: session.done },
  reviewWork: { who: 'score', params: review.reviewKey, answer: review.reviewWork },
  reviewText: { who: 'score', params: review.reviewFileKey, answer: works.fileText },
  scoreWork: { who: 'score', params: review.reviewKey, body: review.scoreWork, answer: review.scored },
  recuseWork: { who: 'score', params: review.reviewKey, body: review.recuseWork, answer: session.done },
  decideAward: { who: 'lead-review', params: review.reviewKey, body: review.decideAward, answer: session.done },
  objectToWork: { who: 'lead-review', params: review.reviewKey, body: review.objection, answer: session.done },
  settleObjection: { who: 'lead-review', params: review.reviewKey, body: review.outcome, answer: session.done },
  showLinks: { who: 'lead-review', body: review.linksToShow, answer: session.done },

  people: { who: 'read-people', query: people.peopleQuery, answer: people.people },
  openItems: { who: 'read-people', params: people.personKey, query: people.openItemsQuery, answer: people.openItems },
  invite: { who: 'invite-coordinator', body: people.invite, answer: people.invited },
  cancelInvitation: { who: 'invite-coordinator', body: people.cancelInvitation, answer: session.done },
  release: { who: 'release', body: people.release, answer: people.released },
  handOver: { who: 'hand-over', body: people.handOver, answer: people.handedOver },

  reminders: { who: 'schedule', answer: reminders.reminders },
  reminder: { who: 'schedule', params: reminders.reminderKey, answer: reminders.reminder },
  pauseReminders: { who: 'schedule', body: reminders.pauseReminders, answer: session.done },
  addReminder: { who: 'schedule', body: reminders.addReminder, answer: reminders.added },
  dropReminder: { who: 'schedule', body: reminders.dropReminder, answer: session.done },
  nudgePreview: { who: 'nudge', query: reminders.nudgeQuery, answer: reminders.nudgePreview },
  nudge: { who: 'nudge', body: reminders.nudge, answer: reminders.nudged },

  campaign: { who: 'signed-in', answer: campaign.campaign },
  targets: { who: 'read-all-units', answer: campaign.targets },
  changeTarget: { who: 'change-target', body: campaign.changeTarget, answer: campaign.targetChanged },
  extensions: { who: 'extend', answer: campaign.extensions },
  extend: { who: 'extend', body: campaign.extend, answer: campaign.extended },
  cancelExtension: { who: 'extend', body: campaign.cancelExtension, answer: session.done },

  mails: { who: 'review', query: mails.mailsQuery, answer: mails.mails },
  claimMail: { who: 'review', params: mails.mailKey, body: mails.claimMail, answer: mails.claimed },
  changeMail: { who: 'review', params: mails.mailKey, body: mails.changeMail, answer: session.done },
  dismissMail: { who: 'review', params: mails.mailKey, answer: session.done },

  exports: { who: 'export', answer: exported.exportKinds },
  snapshots: { who: 'export', answer: exported.snapshots },
  takeSnapshot: { who: 'export', body: exported.takeSnapshot, answer: exported.snapshot },
  papers: { who: 'export', answer: papers.papers },
  draftPaper: { who: 'export', body: papers.draftPaper, answer: papers.paper },

  messages: { who: 'read-all-units', query: records.messagesQuery, answer: records.messages },
  audit: { who: 'read-all-units', query: records.auditQuery, answer: records.audit },
} as const satisfies Record<RouteName, Route>;

type Routes = typeof routes;
type Part<R, Name extends string> = R extends { [K in Name]: infer S extends z.ZodType } ? S : undefined;
type InputOf<S> = S extends z.ZodType ? z.input<S> : undefined;
type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined;
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] };

/** What a page sends: `params`, `query`, `body`, as far as the route has them. */
export type Sent<Name extends RouteName> = Present<{
  params: InputOf<Part<Routes[Name], 'params'>>;
  query: InputOf<Part<Routes[Name], 'query'>>;
  body: InputOf<Part<Routes[Name], 'body'>>;
}>;
/** The same as the server gets it, once read. */
export type Given<Name extends RouteName> = Present<{
  params: OutputOf<Part<Routes[Name], 'params'>>;
  query: OutputOf<Part<Routes[Name], 'query'>>;
  body: OutputOf<Part<Routes[Name], 'body'>>;
}>;
export type AnswerOf<Name extends RouteName> = z.output<Routes[Name]['answer']>;
export type Problem = z.output<typeof import('./basics.ts').problem>;
