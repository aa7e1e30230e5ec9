import type { Platform, Shown } from '../platform.ts';
import { type Books, firstLine, type OutboundRow, type Violation } from './books.ts';

export interface PostCounts {
  shown: number;
  sent: number;
  refused: number;
  unknown: number;
  /** Reminders that nobody needed any more, or that could not be sent on their day. */
  dropped: number;
  /** Posts that were refused or unknown, and of which staff were told. */
  reported: number;
  /** The same, meant for one of the staff. */
  toStaff: number;
}

const END = new Set(['sent', 'refused', 'unknown', 'dropped']);

/** What readers see is what is recorded: a sent post once, an unknown one at most once, anything else never. */
export function auditPosts(books: Books, platforms: Platform[]): { violations: Violation[]; counts: PostCounts } {
  const violations: Violation[] = [];
  const counts = { shown: 0, sent: 0, refused: 0, unknown: 0, dropped: 0, reported: 0, toStaff: 0 };
  for (const platform of platforms) {
    const bubbles = new Bubbles(platform.shown);
    counts.shown += platform.shown.length;
    const posts = books.outbound.filter(({ channel }) => channel === platform.channel);
    for (const state of ['sent', 'unknown', 'refused', 'dropped'])
      for (const post of posts.filter((one) => one.state === state)) {
        counts[state as 'sent']++;
        const there = bubbles.take(post, platform.forms(post), state === 'sent' ? 'whole' : 'begun');
        if (state === 'sent' && !there) violations.push({ rule: 'sent but not shown', what: describe(post) });
        if ((state === 'refused' || state === 'dropped') && there)
          violations.push({ rule: `${state} but shown`, what: describe(post) });
      }
    for (const post of posts.filter(({ state }) => !END.has(state)))
      violations.push({ rule: `never finished: ${post.state}`, what: describe(post) });
    bubbles.drop(noticesIn(books, platform));
    for (const { chat, text, via } of bubbles.left())
      violations.push({ rule: 'shown more often than it was sent', what: `${chat} by ${via}: ${firstLine(text)}` });
    violations.push(...auditOrder(answersIn(books, posts), platform));
  }
  violations.push(...auditReports(books, counts));
  return { violations, counts };
}

/** Said while files are fetched, and no post: nobody waits for it, so nobody sends it again. */
const RECEIVING = /^正在接收您的文件/;

/** The chats in which it may have been said, once for each attempt at a message with files. */
const noticesIn = ({ inbound }: Books, { channel }: Platform): string[] =>
  inbound.flatMap((row) =>
    row.channel === channel && row.filesFrom !== undefined ? Array(row.attempts).fill(row.filesFrom) : [],
  );

export const describe = ({ id, chatId, text, state, reason }: OutboundRow): string =>
  `post ${id} (${state}${reason ? `, ${reason}` : ''}) in ${chatId}: ${firstLine(text)}`;

/** What is in the chats, taken away as it is accounted for. */
class Bubbles {
  readonly #left = new Map<string, Shown[]>();

  constructor(shown: readonly Shown[]) {
    for (const one of shown) {
      const key = `${one.chat}\n${one.text}`;
      this.#left.set(key, [...(this.#left.get(key) ?? []), one]);
    }
  }

