import type { CampaignDraft } from '../../../src/application/importing/draft-campaign.ts';
import { fold } from '../../../src/domain/notice/fold.ts';
import { coreOf } from '../../../src/domain/notice/names.ts';
import type { Expected } from './fixture.ts';

export interface Score {
  hits: number;
  /** Facts of the notice that the draft lacks. */
  missed: string[];
  /** What the draft says and the notice does not. */
  invented: string[];
}

const flat = (text: unknown) =>
  fold(String(text ?? ''))
    .replace(/[\s“”"]/g, '')
    .toLowerCase();
const key = (name: string) => flat(coreOf(name)).replace(/(类|作品|项目)$/, '');
const same = (names: readonly string[], wanted: string) => names.some((name) => key(name) === key(wanted));
const alike = (names: readonly string[], wanted: string) =>
  same(names, wanted) ||
  names.some((name) => key(name).length > 1 && (key(wanted).includes(key(name)) || key(name).includes(key(wanted))));

/** Counts every fact of the notice, and everything in the draft that no fact of the notice accounts for. */
export function score(expected: Expected, draft: CampaignDraft): Score {
  const result: Score = { hits: 0, missed: [], invented: [] };
  const fact = (what: string, hit: boolean) => {
    if (hit) result.hits += 1;
    else result.missed.push(what);
  };
  const all = [...draft.units, ...(draft.kinds ?? []), ...draft.categories];
  const namesById = new Map(all.map((one) => [one.id, [one.name, ...one.aliases]]));
  const names = (ids: readonly string[] = []) => ids.flatMap((id) => namesById.get(id) ?? [id]);

  fact(
    `name ${expected.name}`,
    flat(draft.name).includes(flat(expected.name)) || flat(expected.name).includes(flat(draft.name)),
  );
  for (const issuer of expected.issuers) fact(`issuer ${issuer}`, flat(draft.issuer).includes(flat(issuer)));
  fact(`number ${expected.number}`, (draft.document.number ?? null) === expected.number);
  fact(`issued ${expected.issued}`, (draft.document.issued ?? null) === expected.issued);

  const actors = [...draft.units, ...(draft.kinds ?? [])];
  const wantedActors = [...expected.units, ...expected.kinds, ...Object.keys(expected.groups ?? {})];
  for (const unit of expected.units)
    fact(
      `unit ${unit}`,
      draft.units.some((one) => alike([one.name], unit)),
    );
  for (const kind of expected.kinds)
    fact(
      `kind ${kind}`,
      actors.some((one) => alike([one.name, ...one.aliases], kind)),
    );
  for (const [group, members] of Object.entries(expected.groups ?? {})) {
    const kind = draft.kinds?.find((one) => one.name === group);
    fact(
      `group ${group}`,
      members.every((member) => names(kind?.units).includes(member)),
    );
  }
  for (const one of actors)
    if (!wantedActors.some((wanted) => alike([one.name, ...one.aliases], wanted)))
      result.invented.push(`actor ${one.name}`);

  for (const [name, measure] of Object.entries(expected.categories)) {
    const got = draft.categories.find((one) => alike([one.name, ...one.aliases], name));
    fact(`category ${name}`, got !== undefined);
    if (measure !== null) fact(`measure of ${name}: ${measure}`, got?.measure === measure);
  }
  for (const one of draft.categories)
    if (!Object.keys(expected.categories).some((wanted) => alike([one.name, ...one.aliases], wanted)))
      result.invented.push(`category ${one.name}`);

  targets(expected, draft, names, fact, result);
  table(expected, draft, names, fact);
  dates(expected, draft, names, fact, result);
  rules(expected, draft, fact, result);

  const everything = flat(JSON.stringify(draft));
  for (const way of expected.sending) fact(`sending ${way}`, everything.includes(flat(way)));
  fact(`${expected.contacts.count} contacts`, (draft.contacts ?? []).length === expected.contacts.count);
  for (const phone of expected.contacts.phones)
    fact(
      `phone ${phone}`,
      (draft.contacts ?? []).some((one) =>
        one.phones.some((got) => got.replace(/\D/g, '') === phone.replace(/\D/g, '')),
      ),
    );
  for (const award of expected.awards)
    fact(
      `award ${award}`,
      (draft.awards ?? []).some((one) => holds(one.text, award)),
    );
  for (const weight of expected.weights)
    fact(
      `weight ${weight}`,
      (draft.weights ?? []).some((one) => holds(one.text, weight)),
    );
  for (const asked of expected.questions)
    fact(
      `question ${asked}`,
      draft.questions.some((one) => holds(one.text, asked)),
    );
  return result;
}

const holds = (text: string, wanted: string) =>
  wanted.split('&').every((part) => part.split('/').some((word) => flat(text).includes(flat(word))));

type Fact = (what: string, hit: boolean) => void;
type Names = (ids?: readonly string[]) => string[];

function targets(expected: Expected, draft: CampaignDraft, names: Names, fact: Fact, result: Score): void {
  const said = [
    ...(draft.targets ?? []).map((one) => ({
      ...one,
      numbers: numbersOf(one),
      whose:
        one.scope === 'city' ? ['全市'] : one.who ? [one.who] : names([...(one.kinds ?? []), ...(one.units ?? [])]),
      names: names(one.categories),
    })),
    ...(draft.cityTargets ?? []).map((one) => ({
      text: one.text,
      numbers: `≥${one.number}`,
      whose: ['全市'],
      names: names([one.category]),
    })),
  ];
  const used = new Set<(typeof said)[number]>();
  for (const wanted of expected.targets) {
    const [who = '', category = '', numbers = ''] = wanted.split('|').map((part) => part.trim());
    const hit = said.filter(
      (one) =>
        (alike(one.whose, who) || (one.whose.length === 0 && /^(各|每)/.test(who))) &&
        (category === '*' || alike(one.names, category) || one.text.includes(category)) &&
        one.numbers === numbers,
    );
    for (const one of hit) used.add(one);
    fact(`target ${wanted}`, hit.length > 0);
  }
  for (const one of said)
    if (!used.has(one))
      result.invented.push(
        `target ${one.whose.slice(0, 2).join()} ${one.names.slice(0, 2).join()} ${one.numbers} (${one.text})`,
      );
}

function numbersOf(target: NonNullable<CampaignDraft['targets']>[number]): string {
  const { min, max, exactly, number, none, share, per, until, outsideQuota, excluded } = target;
  const size = excluded
    ? 'excluded'
    : none
      ? 'none'
      : share
        ? until
          ? '≥一半'
          : `≥${share.percent}%`
        : `${min === undefined ? '' : `≥${min}`}${max === undefined ? '' : `≤${max}`}${exactly === undefined ? '' : `=${exactly}`}${number === undefined ? '' : target.scope === 'city' ? `≥${number}` : `=${number}`}`;
  return `${size}${per ? ` /${per}` : ''}${until ? ` until ${until}` : ''}${outsideQuota ? ' outside' : ''}`;
}

function table(expected: Expected, draft: CampaignDraft, names: Names, fact: Fact): void {
  const wanted = expected.table;
  if (!wanted) return;
  if (wanted.bound) fact(`table is ${wanted.bound}`, draft.table?.bound === wanted.bound);
  for (const [unit, ...cells] of wanted.rows) {
    const row = draft.table?.rows.find((one) => same(names([one.unit]), String(unit)));
    for (const [at, cell] of cells.entries()) {
      const column = draft.table?.columns.findIndex((one) => alike(names([one]), wanted.columns[at] ?? '')) ?? -1;
      fact(`cell ${unit} ${wanted.columns[at]} ${cell}`, row !== undefined && row.cells[column] === cell);
    }
  }
  if (wanted.total)
    fact(`total ${wanted.total.join()}`, JSON.stringify(draft.table?.total) === JSON.stringify(wanted.total));
}

function dates(expected: Expected, draft: CampaignDraft, names: Names, fact: Fact, result: Score): void {
  for (const phase of expected.phases) {
    const [name = '', from = '', to = ''] = phase.split('|').map((part) => part.trim());
    fact(
      `phase ${phase}`,
      (draft.phases ?? []).some(
        (one) =>
          one.from.startsWith(from) &&
          (to === '' ? one.to === undefined : (one.to ?? '').startsWith(to)) &&
          (alike([one.name], name) || one.text.includes(name)),
      ),
    );
  }
  for (const phase of draft.phases ?? [])
    if (!expected.phases.some((one) => phase.from.startsWith(one.split('|')[1]?.trim() ?? '-')))
      result.invented.push(`phase ${phase.name} ${phase.from}`);
  for (const milestone of expected.milestones) {
    const [when = '', scope = ''] = milestone.split('|').map((part) => part.trim());
    const [day, time] = when.split(' ');
    const hit = (draft.milestones ?? []).find(
      (one) =>
        (one.day ?? one.month) === day &&
        (time === undefined || one.time === time) &&
        scope
          .split('、')
          .every(
            (name) =>
              name === '' ||
              alike(names([...(one.categories ?? []), ...(one.kinds ?? []), ...(one.units ?? [])]), name),
          ),
    );
    const batch = draft.targets?.some(({ until }) => until === day);
    fact(`milestone ${milestone}`, hit !== undefined || batch === true);
  }
  const known = [...expected.milestones, ...expected.phases].join(' ');
  for (const one of draft.milestones ?? [])
    if (!known.includes(one.day ?? one.month ?? '-'))
      result.invented.push(`date ${one.day ?? one.month} (${one.text})`);
  for (const every of expected.every ?? []) {
    const [period, words = ''] = every.split('|').map((part) => part.trim());
    fact(
      `every ${every}`,
      (draft.recurring ?? []).some(
        (one) => (period === 'after' ? one.after !== undefined : one.every === period) && one.text.includes(words),
      ),
    );
  }
  for (const one of draft.recurring ?? [])
    if (!(expected.every ?? []).some((every) => every.startsWith(one.after ? 'after' : (one.every ?? '-'))))
      result.invented.push(`recurring ${one.text}`);
}

function rules(expected: Expected, draft: CampaignDraft, fact: Fact, result: Score): void {
  const said = [
    ...(draft.rules ?? []).map((rule) => ({
      rule,
      category: undefined as CampaignDraft['categories'][number] | undefined,
    })),
    ...draft.categories.flatMap((category) =>
      category.rules.map((rule) => ({ rule, category: category as CampaignDraft['categories'][number] | undefined })),
    ),
  ];
  for (const wanted of expected.rules) {
    const [category = '', aspect = '', words = ''] = wanted.split('|').map((part) => part.trim());
    const hit = said.some(
      (one) =>
        one.rule.aspect === aspect &&
        flat(one.rule.text).includes(flat(words)) &&
        (category === '*' ||
          (one.category !== undefined && alike([one.category.name, ...one.category.aliases], category)) ||
          (one.category === undefined && draft.categories.length === 1)),
    );
    fact(`rule ${wanted}`, hit);
  }
  for (const { rule, category } of said) {
    if (!/\d/.test(rule.text) || rule.check === undefined) continue;
    const known = expected.rules.some(
      (wanted) => wanted.includes(`| ${rule.aspect} |`) && flat(rule.text).includes(flat(wanted.split('|')[2]?.trim())),
    );
    if (!known) result.invented.push(`rule ${category?.name ?? '*'} ${rule.aspect} (${rule.text})`);
  }
}
