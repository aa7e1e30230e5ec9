import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import mustache from 'mustache';
import { CampaignInvalid, loadCampaign } from './adapters/campaign-file.ts';
import { readSections } from './adapters/prompt-files.ts';
import type { Answer, Campaign, Category, Rule } from './domain/campaign.ts';
import { type Finding, findings, type SurplusRow } from './domain/findings.ts';

const SHIPPED = fileURLToPath(new URL('../prisma/campaigns/linfen-2020.yaml', import.meta.url));
const PROMPTS = fileURLToPath(new URL('../prompts', import.meta.url));

type Facts = Record<string, unknown>;
type Say = (id: string, facts?: Facts) => string;

/** Tells a campaign file in words, then everything in which it contradicts itself. Findings are no errors. */
export function campaignCheck(file = SHIPPED): { text: string; exitCode: 0 | 1 } {
  const say = words();
  try {
    const campaign = loadCampaign(file);
    const found = findings(campaign).map((finding) => ({ sentence: findingSentence(say, campaign, finding) }));
    const parts = [
      say('campaign', campaignFacts(say, campaign)),
      found.length > 0 ? say('findings', { count: found.length, findings: numbered(found) }) : say('no-findings'),
    ];
    return { text: parts.join('\n\n'), exitCode: 0 };
  } catch (error) {
    if (!(error instanceof CampaignInvalid)) throw error;
    const problems = error.message.split('\n').map((problem) => ({ problem }));
    return { text: say('invalid', { file: relative('.', file), count: problems.length, problems }), exitCode: 1 };
  }
}

function words(): Say {
  const sections = readSections(PROMPTS);
  return (id, facts = {}) => {
    const section = sections.get(`campaign-check.${id}`);
    if (!section) throw new Error(`prompts/campaign-check.md: no section "## ${id}"`);
    return mustache.render(section.template, facts, undefined, { escape: String }).trimEnd();
  };
}

const numbered = <T extends Facts>(list: T[]) => list.map((entry, index) => ({ ...entry, number: index + 1 }));

/** Everything optional is spelled out as `undefined`, else mustache would look for it one level further up. */
function campaignFacts(say: Say, campaign: Campaign): Facts {
  const { table, reminders } = campaign;
  const category = categoriesById(campaign);
  const columns = table.columns.map((id, at) => ({
    short: category(id).short,
    measure: category(id).measure,
    sum: table.rows.reduce((sum, { cells }) => sum + (cells[at] ?? 0), 0),
  }));
  const milestone = campaign.milestones.find(({ id }) => id === reminders.milestone);
  const digestPhase = campaign.phases.find(({ id }) => id === reminders.digest?.phase);
  return {
    name: campaign.name,
    issuer: campaign.issuer,
    document: campaign.document,
    table: { ...table, columns, sum: columns.reduce((all, { sum }) => all + sum, 0) },
    units: campaign.units.map((unit) => unitFacts(campaign, unit)),
    cityTargets: campaign.cityTargets.map((target) => ({
      ...target,
      name: category(target.category).name,
      measure: category(target.category).measure,
    })),
    categories: numbered(campaign.categories.map(categoryFacts)),
    phases: campaign.phases.map((phase) => ({ ...phase, oneMonth: phase.from === phase.to })),
    milestones: campaign.milestones.map(({ day, month, reading, ...rest }) => ({ ...rest, at: day ?? month, reading })),
    reminders: {
      ...reminders,
      milestoneName: milestone?.name,
      day: milestone?.day,
      before: listOf(say, reminders.beforeDays),
      after: listOf(say, reminders.afterWorkingDays),
      weekday: reminders.digest && say('weekdays').split(' ')[reminders.digest.weekday - 1],
      digestPhase: digestPhase?.name,
      earliest: reminders.jitterMinutes[0],
      latest: reminders.jitterMinutes[1],
      quiet: listOf(
        say,
        reminders.quiet.map(([from, to]) => `${from}–${to}`),
      ),
    },
    workdays: listOf(say, campaign.calendar.workdays),
    holidays: listOf(say, campaign.calendar.holidays),
    contacts: campaign.contacts.map((contact) => ({
      ...contact,
      phones: listOf(say, contact.phones),
      email: contact.email,
    })),
    duties: campaign.duties,
    answers: answersByText(say, campaign.answers),
    privacy: { ...campaign.privacy, kept: campaign.privacy.kept.map((kept) => ({ kept })) },
  };

  function categoryFacts({ aliases, project, rules, ...rest }: Category): Facts {
    return {
      ...rest,
      aliases: listOf(say, aliases),
      project: project && {
        ...project,
        platforms: project.platforms.map(({ name, url }) => ({ name, url })),
        phones: listOf(say, project.contact.phones),
      },
      rules: rules.map(ruleFacts),
      noRules: rules.length === 0,
      hasColumn: table.columns.includes(rest.id),
    };
  }
}

