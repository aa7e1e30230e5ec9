import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CampaignInvalid, loadCampaign } from '../adapters/campaign-file.ts';
import { ROOT } from '../adapters/root.ts';
import { contradictionSentence, grouped } from '../application/conversation/contradiction-words.ts';
import type { FactsOf } from '../application/words/words.ts';
import type { Answer, Campaign, Category, Rule, Unit, WeeklyRule } from '../domain/campaign.ts';
import { contradictions } from '../domain/contradictions.ts';
import { isMeasured } from '../domain/file-rules.ts';
import { phasesOf } from '../domain/reminder.ts';
import { noticeFacts } from './campaign-check-notice.ts';
import { reviewInWords } from './campaign-check-review.ts';
import { readWords, type Words } from './campaign-check-words.ts';
import { campaignWarnings } from './campaign-warnings.ts';
import type { campaignPhrases } from './phrases-campaign.ts';
import { startProblem } from './start-words.ts';

const SHIPPED = join(ROOT, 'prisma/campaigns/linfen-2020.yaml');

type Facts = Record<string, unknown>;
type CampaignFacts = FactsOf<typeof campaignPhrases, 'campaign'>;

/**
 * Tells a campaign file in words, then everything in which it contradicts itself. A contradiction is no error of the
 * file: the exit code stays 0.
 */
export function campaignCheck(file = SHIPPED): { text: string; exitCode: 0 | 1 } {
  const words = readWords();
  const { say, reply } = words;
  try {
    const campaign = loadCampaign(file);
    const found = contradictions(campaign).map((contradiction) => ({
      sentence: contradictionSentence({ say: reply, campaign }, contradiction),
    }));
    const parts = [
      say('campaign', campaignFacts(words, campaign) as CampaignFacts),
      ...reviewInWords(words, campaign),
      found.length > 0 ? say('findings', { count: found.length, findings: numbered(found) }) : say('no-findings'),
      ...openQuestions(words, campaign),
      ...warnings(words, campaign, file),
    ];
    return { text: parts.join('\n\n'), exitCode: 0 };
  } catch (error) {
    if (!(error instanceof CampaignInvalid)) throw error;
    const problems = error.message.split('\n').map((problem) => ({ problem }));
    return { text: say('invalid', { file: relative('.', file), count: problems.length, problems }), exitCode: 1 };
  }
}

/** What arithmetic finds is among the findings already. */
const COMPUTED = new Set(['sum', 'surplus', 'no-column']);

function openQuestions({ say }: Words, { questions }: Campaign): string[] {
  const open = questions.filter(({ kind }) => !COMPUTED.has(kind)).map(({ text, clause }) => ({ text, clause }));
  return open.length === 0 ? [] : [say('open-questions', { count: open.length, questions: numbered(open) })];
}

function warnings({ say }: Words, campaign: Campaign, file: string): string[] {
  const found = campaignWarnings(campaign, file, [dirname(SHIPPED)]);
  const sentences = found.map(({ code, facts }) => ({
    sentence: (say as (id: string, facts: object) => string)(`warn-${code}`, facts),
  }));
  return sentences.length === 0 ? [] : [say('warnings', { warnings: sentences })];
}

const numbered = <T extends Facts>(list: T[]) => list.map((entry, index) => ({ ...entry, number: index + 1 }));

/**
 * Optional values are written out as `undefined`: mustache looks for a missing name one level further up, and would
 * find that of something else.
 */
