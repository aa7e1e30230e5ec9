import { enqueue } from '../../application/delivery/outbox.ts';
import type { Office } from '../../application/office.ts';
import { staffMembers } from '../../application/people/people.ts';
import { beijingDay, instantAt, monthOf } from '../../domain/time.ts';
import { CHANNEL } from './decode.ts';

const ALARM_AT = 0.7;
/**
 * After the platform said that the month's calls are used up, it is asked again after this time: somebody may have
 * bought more.
 */
const ASK_AGAIN_MS = 3_600_000;

export interface BudgetParts {
  office: Pick<Office, 'prisma' | 'clock' | 'say' | 'log' | 'channels'>;
  monthlyCalls: number;
  /** Something waits to be sent. */
  onTold(): void;
}

/**
 * Counts the calls of the month, which the organisation has only so many of (docs/protocol-dingtalk.md, section 4.9),
 * by months of Beijing: in the database, for all processes. Staff hear of it once a month, when few are left.
 */
export class Budget {
  readonly #parts: BudgetParts;

  constructor(parts: BudgetParts) {
    this.#parts = parts;
  }

  /**
   * Counts one call. False while the platform gives no more calls. If the database cannot be asked, the call is
   * allowed: silence would be worse.
   */
  async spend(): Promise<boolean> {
    const { prisma, clock, log } = this.#parts.office;
    const now = clock.now();
    // A new day has its own calls, where the platform counts by days (docs/protocol-dingtalk.md, section 4.10).
    const since = new Date(Math.max(now.getTime() - ASK_AGAIN_MS, instantAt(beijingDay(now), '00:00').getTime()));
    try {
      const rows = await prisma.$queryRaw<{ calls: number; alarmed_at: Date | null }[]>`
        INSERT INTO api_calls AS a (channel, month, calls) VALUES (${CHANNEL}, ${monthOf(beijingDay(now))}, 1)
        ON CONFLICT (channel, month) DO UPDATE SET calls = a.calls + 1 WHERE a.spent_at IS NULL OR a.spent_at < ${since}
        RETURNING calls, alarmed_at`;
      const [row] = rows;
      if (row && row.alarmed_at === null && row.calls >= this.#parts.monthlyCalls * ALARM_AT)
        await this.#alarm(now, row.calls);
      return row !== undefined;
    } catch (error) {
      log.error({ error }, 'dingtalk: call not counted');
      return true;
    }
  }

  /** The platform says that the calls of the month are used up, or those of the day. */
  async spent(code: string): Promise<void> {
    const { prisma, clock, log } = this.#parts.office;
    const now = clock.now();
    log.error({ code }, 'dingtalk: the calls of this month, or of this day, are used up');
    await prisma.apiCalls
      .update({
        where: { channel_month: { channel: CHANNEL, month: monthOf(beijingDay(now)) } },
        data: { spentAt: now },
      })
      .catch((error) => log.error({ error }, 'dingtalk: end of calls not noted'));
  }

  async #alarm(now: Date, used: number): Promise<void> {
    const { office, monthlyCalls, onTold } = this.#parts;
    const month = monthOf(beijingDay(now));
    const told = await office.prisma.$transaction(async (tx) => {
      const chats = (await staffMembers({ tx, channels: office.channels })).flatMap(({ to }) => to ?? []);
      if (chats.length === 0) return false;
      const marked = await tx.apiCalls.updateMany({
        where: { channel: CHANNEL, month, alarmedAt: null },
        data: { alarmedAt: now },
      });
      const text = office.say('bot.calls-low', { used, budget: monthlyCalls, month: Number(month.slice(-2)) });
      if (marked.count === 1)
        await enqueue(
          tx,
          chats.map((to) => ({ to, text })),
          now,
        );
      return marked.count === 1;
    });
    if (told) onTold();
  }
}
