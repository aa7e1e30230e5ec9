import type { Suffered } from '../faults.ts';
import type { SaidMessage } from '../said.ts';
import type { Books, InboundRow, Violation } from './books.ts';

export interface MessageCounts {
  sent: number;
  acknowledged: number;
  /** The platform told the sender that it did not go through, or kept it back. */
  refused: number;
  /** Of those, what the bot has all the same. */
  refusedYetStored: number;
  handled: number;
  /** Read by the socket of a process that was killed before it could store them: nobody sends them again. */
  lostWithTheLine: number;
}

/** A process that lives, with its database, has stored within this time what its socket read. */
const STORED_WITHIN_MS = 2_000;

export const describe = ({ serial, person, way, speech, meaning, messageId }: SaidMessage): string =>
  `message ${serial} (${messageId}) of ${person.id} by ${way.name}${speech.group === undefined ? '' : ' in a group'}, ${meaning.kind}: ${speech.text ?? speech.file?.name ?? ''}`;

const keyOf = (channel: string, messageId: string) => `${channel}/${messageId}`;

export const rowsByMessage = ({ inbound }: Books): Map<string, InboundRow[]> => {
  const rows = new Map<string, InboundRow[]>();
  for (const row of inbound) {
    const key = keyOf(row.channel, row.messageId);
    rows.set(key, [...(rows.get(key) ?? []), row]);
  }
  return rows;
};

/** Every acknowledged message has one row, and that is handled; what was sent in order is stored in order. */
export function auditMessages(
  said: SaidMessage[],
  books: Books,
  suffered: Suffered[],
): { violations: Violation[]; counts: MessageCounts } {
  const violations: Violation[] = [];
  const rows = rowsByMessage(books);
  const counts = {
    sent: said.length,
    acknowledged: 0,
    refused: 0,
    refusedYetStored: 0,
    handled: 0,
    lostWithTheLine: 0,
  };
  const wrong = (rule: string, message: SaidMessage) => violations.push({ rule, what: describe(message) });
  for (const message of said) {
    const stored = rows.get(keyOf(message.person.channel, message.messageId)) ?? [];
    if (stored.length > 1) wrong('stored twice', message);
    const [row] = stored;
    if (message.outcome === 'acknowledged') counts.acknowledged++;
    else {
      counts.refused++;
      if (row) counts.refusedYetStored++;
    }
    if (row?.state === 'handled') counts.handled++;
    else if (row) wrong(`stored but ${row.state}`, message);
    else if (message.outcome === 'acknowledged') {
      if (!message.way.acknowledges && diedWithTheLine(message, suffered)) counts.lostWithTheLine++;
      else wrong('acknowledged and lost', message);
    }
  }
  violations.push(...strangeRows(said, books), ...auditOrder(said, rows, suffered));
  return { violations, counts };
}

/**
 * The process that held the line was killed in the moment after, not counting the time in which it stood still or its
 * database was away: then it tries again and again.
 */
function diedWithTheLine({ toldAt }: SaidMessage, suffered: Suffered[]): boolean {
  let until = toldAt + STORED_WITHIN_MS;
  const frozen = new Set<number>();
  for (const { kind, from, to, pid, heldLine } of suffered) {
    const stoodStill = kind === 'pause' && heldLine !== false;
    const held = stoodStill || kind === 'database-restart' || kind === 'database-crash';
    if (!held || from > until || to < toldAt) continue;
    until = Math.max(until, to + STORED_WITHIN_MS);
    if (stoodStill && pid !== undefined) frozen.add(pid);
  }
  return suffered.some(
    ({ kind, from, pid, heldLine }) =>
      kind === 'kill' &&
      from >= toldAt - STORED_WITHIN_MS &&
      from <= until &&
      (heldLine !== false || (pid !== undefined && frozen.has(pid))),
  );
}

/** Whoever read it stood still before it was stored, and another one took the line meanwhile. */
const stoodStill = ({ way, toldAt }: SaidMessage, suffered: Suffered[]) =>
  !way.acknowledges &&
  suffered.some(
    ({ kind, from, to, heldLine }) =>
      kind === 'pause' && heldLine !== false && from <= toldAt + STORED_WITHIN_MS && to >= toldAt,
  );

/** A row for which nobody has spoken. */
function strangeRows(said: SaidMessage[], { inbound }: Books): Violation[] {
  const known = new Set(said.map(({ person, messageId }) => keyOf(person.channel, messageId)));
  return inbound
    .filter(({ channel, messageId }) => !known.has(keyOf(channel, messageId)))
    .map(({ id, messageId }) => ({ rule: 'stored but never sent', what: `row ${id} (${messageId})` }));
}

/** Of one person on one way: whoever waits for the acknowledgement before going on is heard in order. */
function auditOrder(said: SaidMessage[], rows: Map<string, InboundRow[]>, suffered: Suffered[]): Violation[] {
  const violations: Violation[] = [];
  const last = new Map<string, { id: bigint; message: SaidMessage }>();
  for (const message of [...said].sort((a, b) => a.serial - b.serial)) {
    const row = rows.get(keyOf(message.person.channel, message.messageId))?.[0];
    if (message.outcome !== 'acknowledged' || !row) continue;
    const key = `${message.person.id} ${message.way.name}`;
    const before = last.get(key);
    if (before && before.id > row.id && !stoodStill(before.message, suffered))
      violations.push({
        rule: 'out of order',
        what: `${describe(message)} was stored before ${describe(before.message)}`,
      });
    last.set(key, { id: row.id, message });
  }
  return violations;
}