function campaignFacts(words: Words, campaign: Campaign): Facts {
  const { say, list } = words;
  const { table, reminders } = campaign;
  const category = categoriesById(campaign);
  const sums = table.columns.map((_, at) => table.rows.reduce((sum, { cells }) => sum + (cells[at] ?? 0), 0));
  const columns = table.columns.map((id, at) => `${category(id).short}${sums[at]}${category(id).measure}`);
  const milestone = campaign.milestones.find(({ id }) => id === reminders.milestone);
  const weekdays = say('weekdays').split(' ');
  const weekly = (rule: WeeklyRule | undefined) => ({
    weekday: rule && weekdays[rule.weekday - 1],
    phase: rule && list(campaign.phases.filter(({ id }) => phasesOf(rule).includes(id)).map(({ name }) => name)),
  });
  const [digest, staffDigest] = [weekly(reminders.digest), weekly(reminders.staffDigest)];
  return {
    name: campaign.name,
    issuer: campaign.issuer,
    document: campaign.document,
    hasTable: table.columns.length > 0,
    table: {
      ...table,
      floors: table.bound === 'min',
      caps: table.bound === 'max',
      exact: table.bound === 'exact',
      note: table.note,
      columns: list(columns),
      sum: sums.reduce((all, sum) => all + sum, 0),
    },
    ...noticeFacts(words, campaign),
    units: campaign.units.map((unit) => unitFacts(words, campaign, unit)),
    cityTargets: campaign.cityTargets.map((target) => ({
      ...target,
      name: category(target.category).name,
      measure: category(target.category).measure,
    })),
    categories: numbered(campaign.categories.map(categoryFacts)),
    phases: campaign.phases.map(({ to, ...phase }) => ({ ...phase, to, oneMonth: phase.from === to })),
    reminders: {
      ...reminders,
      milestoneName: milestone?.name,
      day: milestone?.day,
      before: list(reminders.beforeDays),
      after: list(reminders.afterWorkingDays),
      weekdayName: digest.weekday,
      digestPhase: digest.phase,
      directBefore: reminders.direct && list(reminders.direct.beforeDays),
      staffWeekday: staffDigest.weekday,
      staffPhase: staffDigest.phase,
      earliest: reminders.jitterMinutes[0],
      latest: reminders.jitterMinutes[1],
      quiet: list(reminders.quiet.map(([from, to]) => `${from}–${to}`)),
    },
    workdays: list(campaign.calendar.workdays),
    holidays: list(campaign.calendar.holidays),
    contacts: campaign.contacts.map(({ email, name, ...rest }) => ({
      ...rest,
      name,
      phones: list(rest.phones),
      email,
    })),
    duties: campaign.duties,
    answers: answersByText(words, campaign.answers),
    privacy: {
      eraseAfter: undefined,
      ...campaign.privacy,
      kept: campaign.privacy.kept.map((kept) => ({ kept })),
    },
  };

  function categoryFacts({ short, aliases, project, rules, ...rest }: Category): Facts {
    return {
      ...rest,
      aliases: list([short, ...aliases].filter((alias) => alias !== rest.name)),
      project: project && {
        ...project,
        platforms: project.platforms.map(({ name, url }) => ({ name, url })),
        contact: project.contact && { name: project.contact.name, phones: list(project.contact.phones) },
      },
      rules: rules.map((rule) => ruleFacts(words, rule)),
      noRules: rules.length === 0,
      hasColumn: table.columns.length === 0 || table.columns.includes(rest.id),
    };
  }
}

function unitFacts({ say, list }: Words, campaign: Campaign, { id, name, short, duty }: Unit): Facts {
  const { rows, columns } = campaign.table;
  const index = rows.findIndex((row) => row.unit === id);
  const cells = rows[index]?.cells ?? [];
  const category = categoriesById(campaign);
  return {
    row: index < 0 ? undefined : index + 1,
    name,
    short,
    duty,
    targets: list(
      cells.slice(0, columns.length).map((cell, at) => `${category(columns[at] ?? '').short}${cell ?? say('blank')}`),
    ),
    surplus: list(cells.slice(columns.length).filter((cell) => cell !== null)),
  };
}

function ruleFacts({ reply }: Words, { text, clause, level, check }: Rule): Facts {
  const { kind, ...told } = check ?? {};
  const lists = Object.entries(told).map(([name, value]) => [name, Array.isArray(value) ? value.join(' ') : value]);
  const say = reply as (id: string, facts: Facts) => string;
  return {
    text,
    clause,
    block: level === 'block',
    warn: level === 'warn',
    note: level === 'note',
    check: kind && isMeasured(kind) && say(`admission.check-${kind}`, Object.fromEntries(lists)),
  };
}

/** Answers of the same words are told once, under all their aspects. */
function answersByText({ say, list }: Words, answers: Answer[]): Facts[] {
  const names = new Map(
    say('aspects')
      .split('\n')
      .map((line) => line.trim().split(/\s+/) as [string, string]),
  );
  return grouped(answers, ({ text, clause = '' }) => `${clause}\n${text}`).map((group) => ({
    aspects: list(group.map(({ aspect }) => names.get(aspect) ?? aspect)),
    text: group[0]?.text,
    clause: group[0]?.clause,
  }));
}

function categoriesById({ categories }: Campaign) {
  const byId = new Map(categories.map((category) => [category.id, category]));
  return (id: string) => byId.get(id) ?? { name: id, short: id, measure: '' };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const { text, exitCode } = campaignCheck(process.argv[2]);
    (exitCode === 0 ? console.log : console.error)(text);
    process.exitCode = exitCode;
  } catch (error) {
    console.error(startProblem(error));
    process.exitCode = 1;
  }
}
