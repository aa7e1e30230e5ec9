// A 钉钉 to play with, for a person at a terminal: npm run fake:dingtalk.
import { parseArgs } from 'node:util';
import { type Mode, startFakeDingtalk, type Via } from '../fakes/dingtalk/index.ts';
import type { Desk, Platform } from './fake-desk.ts';
import { sitAt } from './fake-terminal.ts';

const GROUP = 'cidFakeGroupAAAA==';
const SHAPES = ['usual', 'codeless', 'unknown', 'empty', 'absent', 'string', 'alternate'];

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'robot-url': { type: 'string' }, cards: { type: 'boolean' } },
});
const fake = await startFakeDingtalk({
  // Always the same, so that the lines in .env stay true; the other host has the next one.
  port: Number(values.port ?? 3903),
  webhooks: { 'fake-webhook-token': { chatid: GROUP, secret: 'SECfakewebhook' } },
  ...(values['robot-url'] && { robotUrl: values['robot-url'] }),
});
const modes: Mode[] = [values['robot-url'] ? 'http' : 'stream', 'webhook', ...(values.cards ? ['card' as const] : [])];

async function press(desk: Desk<Via>, action: string): Promise<void> {
  const { outTrackId } = (desk.lastCard ?? {}) as { outTrackId?: string };
  if (outTrackId === undefined) {
    desk.print('no-card');
    return;
  }
  const { outcome, card, privately } = await fake.press({ by: desk.me, outTrackId, actionIds: [action] });
  if (outcome !== 'acknowledged') desk.print(outcome);
  desk.print('card', { card: JSON.stringify(card.card) });
  if (privately) desk.print('privately', { me: desk.me, card: JSON.stringify(privately) });
}

function manner(desk: Desk<Via>, name: 'quoteShape' | 'mention', value: string | undefined): void {
  const { [name]: _, ...others } = desk.manner;
  desk.manner = value === undefined ? others : { ...others, [name]: value };
}

const platform: Platform<Via> = {
  name: 'fake-dingtalk',
  group: GROUP,
  vias: ['stream', 'http'],
  facts: { bot: fake.app.name, group: GROUP, shapes: SHAPES.join('|') },
  hears: (via) => !(via === 'http' && !fake.robotUrl),
  commands: (desk) => ({
    press: (action: string) => press(desk, action),
    shape: (shape: string) =>
      manner(
        desk,
        'quoteShape',
        SHAPES.find((one) => one === shape),
      ),
    at: (how: string) =>
      manner(
        desk,
        'mention',
        ['none', 'all', 'verbatim'].find((one) => one === how),
      ),
    retire: () => fake.disconnect(),
    deaf: () => fake.deafen(),
    cut: () => fake.cut(),
    sessions: () => fake.endSessions(),
    token: () => fake.endToken(),
    published: (how: string) => {
      fake.app.published = how !== 'off';
    },
    calls: () => desk.print('calls', { calls: JSON.stringify(fake.counters.calls), opens: fake.counters.opens }),
  }),
};
await sitAt(fake, platform, `${fake.apiBase} ${fake.oapiBase}`, fake.env(modes));
