import { type DingtalkTimes, startDingtalk } from '../../src/adapters/dingtalk/start.ts';
import { type ChannelBotOptions, channelBot } from './channel-bot.ts';

/** Pauses so short that nothing waits for real; time-outs that a busy machine keeps. */
const SHORT: DingtalkTimes = {
  stream: {
    openMs: 10_000,
    handshakeMs: 10_000,
    pingMs: 200,
    deadMs: 20_000,
    backoffMs: [5, 10, 20],
    stableMs: 60_000,
    refusedMs: 20,
    retireMs: 20,
  },
  restMs: 10_000,
  silenceMs: 1_500,
  fetchAgainAfterMs: [5, 10],
  // Only where a test asks for it, however busy the machine is.
  tellAfterMs: 600_000,
  storeAgainMs: [5],
  repeatAfterMs: [5, 5],
};

export interface DingtalkOptions extends ChannelBotOptions {
  times?: DingtalkTimes;
}

/** The bot on the settings of a fake 钉钉. */
export async function dingtalkBot(env: Record<string, string>, { times, ...options }: DingtalkOptions) {
  const refused: string[] = [];
  const { adapter: dingtalk, ...started } = await channelBot(env, options, ({ config, ...parts }) => {
    const { dingtalk: settings } = config.channels;
    if (!settings) throw new Error('no setting of 钉钉');
    return startDingtalk({
      ...parts,
      settings,
      onRefused: (fault, code) => refused.push(`${fault} ${code}`),
      times: { ...SHORT, ...times, stream: { ...SHORT.stream, ...times?.stream } },
    });
  });
  return {
    ...started,
    dingtalk,
    /** What was said of a gateway that refuses. */
    refused,
  };
}

export type DingtalkBot = Awaited<ReturnType<typeof dingtalkBot>>;
