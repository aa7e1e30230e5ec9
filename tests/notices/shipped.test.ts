import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { documentIn } from '../../src/adapters/documents/read.ts';
import type { Campaign } from '../../src/domain/campaign.ts';
import { fold } from '../../src/domain/notice/fold.ts';
import { drafted } from '../../src/start/campaign-draft.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { NOTICES } from './support/fixture.ts';

const result = await documentIn(readFileSync(path.join(NOTICES, 'handed/linfen-2020/notice.txt')));
if (!result.ok) throw new Error(result.fault);
const { draft } = drafted(result.document);

const plain = (text = '') =>
  fold(text)
    .replace(/[\s“”"。]/g, '')
    .replaceAll(',', '');
type Read = Pick<Campaign, 'units' | 'categories'>;
const namesIn = ({ units, categories }: Read) => new Map([...units, ...categories].map(({ id, name }) => [id, name]));
const [ours, theirs] = [namesIn(draft), namesIn(shippedCampaign)];

test('head', () => {
  expect({ id: draft.id, name: plain(draft.name), issuer: draft.issuer, ...draft.document }).toEqual({
    id: shippedCampaign.id,
    name: plain(shippedCampaign.name),
    issuer: shippedCampaign.issuer,
    ...shippedCampaign.document,
  });
});

test('units in the order of the table, and the one with a duty', () => {
  const facts = ({ units }: Read) => units.map(({ name, duty }) => [name, duty?.clause]);
  expect(facts(draft)).toEqual(facts(shippedCampaign));
});

/** Which paragraph is cited for what has several: the heading of a chapter, or the table. */
const CITED_ELSEWHERE = ['线下活动'];
/** The measures that the office took from usage; the notice has none. */
const FROM_USAGE: Record<string, string> = { 微电影: '部', 开展主题活动和发展职工好网民宣传员情况报告: '份' };

test('categories with kind, measure, clause and sub-project', () => {
  const facts = ({ categories }: Read, usage: Record<string, string> = {}) =>
    categories.map(({ name, kind, measure, clause, project }) => ({
      name,
      kind,
      measure: measure || (usage[name] ?? ''),
      clause: CITED_ELSEWHERE.includes(name) ? '' : clause,
      project: project && {
        ...project,
        title: plain(project.title),
        platforms: project.platforms.map((one) => ({ ...one, name: plain(one.name) })),
      },
    }));
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  expect(facts(draft, FROM_USAGE).sort(byName)).toEqual(facts(shippedCampaign).sort(byName));
});

test('rules', () => {
  const facts = ({ categories }: Read) =>
    categories.flatMap(({ name, rules }) =>
      rules.map(({ aspect, text, clause, check, level }) =>
        [name, aspect, plain(text), clause, level, JSON.stringify(check)].join(' '),
      ),
    );
  expect(facts(draft).sort()).toEqual(facts(shippedCampaign).sort());
});

test('the table cell by cell, surplus cells and the total included', () => {
  const { table } = draft;
  if (!table) throw new Error('no table');
  const shipped = shippedCampaign.table;
  const named = (of: Map<string, string>, rows: typeof table.rows) =>
    rows.map(({ unit, cells }) => [of.get(unit), ...cells]);
  expect(table.columns.map((id) => ours.get(id))).toEqual(shipped.columns.map((id) => theirs.get(id)));
  expect(named(ours, table.rows)).toEqual(named(theirs, shipped.rows));
  expect([table.total, plain(table.title), table.clause, table.note, table.bound]).toEqual([
    shipped.total,
    plain(shipped.title),
    shipped.clause,
    shipped.note,
    'min',
  ]);
});

test('numbers of the city, which are nobody’s own', () => {
  const facts = (of: Map<string, string>, list: Campaign['cityTargets']) =>
    list.map(({ category, number, text, clause }) => [of.get(category), number, plain(text), clause]);
  expect(facts(ours, draft.cityTargets ?? [])).toEqual(facts(theirs, shippedCampaign.cityTargets));
  expect(draft.targets).toEqual([]);
});

test('phases and milestones', () => {
  const phases = (list: Campaign['phases']) => list.map(({ name, from, to, clause }) => [name, from, to, clause]);
  expect(phases(draft.phases ?? [])).toEqual(phases(shippedCampaign.phases));
  const dates = (list: Campaign['milestones']) =>
    list.map(({ name, day, month, wording, clause, text }) => [
      name,
      day ?? month,
      wording,
      clause,
      plain(text).slice(-10),
    ]);
  expect(dates(draft.milestones ?? [])).toEqual(dates(shippedCampaign.milestones));
});

test('contacts, and the mailbox as a way to send', () => {
  const facts = (list: Campaign['contacts']) =>
    list.map(({ office, name, phones, clause }) => [office, name, phones, clause]);
  expect(facts(draft.contacts ?? [])).toEqual(facts(shippedCampaign.contacts));
  expect(draft.submit?.map(({ to, clause }) => [to, clause])).toEqual([[shippedCampaign.contacts[0]?.email, '六(2)']]);
});
