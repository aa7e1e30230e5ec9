import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Arrivals } from '../../src/adapters/wire/arrivals.ts';
import type { Message } from '../../src/application/message.ts';

const from = (sender: string, id: string): Message => ({
  channel: 'wecom',
  id,
  chat: { kind: 'direct', id: sender },
  sender: { id: sender },
  text: id,
  files: [],
});

/** A bot whose database is away until it is mended. */
function outage() {
  const stored: string[] = [];
  let away = true;
  return {
    stored,
    mend: () => {
      away = false;
    },
    bot: {
      async acceptAll(messages: Message[]) {
        if (away) throw new Error('no database');
        stored.push(...messages.map(({ id }) => id));
        return messages.map(() => 'stored' as const);
      },
      work: async () => undefined,
    },
  };
}

test('what a person says when the database is back does not get ahead of what they said while it was away', async () => {
  const { bot, stored, mend } = outage();
  const arrivals = new Arrivals(bot, pino({ level: 'silent' }));
  const first = arrivals.acceptFirmly(from('lijie', 'first'), [200]);
  // When a later one that is not repeated has failed, the first attempt has.
  await expect(arrivals.accept(from('zhang', 'lost'))).rejects.toThrow('no database');
  mend();
  await Promise.all([first, arrivals.acceptFirmly(from('lijie', 'second'), [])]);
  expect(stored).toEqual(['first', 'second']);
});

test('who ends waits for what is tried again', async () => {
  const { bot, stored, mend } = outage();
  const arrivals = new Arrivals(bot, pino({ level: 'silent' }));
  void arrivals.acceptFirmly(from('lijie', 'first'), [20, 20]);
  await expect(arrivals.accept(from('zhang', 'lost'))).rejects.toThrow('no database');
  mend();
  await arrivals.idle();
  expect(stored).toEqual(['first']);
});
