import { soleLease } from '../../src/adapters/prisma/lease.ts';
import { startWecom, type WecomTimes } from '../../src/adapters/wecom/start.ts';
import type { Lease } from '../../src/application/ports.ts';
import { type ChannelBotOptions, channelBot } from './channel-bot.ts';
import type { TestDatabase } from './database.ts';
import { known as knownOn, type Role, type Who } from './known.ts';

/** Short, yet long enough for a busy machine: only what is meant to fail waits so long. */
const SHORT: WecomTimes = {
  connection: {
    pingMs: 2_000,
    ackMs: 1_500,
    backoffMs: [5, 10, 20],
    stableMs: 10_000,
    refusedMs: 20,
    kickedMs: [60, 120],
  },
  restMs: 2_000,
  silenceMs: 1_000,
  fetchAgainAfterMs: [5, 10],
  // Only where a test asks for it, however busy the machine is.
  tellAfterMs: 600_000,
};

export interface WecomOptions extends ChannelBotOptions {
  times?: WecomTimes;
  lease?: Lease;
}

/** The bot on the settings of a fake 企业微信. */
export async function wecomBot(
  env: Record<string, string>,
  { times, lease = soleLease('wecom'), ...options }: WecomOptions,
) {
  const stopped: number[] = [];
  const kicked: number[] = [];
  const { adapter: wecom, ...started } = await channelBot(env, options, ({ config, ...parts }) => {
    const { wecom: settings } = config.channels;
    if (!settings) throw new Error('no setting of 企业微信');
    return startWecom({
      ...parts,
      lease: () => lease,
      settings,
      onStopped: (errcode) => stopped.push(Number(errcode)),
      onKicked: (retryMs) => kicked.push(retryMs),
      times: { ...SHORT, ...times, connection: { ...SHORT.connection, ...times?.connection } },
    });
  });
  return {
    ...started,
    wecom,
    /** Errcodes over which the connection gave up. */
    stopped,
    /** Pauses after another process took the bot over. */
    kicked,
  };
}

export type WecomBot = Awaited<ReturnType<typeof wecomBot>>;

/** Makes somebody known to the bot on 企业微信. */
export const known = (database: TestDatabase, userid: string, role: Role, who: Who = {}): Promise<void> =>
  knownOn(database, 'wecom', userid, role, who);

/** The bot's one answer to all of `texts`, waited for without sleeping. */
export async function allHandled({ prisma, bot }: WecomBot, count: number): Promise<void> {
  while ((await prisma.inbound.count()) < count) await new Promise((resolve) => setImmediate(resolve));
  await bot.work();
}
