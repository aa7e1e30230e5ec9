import { type Arrived, expectedAnswers, expectedEntries, expectedTally } from '../model.ts';
import type { ChaosPerson } from '../people.ts';
import type { SaidMessage } from '../said.ts';
import type { Books, OutboundRow, Violation } from './books.ts';
import { describe } from './messages.ts';

export interface RecordCounts {
  entries: number;
  /** Works that the bot said it did not get, so that they were to be sent again. */
  filesFailed: number;
}

const FILE_FAILED = '没有收到，不计数';

/** Said once, besides the answer, to whoever's file found no room; it is tried again and answered like any other. */
const NO_ROOM = '现在存不下';

/** The books say what the model says: each message had its effect once, nothing else had one. */
export function auditRecords(
  said: SaidMessage[],
  books: Books,
  people: ChaosPerson[],
  torn: ReadonlySet<string>,
): { violations: Violation[]; counts: RecordCounts } {
  const violations: Violation[] = [];
  const byKey = new Map(said.map((message) => [`${message.person.channel}/${message.messageId}`, message]));
  const answers = answersByMessage(books);
  const arrived: (Arrived & { message: SaidMessage; answered: number })[] = [];
  for (const row of books.inbound) {
    const message = byKey.get(`${row.channel}/${row.messageId}`);
    if (!message || row.state !== 'handled') continue;
    const all = answers.get(row.id) ?? [];
    const own = all.filter(({ text }) => !text.startsWith(NO_ROOM));
    if (all.length - own.length > 1)
      violations.push({ rule: 'told more than once of no room', what: describe(message) });
    const fileFailed = message.speech.file !== undefined && own.some(({ text }) => text.includes(FILE_FAILED));
    const { person, meaning, speech } = message;
    arrived.push({ person, meaning, inGroup: speech.group !== undefined, fileFailed, message, answered: own.length });
  }
  const expected = expectedEntries(arrived);
  const owner = (marker: string) => expected.get(marker)?.unitId;
  const coordinatorsOf = (marker: string) =>
    people.filter(({ role, unit }) => role === 'coordinator' && unit?.id === owner(marker)).length;
  for (const { message, answered, ...one } of arrived) {
    const due = expectedAnswers(one, coordinatorsOf);
    if (answered !== due && !isTorn(message, torn))
      violations.push({ rule: `answered ${answered} times instead of ${due}`, what: describe(message) });
  }
  violations.push(...compareEntries(expected, books, torn));
  const tally = torn.size === 0 ? expectedTally(expected) : undefined;
  violations.push(...compareTally(tally, books));
  return {
    violations,
    counts: { entries: books.entries.length, filesFailed: arrived.filter((one) => one.fileFailed).length },
  };
}

const isTorn = ({ meaning }: SaidMessage, torn: ReadonlySet<string>) => 'marker' in meaning && torn.has(meaning.marker);

function answersByMessage({ outbound }: Books): Map<bigint, OutboundRow[]> {
  const answers = new Map<bigint, OutboundRow[]>();
  for (const row of outbound)
    if (row.inboundId !== null) answers.set(row.inboundId, [...(answers.get(row.inboundId) ?? []), row]);
  return answers;
}

const OPEN = new Set(['draft', 'lapsed']);

function compareEntries(
  expected: ReturnType<typeof expectedEntries>,
  { entries }: Books,
  torn: ReadonlySet<string>,
): Violation[] {
  const violations: Violation[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const { number, title, unitId, categoryId, version, sha256 } = entry;
    const what = `#${number} 《${title}》`;
    if (torn.has(title) || (title === '' && torn.size > 0)) continue;
    if (seen.has(title)) violations.push({ rule: 'recorded twice', what });
    seen.add(title);
    const model = expected.get(title);
    if (!model) {
      violations.push({ rule: 'recorded without a message', what });
      continue;
    }
    const value = entry.fields.attendance ?? entry.fields.author ?? entry.fields.workplace;
    const is = { unitId, categoryId, state: OPEN.has(entry.state) ? 'open' : entry.state, version, sha256: sha256[0] };
    const must = { unitId: model.unitId, categoryId: model.categoryId, state: model.state, version: model.version };
    if (JSON.stringify(is) !== JSON.stringify({ ...must, sha256: model.sha256 }))
      violations.push({
        rule: `recorded as ${JSON.stringify(is)} instead of ${JSON.stringify({ ...must, sha256: model.sha256 })}`,
        what,
      });
    if (model.value !== undefined && value !== model.value)
      violations.push({ rule: `last correction ${model.value} is not there but ${value}`, what });
  }
  for (const [marker] of expected)
    if (!seen.has(marker) && !torn.has(marker)) violations.push({ rule: 'not recorded', what: `《${marker}》` });
  return violations;
}

/** The tally that is kept equals a recount of the entries, and what the model says. */
function compareTally(model: Map<string, string> | undefined, { entries, tally }: Books): Violation[] {
  const recount = expectedTally(
    new Map(
      entries.map(({ number, unitId, categoryId, state, version }) => [
        String(number),
        { unitId, categoryId, version, state: (OPEN.has(state) ? 'open' : state) as 'received' },
      ]),
    ),
  );
  const differs = (rule: string, other: Map<string, string>) =>
    [...new Set([...tally.keys(), ...other.keys()])]
      .filter((key) => tally.get(key) !== other.get(key))
      .map((key) => ({ rule, what: `${key}: ${tally.get(key)} instead of ${other.get(key)}` }));
  return [...differs('tally is not the recount', recount), ...(model ? differs('tally is not the model', model) : [])];
}