function unitFacts({ table, categories }: Campaign, { id, name, short, duty }: Campaign['units'][number]): Facts {
  const index = table.rows.findIndex((row) => row.unit === id);
  const cells = table.rows[index]?.cells ?? [];
  const shortOf = (column: string) => categories.find((category) => category.id === column)?.short ?? column;
  return {
    row: index + 1,
    name,
    short,
    duty,
    targets: table.columns.map((column, at) => ({ short: shortOf(column), number: cells[at] })),
    surplus: cells.slice(table.columns.length).join(' '),
  };
}

const ruleFacts = ({ text, clause, level, check }: Rule): Facts => ({
  text,
  clause,
  block: level === 'block',
  warn: level === 'warn',
  note: level === 'note',
  extensions: check?.kind === 'format' ? check.extensions.join(' ') : undefined,
  seconds: check?.kind === 'duration-under' ? check.seconds : undefined,
  bytes: check?.kind === 'size-under' ? check.bytes : undefined,
});

/** Answers of the same words are told once, under all their aspects. */
function answersByText(say: Say, answers: Answer[]): Facts[] {
  const names = new Map(
    say('aspects')
      .split('\n')
      .map((line) => line.trim().split(/\s+/) as [string, string]),
  );
  const groups = Map.groupBy(answers, ({ text, clause = '' }) => `${clause}\n${text}`);
  return [...groups.values()].map((group) => ({
    aspects: listOf(
      say,
      group.map(({ aspect }) => names.get(aspect) ?? aspect),
    ),
    text: group[0]?.text,
    clause: group[0]?.clause,
  }));
}

const listOf = (say: Say, entries: (string | number)[]): string =>
  say('list', { entries: entries.map((entry, index) => ({ entry, first: index === 0 })) });

function categoriesById({ categories }: Campaign) {
  const byId = new Map(categories.map((category) => [category.id, category]));
  return (id: string) => byId.get(id) ?? { name: id, short: id, measure: '' };
}

/** One finding as a sentence: its numbers, with ids replaced by the names that people use. */
function findingSentence(say: Say, campaign: Campaign, finding: Finding): string {
  const category = categoriesById(campaign);
  const unit = (id: string) => campaign.units.find((one) => one.id === id)?.short ?? id;
  const nameOf = finding.kind === 'shared-name' && finding.of === 'unit' ? unit : (id: string) => category(id).short;
  const facts: Facts = { ...finding, duty: undefined };
  if ('category' in finding) Object.assign(facts, category(finding.category), { clause: finding.clause });
  if ('unit' in finding) facts.unit = unit(finding.unit);
  switch (finding.kind) {
    case 'surplus-cells':
      facts.groups = surplusGroups(finding.rows).map((rows) => ({
        rows: listOf(
          say,
          rows.map(({ row }) => row),
        ),
        units: listOf(
          say,
          rows.map((row) => unit(row.unit)),
        ),
        width: rows[0]?.cells.length,
        cells: listOf(say, rows[0]?.cells ?? []),
      }));
      facts.total = finding.total.length > 0 && { width: finding.total.length, cells: listOf(say, finding.total) };
      facts.computed = listOf(say, finding.computed);
      break;
    case 'missing-cells': {
      const names = (ids: string[]) =>
        listOf(
          say,
          ids.map((id) => category(id).short),
        );
      facts.rows = finding.rows.map((row) => ({ row: row.row, unit: unit(row.unit), missing: names(row.missing) }));
      facts.total = finding.total.length > 0 && { missing: names(finding.total) };
      break;
    }
    case 'unit-without-row':
      facts.duty = finding.duty;
      break;
    case 'shared-name':
      facts.owners = listOf(
        say,
        finding.owners.map(({ id }) => nameOf(id)),
      );
      break;
  }
  return say(`finding-${finding.kind}`, facts);
}

/** Rows whose surplus cells are the same are told together. */
const surplusGroups = (rows: SurplusRow[]) => [...Map.groupBy(rows, ({ cells }) => cells.join(' ')).values()];

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { text, exitCode } = campaignCheck(process.argv[2]);
  console.log(text);
  process.exitCode = exitCode;
}
