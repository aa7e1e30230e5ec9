import type { ChannelKind } from '../channel.ts';
import { phrases } from './phrases.ts';
import { environment, type WecomSettings } from './settings.ts';

/** 企业微信: the intelligent bot, the self-built app and the robots of groups, as one channel. */
export const wecom: ChannelKind<'wecom', WecomSettings> = {
  name: 'wecom',
  environment,
  phrases,
  async start(settings, { office, bot, http, lease, tell }) {
    const { startWecom } = await import('./start.ts');
    return startWecom({
      settings,
      office,
      bot,
      callbacks: http.callbacks,
      lease,
      onStopped: () => tell('credentials'),
      onKicked: (retryMs) => tell('kicked', { minutes: Math.ceil(retryMs / 60_000) }),
    });
  },
  async tables({ tables, apiBase, proxy }, office) {
    const { tablesOf } = await import('./tables.ts');
    const { restThrough } = await import('./rest.ts');
    return tablesOf(tables, { office, rest: restThrough({ base: apiBase, proxy }) });
  },
  async checkup(settings, given) {
    const { wecomCheckup } = await import('./checkup.ts');
    return wecomCheckup({ settings, given });
  },
};
