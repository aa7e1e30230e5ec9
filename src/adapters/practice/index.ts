import type { ChannelKind } from '../channel.ts';
import { CHANNEL } from './people.ts';
import { environment, type PracticeSettings } from './settings.ts';

/** Practice mode: a platform of our own on a page, never beside another one. */
export const practice: ChannelKind<'practice', PracticeSettings> = {
  name: CHANNEL,
  environment,
  phrases: { start: {}, settings: ['instant'], doctor: {} },
  async start(_settings, { office, bot, http, folders }) {
    const { startPractice } = await import('./start.ts');
    await startPractice({ root: folders.program, dataDir: folders.data, office, bot, app: http.app });
    return { open: () => {}, stop: async () => {} };
  },
  /** There is nothing outside of this computer to look at. */
  checkup: async () => ({ channel: CHANNEL, checks: [], console: [] }),
};
