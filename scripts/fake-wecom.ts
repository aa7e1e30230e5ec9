// A 企业微信 to play with, for a person at a terminal: npm run fake:wecom.
import { parseArgs } from 'node:util';
import { startFakeWecom, type Via } from '../fakes/wecom/index.ts';
import type { Desk, Platform } from './fake-desk.ts';
import { sitAt } from './fake-terminal.ts';

const GROUP = 'wrFakeGroupAAAA';

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'bot-url': { type: 'string' }, 'app-url': { type: 'string' } },
});
const fake = await startFakeWecom({
  // Always the same, so that the lines in .env stay true.
  port: Number(values.port ?? 3901),
  webhooks: { 'fake-webhook-key': GROUP },
  ...(values['bot-url'] && { botUrl: values['bot-url'] }),
  ...(values['app-url'] && { appUrl: values['app-url'] }),
});
const modes = [values['bot-url'] ? ('url' as const) : ('ws' as const), 'webhook' as const];

function press(desk: Desk<Via>, key: string): void {
  const { card } = desk.lastCard ?? {};
  if (!card) {
    desk.print('no-card');
    return;
  }
  const template_card_event = { card_type: card.card_type, task_id: card.task_id, event_key: key };
  desk.say({ event: { eventtype: 'template_card_event', template_card_event } }, undefined, key);
}

async function verify(desk: Desk<Via>, which: 'bot' | 'app'): Promise<void> {
  if ((which === 'bot' ? fake.botUrl : fake.appUrl) === undefined) {
    desk.print('no-url');
    return;
  }
  const { ok, why } = await fake.verifyUrl(which);
  desk.print(ok ? 'verified' : 'not-verified', { why });
}

const platform: Platform<Via> = {
  name: 'fake-wecom',
  group: GROUP,
  vias: ['ws', 'url', 'app'],
  facts: { bot: fake.bot.name, group: GROUP },
  hears: (via) => !((via === 'url' && !fake.botUrl) || (via === 'app' && !fake.appUrl)),
  commands: (desk) => ({
    // Nobody enters a group.
    enter: () =>
      desk.say({ chat: 'single', chatid: undefined, event: { eventtype: 'enter_chat' } }, undefined, 'enter_chat'),
    press: (key: string) => press(desk, key),
    verify: (which: string) => verify(desk, which === 'app' ? 'app' : 'bot'),
    cut: () => fake.cut(),
    kick: () => fake.kick(),
  }),
};
await sitAt(fake, platform, fake.apiBase, fake.env(values['app-url'] ? [...modes, 'app'] : modes));
