import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startFakeDingtalk } from '../../fakes/dingtalk/index.ts';
import { startFakeWecom } from '../../fakes/wecom/index.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { dingtalkBot } from '../support/dingtalk.ts';
import { video } from '../support/files.ts';
import { known } from '../support/known.ts';
import { wecomBot } from '../support/wecom.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const GROUP = 'cidGroupOfUnions==';
const timings = { waitMs: 40_000 };
const ending: (() => Promise<unknown>)[] = [];
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
afterEach(async () => {
  for (const end of ending.splice(0)) await end();
  await database.reset();
});

/** A fake platform with the bot on it; what both have is all that the test needs. */
const platforms = {
  async wecom() {
    const fake = await startFakeWecom({ timings });
    const bot = await wecomBot(fake.env(['ws']), { database });
    ending.push(
      () => bot.close(),
      () => fake.stop(),
    );
    return fake;
  },
  async dingtalk() {
    const fake = await startFakeDingtalk({ timings });
    const bot = await dingtalkBot(fake.env(['stream']), { database });
    ending.push(
      () => bot.close(),
      () => fake.stop(),
    );
    return fake;
  },
};

test.each(['wecom', 'dingtalk'] as const)(
  '%s: what is for one person stays out of the group in which it was asked for',
  async (name) => {
    const fake = await platforms[name]();
    await known(database, name, 'lijie', 'coordinator', { unit: 'yaodu', name: '李洁' });
    await known(database, name, 'wang', 'staff', { name: '王主任' });
    await fake.whenSubscribed();
    for (const from of ['lijie', 'wang']) await fake.say({ from, text: '/我是谁' });
    await fake.until(() => fake.textsIn('lijie').length === 1 && fake.textsIn('wang').length === 1);
    const text = '/报送 微视频 《夜班的灯》 作者:李建国 电话:13800000000';
    await fake.say({ from: 'lijie', chatid: GROUP, text, quote: { file: video('夜班的灯.mp4') } });
    await fake.until(() => fake.textsIn('lijie').length === 2);
    expect(fake.textsIn(GROUP).join('\n')).not.toContain('sha256');
    expect(fake.textsIn('lijie')[1]).toContain('sha256');
    await fake.say({ from: 'wang', chatid: GROUP, text: '/退回 1 字幕有错字' });
    // Beside it may be a card of its own, without a text.
    await fake.until(() => fake.textsIn('lijie').slice(2).join('').includes('字幕有错字'));
    expect(fake.violations).toEqual([]);
  },
);
