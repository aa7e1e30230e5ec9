import type { ChannelKind } from '../channel.ts';
import { phrases } from './phrases.ts';
import { type DingtalkSettings, environment } from './settings.ts';

/** 钉钉: the robot of an app of the organisation's own, and the robots of groups, as one channel. */
export const dingtalk: ChannelKind<'dingtalk', DingtalkSettings> = {
  name: 'dingtalk',
  environment,
  phrases,
  async start(settings, { office, bot, http, tell }) {
    const { startDingtalk } = await import('./start.ts');
    return startDingtalk({
      settings,
      office,
      bot,
      callbacks: http.callbacks,
      onRefused: (fault, code) => tell(fault === 'setup' ? 'setup' : 'credentials', { code }),
    });
  },
  async tables(settings, office) {
    const { tablesAlone } = await import('./tables-alone.ts');
    return tablesAlone(settings, office);
  },
  async checkup(settings, given) {
    const { dingtalkCheckup } = await import('./checkup.ts');
    return dingtalkCheckup({ settings, given });
  },
};