  /** Takes the messages that a post became, in one of its forms; `begun`: as many of them as are there. */
  take({ chatId }: OutboundRow, forms: string[][], how: 'whole' | 'begun'): boolean {
    const count = (parts: string[]) => {
      const wanted = new Map<string, number>();
      let found = 0;
      for (const text of parts) {
        const nth = (wanted.get(text) ?? 0) + 1;
        if ((this.#left.get(`${chatId}\n${text}`)?.length ?? 0) < nth) break;
        wanted.set(text, nth);
        found++;
      }
      return found;
    };
    const best = forms
      .map((parts) => ({ parts, found: count(parts) }))
      .sort((a, b) => b.found / b.parts.length - a.found / a.parts.length)[0];
    if (!best || best.found === 0 || (how === 'whole' && best.found < best.parts.length)) return false;
    for (const text of best.parts.slice(0, best.found)) this.#left.get(`${chatId}\n${text}`)?.pop();
    return true;
  }

  /** Drops a notice in each of these chats, if one is there. */
  drop(chats: string[]): void {
    for (const chat of chats)
      for (const bubbles of this.#left.values()) {
        const at = bubbles.findIndex((one) => one.chat === chat && RECEIVING.test(one.text));
        if (at >= 0) bubbles.splice(at, 1);
      }
  }

  left(): Shown[] {
    return [...this.#left.values()].flat();
  }
}

/** What is said to somebody's own messages in their own chat: what else is said there has no order with it. */
function answersIn({ inbound }: Books, posts: OutboundRow[]): OutboundRow[] {
  const senders = new Map(inbound.map(({ id, senderId }) => [id, senderId]));
  return posts.filter(({ inboundId, chatId }) => inboundId !== null && senders.get(inboundId) === chatId);
}

/** In one chat answers appear as they were made: told by those whose text is there once. */
function auditOrder(posts: OutboundRow[], platform: Platform): Violation[] {
  const once = <T>(list: T[], keyOf: (one: T) => string) => {
    const counts = new Map<string, number>();
    for (const one of list) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
    return (one: T) => counts.get(keyOf(one)) === 1;
  };
  const single = once(posts, ({ chatId, text }) => `${chatId}\n${text}`);
  const idOf = new Map<string, OutboundRow>();
  for (const post of posts.filter(single))
    for (const [first = ''] of platform.forms(post)) idOf.set(`${post.chatId}\n${first}`, post);
  const violations: Violation[] = [];
  const last = new Map<string, OutboundRow>();
  for (const { chat, text } of platform.shown) {
    const post = idOf.get(`${chat}\n${text}`);
    if (!post) continue;
    const before = last.get(chat);
    if (before && before.id > post.id)
      violations.push({ rule: 'said out of order', what: `${describe(post)} after ${describe(before)}` });
    last.set(chat, post);
  }
  return violations;
}

const isTroubled = ({ state, reason }: OutboundRow) =>
  state === 'unknown' || state === 'refused' || (state === 'dropped' && reason !== 'needless');

/** `另有 N 条`, where too many are told at once to quote each. */
const MORE = /另有 (\d+) 条/;

/** Of every post that was refused, or of which nobody knows, staff have been told: each of them, by its first line. */
function auditReports({ outbound, staffChats }: Books, counts: PostCounts): Violation[] {
  const violations: Violation[] = [];
  for (const chat of staffChats) {
    const quotes = new Map<string, number>();
    let unquoted = 0;
    for (const { chatId, text } of outbound) {
      const quoted = chatId === chat ? [...text.matchAll(/^“(.*)”$/gm)].map(([, first = '']) => first) : [];
      for (const first of quoted) quotes.set(first, (quotes.get(first) ?? 0) + 1);
      if (quoted.length > 1) unquoted += Number(MORE.exec(text)?.[1] ?? 0);
    }
    for (const post of outbound) {
      if (!isTroubled(post) || staffChats.has(post.chatId)) continue;
      const left = quotes.get(firstLine(post.text)) ?? 0;
      if (left > 0) quotes.set(firstLine(post.text), left - 1);
      else if (unquoted > 0) unquoted--;
      else violations.push({ rule: 'staff were not told', what: `${chat} of ${describe(post)}` });
    }
  }
  const troubled = outbound.filter(isTroubled);
  counts.toStaff = troubled.filter(({ chatId }) => staffChats.has(chatId)).length;
  const untold = new Set(violations.map(({ what }) => / of (post \d+)/.exec(what)?.[1])).size;
  counts.reported = troubled.length - counts.toStaff - untold;
  return violations;
}
