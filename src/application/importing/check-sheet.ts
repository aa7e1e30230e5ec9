import type { NoticeRead } from '../../domain/notice/read-notice.ts';
import type { FactsOf } from '../words/words.ts';
import type { CampaignDraft } from './draft-campaign.ts';
import type { DraftSay, draftPhrases, ReadLine } from './draft-phrases.ts';
import { isContradiction } from './draft-words.ts';

/** The 核对单: what was read, what contradicts itself, what is left open, for a person with the notice beside it. */
export function checkSheet(draft: CampaignDraft, read: NoticeRead, say: DraftSay): string {
  const asked = draft.questions.map(({ kind, text, clause }) => ({ kind, text, clause }));
  return say('sheet', {
    name: draft.name,
    title: draft.document.title,
    number: draft.document.number ?? '',
    lines: linesOf(draft, read, say),
    contradictions: numbered(asked.filter(isContradiction)),
    open: numbered(asked.filter((one) => !isContradiction(one))),
  });
}

const numbered = <T extends object>(list: T[]) => list.map((one, at) => ({ ...one, number: at + 1 }));

function linesOf(draft: CampaignDraft, read: NoticeRead, say: DraftSay): { text: string; clause: string }[] {
  const name = new Map([...draft.categories, ...draft.units, ...(draft.kinds ?? [])].map((one) => [one.id, one.name]));
  const names = (ids: readonly string[] = []) => ids.map((id) => name.get(id) ?? id).join(say('separator'));
  const line = <Id extends ReadLine>(id: Id, facts: FactsOf<typeof draftPhrases, Id>, clause = '') => ({
    text: (say as (id: string, facts: object) => string)(id, facts),
    clause,
  });
  return [
    ...(draft.issuer ? [line('read-issuer', { value: draft.issuer }, read.head.issuers[0]?.clause)] : []),
    ...(read.issued ? [line('read-issued', { value: read.issued.value }, read.issued.clause)] : []),
    ...(draft.units.length > 0
      ? [
          line(
            'read-units',
            { count: draft.units.length, value: draft.units.map((unit) => unit.name).join(say('separator')) },
            draft.units[0]?.clause,
          ),
        ]
      : []),
    ...(draft.kinds ?? []).map((kind) =>
      line('read-kind', { name: kind.name, members: names(kind.units) }, kind.clause),
    ),
    ...draft.categories.map((category) =>
      line('read-category', { name: category.name, measure: category.measure }, category.clause),
    ),
    ...(draft.table
      ? [
          line(
            'read-table',
            { title: draft.table.title, rows: draft.table.rows.length, columns: draft.table.columns.length },
            draft.table.clause,
          ),
        ]
      : []),
    ...[...(draft.targets ?? []), ...(draft.cityTargets ?? [])].map((target) =>
      line('read-target', { text: target.text }, target.clause),
    ),
    ...(draft.phases ?? []).map((phase) =>
      line('read-phase', { name: phase.name, from: phase.from, to: phase.to ?? '' }, phase.clause),
    ),
    ...(draft.milestones ?? []).map((one) =>
      line(
        'read-milestone',
        { name: one.name, at: one.day ?? one.month, time: one.time ?? '', wording: one.wording },
        one.clause,
      ),
    ),
    ...(draft.recurring ?? []).map((one) => line('read-recurring', { text: one.text }, one.clause)),
    ...draft.categories.flatMap((category) =>
      category.rules.map((rule) => line('read-rule', { category: category.name, text: rule.text }, rule.clause)),
    ),
    ...(draft.rules ?? []).map((rule) => line('read-rule', { category: '', text: rule.text }, rule.clause)),
    ...(draft.submit ?? []).map((way) => line('read-way', { to: way.to }, way.clause)),
    ...(draft.awards ?? []).map((award) => line('read-award', { text: award.text }, award.clause)),
    ...(draft.weights ?? []).map((weight) => line('read-weight', { text: weight.text }, weight.clause)),
    ...(draft.contacts ?? []).map((contact) =>
      line('read-contact', { name: contact.name ?? '', phones: contact.phones.join(say('separator')) }, contact.clause),
    ),
  ];
}
