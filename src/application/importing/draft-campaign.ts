import type { Campaign, Category, Contact, Rule } from '../../domain/campaign.ts';
import { isMeasured } from '../../domain/file-rules.ts';
import { categoryAliases, categoryShort } from '../../domain/notice/aliases.ts';
import type { DraftCategory } from '../../domain/notice/catalogue.ts';
import { projectFor } from '../../domain/notice/projects.ts';
import type { NoticeRead } from '../../domain/notice/read-notice.ts';
import type { DraftRule } from '../../domain/notice/rules.ts';
import { mediaOf } from '../../domain/notice/work-words.ts';
import type { OpenQuestion } from '../../domain/notice-facts.ts';
import { milestonesOf, phasesOf, recurringOf } from './draft-dates.ts';
import { columnCategory, tableOf, targetsOf } from './draft-figures.ts';
import { Ids } from './draft-ids.ts';
import { unitsOf } from './draft-units.ts';

/** A campaign file before anybody has confirmed it: what is not in the notice is not in it. */
export type CampaignDraft = Partial<Campaign> &
  Pick<Campaign, 'id' | 'name' | 'document' | 'units' | 'categories' | 'questions'>;

export interface DraftSettings {
  spell: (text: string) => string;
  /** Questions in words, for the file. */
  questions: OpenQuestion[];
  /** How the notice is kept open for whom nothing is said: labels of the office for an unnamed office. */
  office: string;
  /** What is kept of people and what for; the day it goes is for the office to write. */
  privacy: { kept: string[]; purpose: string };
}

export function draftCampaign(read: NoticeRead, { spell, questions, office, privacy }: DraftSettings): CampaignDraft {
  const ids = new Ids(spell);
  for (const { name } of read.catalogue.all) ids.of('category', name);
  const { units, kinds } = unitsOf(read, ids);
  const table = tableOf(read, ids);
  const { targets, cityTargets } = targetsOf(read, ids);
  const milestones = milestonesOf(read, ids);
  const { head, year, issued } = read;
  const shared = read.rules.filter(({ categories }) => categories === undefined);
  return {
    id: idOf(read, spell),
    name: head.name.value,
    ...(head.issuers.length > 0 ? { issuer: head.issuers.map(({ value }) => value).join('、') } : {}),
    document: {
      ...(head.number ? { number: head.number.value } : {}),
      title: head.title.value,
      ...(issued ? { issued: issued.value } : {}),
    },
    units,
    kinds,
    categories: read.catalogue.all.map((category) => categoryOf(category, read, ids)),
    ...(table ? { table } : {}),
    targets,
    cityTargets,
    phases: year.year === undefined ? [] : phasesOf(read, ids),
    milestones,
    recurring: recurringOf(read, ids),
    rules: shared.map(ruleOf),
    submit: read.ways.map(({ categories, ...way }) => ({
      ...way,
      ...(categories ? { categories: categories.map(({ name }) => ids.of('category', name)) } : {}),
    })),
    awards: read.awards,
    weights: read.weights,
    duties: dutiesOf(read),
    contacts: read.contacts.map(
      ({ office: own, ...contact }): Contact => ({ office: own ?? head.issuers[0]?.value ?? office, ...contact }),
    ),
    questions,
    privacy,
  };
}

function idOf({ head, year }: NoticeRead, spell: (text: string) => string): string {
  const place =
    /^(?:中共|共青团)?([\u4e00-\u9fff]{2,4}?)(?:省|市|县|区|州)/.exec(head.issuers[0]?.value ?? '')?.[1] ?? '';
  const stem =
    spell(place)
      .toLowerCase()
      .replace(/[^a-z]/g, '') || 'campaign';
  return year.year === undefined ? stem : `${stem}-${year.year}`;
}

function categoryOf(category: DraftCategory, read: NoticeRead, ids: Ids): Category {
  const { name, aliases, clause, quote, measure } = category;
  const project = projectFor(category, read.lines);
  const others = read.catalogue.all.filter((one) => one !== category).flatMap((one) => [one.name, ...one.aliases]);
  const kind =
    category.report || /(报告|总结|简报)$/.test(name)
      ? 'report'
      : /(活动|分享会|讲座|培训)$/.test(name) && /^场$/.test(measure ?? '')
        ? 'event'
        : /(宣传员|志愿者|联络员)$/.test(name)
          ? 'ambassador'
          : 'work';
  const media = mediaOf(name).map((one) => (one === 'text' ? ('document' as const) : one));
  return {
    id: ids.of('category', name),
    name,
    short: categoryShort(name),
    aliases: categoryAliases(name, aliases, others),
    kind,
    measure: measure ?? '',
    media: media.length > 0 ? media : ['any'],
    manyFiles: media.includes('image') || kind === 'event' || media.length === 0,
    linkSuffices: /平台|网站|H5|专题活动/.test(name) || kind === 'event',
    clause: project?.clause ?? clause,
    content: project?.content || contentOf(category, read) || name,
    quote,
    ...(project?.host
      ? {
          project: {
            title: project.title,
            host: project.host,
            clause: project.clause,
            platforms: project.platforms,
            ...(project.contact.name && project.contact.phones.length > 0
              ? { contact: { name: project.contact.name, phones: project.contact.phones } }
              : {}),
          },
        }
      : {}),
    rules: read.rules.filter(({ categories }) => categories?.includes(category)).map(ruleOf),
  };
}

/** What the notice says of it under its heading. */
function contentOf({ described }: DraftCategory, read: NoticeRead): string {
  return described
    .flatMap((line) => [
      line,
      ...read.lines.filter(
        (one) =>
          one !== line && line.heading !== undefined && one.path.includes(line.heading) && one.part === line.part,
      ),
    ])
    .map(({ text, heading }) => (heading?.title ? text.slice(heading.end) : text).trim())
    .filter((text) => text !== '')
    .join('');
}

function ruleOf({ aspect, text, clause, quote, check }: DraftRule): Rule {
  const sure = check && isMeasured(check.kind) && !OF_SOMETHING.has(check.kind);
  const level = sure && (check.kind === 'format' || hasLimits(check)) ? 'warn' : 'note';
  return { aspect, text, clause, quote, level, ...(check ? { check } : {}) };
}

/** What is counted may be a part of the work only, such as its summary: a person has to say so first. */
const OF_SOMETHING = new Set(['words', 'pages', 'people', 'pieces']);

const hasLimits = (check: object) => ['least', 'most', 'seconds', 'bytes'].some((key) => key in check);

const EVERYBODY = /各单位|各地|各级/;
const DUTY = /(要|须|请|应|确保|务必|负责)/;

/** What units are told to do, sentence by sentence, in the chapters on requirements and on sending. */
function dutiesOf(read: NoticeRead): { text: string; clause: string; quote: string }[] {
  const names = read.cast.kinds.map(({ name }) => name);
  return read.lines
    .filter(
      ({ part, path, heading }) =>
        part === 'body' &&
        /要求|报送|组织/.test(path.map(({ title }) => title).join()) &&
        !/作品要求|申报要求/.test(path.map(({ title }) => title).join()) &&
        (heading === undefined || heading.end <= 30),
    )
    .flatMap(({ text, clause }) =>
      text
        .split(/(?<=[。；])/)
        .map((one) => one.trim())
        .filter((one) => DUTY.test(one) && (EVERYBODY.test(one) || names.some((name) => one.includes(name))))
        .map((one) => ({
          text: one.replace(/^(\(|（)[一二三四五六七八九十\d]+(\)|）)\s*[^。]{0,16}。(?=.)/, ''),
          clause,
          quote: one,
        })),
    );
}

export { columnCategory };
