import { inCampaign } from '../campaign.ts';

/**
 * Where each thing is asked for: method and path, `:name` standing for a part that is filled in. Free of every package, so that
 * a page can call without carrying the schemas; what is sent and answered stands under the same name in `routes.ts`.
 */
export const paths = {
  // Signing in: open to everybody.
  welcome: ['GET', '/api/v1/sign-in'],
  practiceSignIn: ['POST', '/api/v1/sign-in/practice'],
  link: ['GET', '/api/v1/sign-in/links/:code'],
  enter: ['POST', '/api/v1/sign-in/links/:code'],
  digits: ['POST', '/api/v1/sign-in/digits'],
  digitsState: ['POST', '/api/v1/sign-in/digits/state'],

  me: ['GET', '/api/v1/me'],
  sessions: ['GET', '/api/v1/sessions'],
  endSession: ['POST', '/api/v1/sessions/end'],
  signOut: ['POST', '/api/v1/sign-out'],

  overview: ['GET', '/api/v1/overview'],
  forecast: ['GET', '/api/v1/forecast'],

  works: ['GET', '/api/v1/works'],
  workCounts: ['GET', '/api/v1/works/counts'],
  work: ['GET', '/api/v1/works/:number'],
  decide: ['POST', '/api/v1/works/decide'],
  correct: ['POST', '/api/v1/works/:number/correct'],
  withdraw: ['POST', '/api/v1/works/:number/withdraw'],
  fileText: ['GET', '/api/v1/files/:id/text'],

  candidates: ['GET', '/api/v1/screening'],
  screen: ['POST', '/api/v1/screening/decide'],
  levels: ['GET', '/api/v1/screening/levels'],
  openPages: ['GET', '/api/v1/pages'],
  revokePage: ['POST', '/api/v1/pages/revoke'],
  review: ['GET', '/api/v1/review'],
  reviewResults: ['GET', '/api/v1/review/results'],
  assignReview: ['POST', '/api/v1/review/assign'],
  chaseJudges: ['POST', '/api/v1/review/chase'],
  freezeResults: ['POST', '/api/v1/review/freeze'],
  reopenResults: ['POST', '/api/v1/review/reopen'],
  reviewWork: ['GET', '/api/v1/review/works/:number'],
  reviewText: ['GET', '/api/v1/review/works/:number/files/:place/text'],
  scoreWork: ['POST', '/api/v1/review/works/:number/paper'],
  recuseWork: ['POST', '/api/v1/review/works/:number/recuse'],
  decideAward: ['POST', '/api/v1/review/works/:number/award'],
  objectToWork: ['POST', '/api/v1/review/works/:number/objections'],
  settleObjection: ['POST', '/api/v1/review/objections/:number/settle'],
  showLinks: ['POST', '/api/v1/review/links'],

  people: ['GET', '/api/v1/people'],
  openItems: ['GET', '/api/v1/people/:id/open'],
  invite: ['POST', '/api/v1/people/invite'],
  cancelInvitation: ['POST', '/api/v1/people/invitations/cancel'],
  release: ['POST', '/api/v1/people/release'],
  handOver: ['POST', '/api/v1/people/hand-over'],

  reminders: ['GET', '/api/v1/reminders'],
  reminder: ['GET', '/api/v1/reminders/:audience/:day'],
  pauseReminders: ['POST', '/api/v1/reminders/pause'],
  addReminder: ['POST', '/api/v1/reminders/add'],
  dropReminder: ['POST', '/api/v1/reminders/drop'],
  nudgePreview: ['GET', '/api/v1/reminders/nudge'],
  nudge: ['POST', '/api/v1/reminders/nudge'],

  campaign: ['GET', '/api/v1/campaign'],
  targets: ['GET', '/api/v1/campaign/targets'],
  changeTarget: ['POST', '/api/v1/campaign/targets'],
  extensions: ['GET', '/api/v1/campaign/extensions'],
  extend: ['POST', '/api/v1/campaign/extensions'],
  cancelExtension: ['POST', '/api/v1/campaign/extensions/cancel'],

  mails: ['GET', '/api/v1/mails'],
  claimMail: ['POST', '/api/v1/mails/:number/claim'],
  changeMail: ['POST', '/api/v1/mails/:number/change'],
  dismissMail: ['POST', '/api/v1/mails/:number/dismiss'],

  exports: ['GET', '/api/v1/exports'],
  snapshots: ['GET', '/api/v1/snapshots'],
  takeSnapshot: ['POST', '/api/v1/snapshots'],
  papers: ['GET', '/api/v1/papers'],
  draftPaper: ['POST', '/api/v1/papers'],

  messages: ['GET', '/api/v1/messages'],
  audit: ['GET', '/api/v1/audit'],
} as const satisfies Record<string, readonly ['GET' | 'POST', string]>;

export type RouteName = keyof typeof paths;

/** What answers with bytes or with a stream instead of JSON. */
export const addresses = {
  /** `?download=1` saves it whatever its kind; without it, what is safe to show is shown. Answers ranges. */
  file: (id: number, download = false) => inCampaign(`/api/v1/files/${id}${download ? '?download=1' : ''}`),
  /** The same of something that waits to be screened. */
  candidateFile: (id: number, download = false) =>
    inCampaign(`/api/v1/screening/files/${id}${download ? '?download=1' : ''}`),
  /** 初筛表 of a unit, as xlsx. */
  screeningTable: (unit: string) => inCampaign(`/api/v1/screening/table.xlsx?unit=${encodeURIComponent(unit)}`),
  /** A file of a work for its judge: the address says the work and the place of the file. Answers ranges. */
  reviewFile: (number: number, place: number) => inCampaign(`/api/v1/review/works/${number}/files/${place}`),
  /** Server-sent events, see `events.ts`. */
  events: () => inCampaign('/api/v1/events'),
  /** The table of a kind, as xlsx; `query` is that of `exportQuery`. */
  table: (kind: string, query = '') => inCampaign(`/api/v1/exports/${kind}.xlsx${query}`),
  /** One of the office's own forms, filled. */
  form: (name: string, query = '') => inCampaign(`/api/v1/exports/forms/${encodeURIComponent(name)}.docx${query}`),
  /** A draft of a paper as docx, or the sheet of its figures. */
  paper: (kind: string, number: number, ending: 'docx' | 'xlsx') =>
    inCampaign(`/api/v1/papers/${kind}/${number}.${ending}`),
  /** The files of the works, as one zip. Answers ranges, so a download that broke off goes on. */
  zip: (query = '') => inCampaign(`/api/v1/exports/works.zip${query}`),
} as const;
