import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/index.ts';
import { readXml } from '../../src/adapters/wecom/decode-app.ts';
import { keyOf, seal, signatureOf } from '../../src/adapters/wecom/envelope.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { effort, effortOf } from '../support/effort.ts';
import { pace } from '../support/pace.ts';
import { testProgram } from '../support/programs.ts';
import { known, type WecomBot, wecomBot } from '../support/wecom.ts';

let database: TestDatabase;
let fake: FakeWecom;
let bot: WecomBot;
let clock: TestClock;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.reset();
  clock = new TestClock();
  fake = await startFakeWecom({ clock, bot: { name: '报送助手' } });
  bot = await wecomBot(fake.env(['url', 'app']), { database, clock });
  fake.botUrl = `${bot.url}/wecom/bot`;
  fake.appUrl = `${bot.url}/wecom/app`;
});
afterEach(async () => {
  await bot?.close();
  await fake?.stop();
});

const inbound = () => database.prisma.inbound.count();

test('saving in the console: the bare text comes back', async () => {
  expect(await fake.verifyUrl('bot')).toMatchObject({ ok: true, status: 200 });
  expect(await fake.verifyUrl('app')).toMatchObject({ ok: true, status: 200 });
});

test('a question to the bot is acknowledged with an empty body and answered by response_url', async () => {
  const said = await fake.say({ via: 'url', from: 'lijie', chatid: 'wrG', text: '/截止' });
  expect([said.outcome, said.tries, said.status]).toEqual(['acknowledged', 1, 200]);
  const reply = await said.reply();
  expect([reply.via, reply.chat]).toEqual(['response-url', { kind: 'group', id: 'wrG' }]);
  expect(reply.text).toContain('9月15日');
  expect(fake.violations).toEqual([]);
});

test('several answers to one message are one, as response_url takes one call', async () => {
  await known(database, 'lijie', 'coordinator', { unit: 'yaodu' });
  const said = await fake.say({ via: 'url', from: 'lijie', chatid: 'wrG', text: '/我是谁 13812345678' });
  const reply = await said.reply();
  expect(reply.text).toContain('尧都');
  expect(reply.text).toContain('不要发手机号');
  await bot.bot.work();
  expect([fake.sent.length, fake.refusals]).toEqual([1, []]);
});

test('whoever enters is welcomed in the answer to the callback itself', async () => {
  const said = await fake.say({ via: 'url', from: 'lijie', event: { eventtype: 'enter_chat' } });
  const reply = await said.reply();
  expect([reply.via, reply.msgtype]).toEqual(['url-reply', 'text']);
  expect([await inbound(), fake.violations]).toEqual([0, []]);
});

test('a file of the bot is opened with the key of its callback', async () => {
  await known(database, 'lijie', 'coordinator', { unit: 'yaodu' });
  const bytes = Buffer.from('报告'.repeat(100));
  const said = await fake.say({ via: 'url', from: 'lijie', file: { bytes, name: '名单.txt' } });
  expect((await said.reply()).text).toContain('名单.txt');
  expect((await database.prisma.blob.findFirst())?.size).toBe(BigInt(bytes.length));
});

test('a film that takes long is announced in the answer to the callback, and its one answer is kept', async () => {
  await bot.close();
  bot = await wecomBot(fake.env(['url']), { database, clock, times: { tellAfterMs: 20 } });
  fake.botUrl = `${bot.url}/wecom/bot`;
  await known(database, 'lijie', 'coordinator', { unit: 'yaodu' });
  const file = { bytes: Buffer.from('报告'.repeat(100)), name: '名单.txt', faults: { stall: 1 } };
  await fake.say({ via: 'url', from: 'lijie', file });
  await fake.until(() => fake.sent.length === 2);
  expect(fake.sent.map(({ via, text }) => [via, text])).toEqual([
    ['url-reply', expect.stringMatching(/^正在接收/)],
    ['response-url', expect.stringContaining('名单.txt')],
  ]);
  expect([fake.counters.callbacks, fake.violations]).toEqual([1, []]);
});

test('a message to the app is answered by the app, a number stays a name', async () => {
  const said = await fake.say({ via: 'app', from: '007', text: '/截止' });
  expect(said.outcome).toBe('acknowledged');
  const reply = await said.reply();
  expect([reply.via, reply.chat.id]).toEqual(['app', '007']);
  expect(fake.violations).toEqual([]);
});

test('kinds that the app cannot pass on get a sentence, a click is its words, entering is nothing', async () => {
  expect((await (await fake.say({ via: 'app', from: 'lijie', voice: 'amr' })).reply()).text).toContain('读不了');
  expect(
    (await (await fake.say({ via: 'app', from: 'lijie', event: { Event: 'click', EventKey: '/截止' } })).reply()).text,
  ).toContain('9月15日');
  const count = await inbound();
  expect((await fake.say({ via: 'app', from: 'lijie', event: { Event: 'enter_agent', EventKey: '' } })).outcome).toBe(
    'acknowledged',
  );
  expect([count, await inbound()]).toEqual([2, 2]);
});

test.each([false, true])(
  'three times the same within 15 s is one record and one reply (the very same bytes: %s)',
  async (sameNonce) => {
    fake.faults.sameNonce = sameNonce;
    fake.faults.duplicates = 2;
    const said = await fake.say({ via: 'url', from: 'lijie', text: '/截止' });
    await said.reply();
    await bot.bot.work();
    expect([await inbound(), fake.sent.length]).toEqual([1, 1]);
  },
);

test('what could not be stored is not acknowledged, and comes again', async () => {
  const acceptAll = bot.bot.acceptAll.bind(bot.bot);
  let broken = 1;
  bot.bot.acceptAll = async (messages) => {
    if (broken-- > 0) throw new Error('database away');
    return acceptAll(messages);
  };
  fake.faults.sameNonce = true;
  const said = await fake.say({ via: 'url', from: 'lijie', text: '/截止' });
  expect([said.outcome, said.tries]).toEqual(['acknowledged', 2]);
  await said.reply();
  expect(await inbound()).toBe(1);
});

test.each(['url', 'app'] as const)(
  'what cannot be stored at all is said to the sender on the last try, without a receipt: %s',
  async (via) => {
    await known(database, 'lijie', 'coordinator', { unit: 'yaodu' });
    bot.bot.acceptAll = async () => {
      throw new Error('database away');
    };
    const said = await fake.say({ via, from: 'lijie', text: '/零报 歌曲 原因:没有人报' });
    expect([said.outcome, said.tries]).toEqual(['acknowledged', 3]);
    expect((await said.reply()).text).toBe(
      '现在存不进去（数据库连不上，或磁盘满了），这条没有回执，请当作没有收到。请过一会儿再发一次。',
    );
    expect([await inbound(), fake.sent.length, fake.violations]).toEqual([0, 1, []]);
  },
);

test('a crash between acknowledgement and work: handled once after the restart', async () => {
  bot.bot.work = async () => {};
  const said = await fake.say({ via: 'url', from: 'lijie', text: '/截止' });
  expect(said.outcome).toBe('acknowledged');
  await bot.crash();
  const next = await wecomBot(fake.env(['url', 'app']), { database, clock });
  await said.reply();
  await next.bot.work();
  expect([await inbound(), fake.sent.length]).toEqual([1, 1]);
  await next.close();
});

test('two hundred at once are acknowledged inside a second, all answered, in order for each person', async () => {
  const people = Array.from({ length: 20 }, (_, index) => `person${index}`);
  for (const userid of people) await known(database, userid, 'coordinator', { unit: 'yaodu' });
  const asked = Array.from({ length: 200 }, (_, index) => ({
    via: 'url' as const,
    from: people[index % 20] as string,
    text: `/查 ${1000 + index}`,
  }));
  const slowness = await pace();
  const said = await Promise.all(asked.map((one) => fake.say(one)));
  expect(said.map(({ outcome, tries }) => `${outcome} ${tries}`).filter((one) => one !== 'acknowledged 1')).toEqual([]);
  const slowest = Math.max(...said.map(({ latencyMs }) => latencyMs));
  const second = 1000 * Math.max(slowness, await pace());
  await fake.until(() => fake.sent.length === 200, 250_000);
  const order = await database.prisma.inbound.findMany({
    orderBy: { id: 'asc' },
    select: { senderId: true, message: true },
  });
  for (const userid of people) {
    const stored = order
      .filter(({ senderId }) => senderId === userid)
      .map(({ message }) => (message as { text: string }).text.slice(3));
    expect(fake.textsIn(userid).map((text) => /1\d\d\d/.exec(text)?.[0])).toEqual(stored);
  }
  console.log(`200 callbacks: slowest acknowledged after ${Math.round(slowest)} ms of ${Math.round(second)}`);
  expect(slowest).toBeLessThan(second);
}, 300_000);

interface Bad {
  which?: 'bot' | 'app';
  query?: Record<string, string>;
  body?: string;
  status: number;
}

const TEXT = (id: string) =>
  JSON.stringify({
    msgid: id,
    chattype: 'single',
    from: { userid: 'lijie' },
    msgtype: 'text',
    text: { content: '/截止' },
  });
const XML = (id: string) =>
  `<xml><FromUserName>lijie</FromUserName><MsgType>text</MsgType><Content>/截止</Content><MsgId>${id}</MsgId></xml>`;

function post({ which = 'bot', query = {}, body = '' }: Bad, at = bot.url): Promise<Response> {
  return fetch(`${at}/wecom/${which}?${new URLSearchParams(query)}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'text/xml' },
  });
}

/** Sealed and signed as the platform would, whatever is in it. */
function sealedBody(
  which: 'bot' | 'app',
  encrypt: string,
  wrap = (sealed: string) => sealed,
): { query: Record<string, string>; body: string } {
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const nonce = `n${Math.random()}`;
  const query = { msg_signature: signatureOf(fake[which].token, timestamp, nonce, encrypt), timestamp, nonce };
  const body = which === 'bot' ? JSON.stringify({ encrypt }) : `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt></xml>`;
  return { query, body: wrap(body) };
}

/** Every way to be wrong, made anew each time. */
const BAD: Record<string, () => Bad> = {
  'a wrong signature': () => {
    const { query, body } = fake.seal('bot', TEXT('b1'));
    return { query: { ...query, msg_signature: '0'.repeat(40) }, body, status: 403 };
  },
  'no signature': () => ({ body: fake.seal('bot', TEXT('b2')).body, status: 400 }),
  'another receiver': () => ({ ...fake.seal('bot', TEXT('b3'), { receiver: 'wxOTHER' }), status: 403 }),
  'another receiver of the app': () => ({ which: 'app', ...fake.seal('app', XML('3'), { receiver: '' }), status: 403 }),
  'an old timestamp': () => ({
    ...fake.seal('bot', TEXT('b4'), { at: new Date(clock.now().getTime() - 301_000) }),
    status: 403,
  }),
  'a timestamp ahead': () => ({
    ...fake.seal('bot', TEXT('b5'), { at: new Date(clock.now().getTime() + 301_000) }),
    status: 403,
  }),
  'truncated base64': () => {
    const { encrypt } = fake.seal('bot', TEXT('b6'));
    return { ...sealedBody('bot', encrypt.slice(0, -7)), status: 400 };
  },
  'bad padding': () => ({ ...sealedBody('bot', Buffer.alloc(64, 7).toString('base64')), status: 400 }),
  'two megabytes': () => ({ ...sealedBody('bot', 'A'.repeat(2 * 1024 * 1024)), status: 413 }),
  'no JSON': () => ({ ...fake.seal('bot', TEXT('b7')), body: '{"encrypt":', status: 400 }),
  'no JSON inside': () => ({ ...sealedBody('bot', seal(keyOf(fake.bot.aesKey), 'not json', '')), status: 400 }),
  'a message of nobody': () => ({ ...fake.seal('bot', '{"msgid":"b8","msgtype":"text"}'), status: 400 }),
  'a DTD around': () => ({
    which: 'app',
    ...sealedBody('app', fake.seal('app', XML('9')).encrypt, (xml) => `<!DOCTYPE x [<!ENTITY a "b">]>${xml}`),
    status: 400,
  }),
  'a DTD inside': () => ({
    which: 'app',
    ...fake.seal('app', `<!DOCTYPE x [<!ENTITY a "b">]>${XML('10')}`),
    status: 400,
  }),
  'an unknown event': () => ({
    ...fake.seal('bot', '{"msgid":"e1","msgtype":"event","event":{"eventtype":"enter_check_update"}}'),
    status: 200,
  }),
  'an event of no shape': () => ({ ...fake.seal('bot', '{"msgtype":"event","event":7}'), status: 200 }),
  'a poll of a stream that is not ours': () => ({
    ...fake.seal('bot', '{"msgid":"p1","msgtype":"stream","stream":{"id":"S"}}'),
    status: 200,
  }),
};

describe('what is not right is turned away, and leaves nothing', () => {
  test.each(Object.keys(BAD))('%s', async (name) => {
    const bad = BAD[name]?.() as Bad;
    const response = await post(bad);
    expect(response.status).toBe(bad.status);
    expect(await inbound()).toBe(0);
  });

  test('a verification with a wrong signature, an old one, one for somebody else', async () => {
    const asked = async (query: Record<string, string>) => {
      const response = await fetch(`${bot.url}/wecom/bot?${new URLSearchParams(query)}`);
      return [response.status, await response.text()];
    };
    const { query, encrypt } = fake.seal('bot', '123');
    expect(await asked({ ...query, echostr: encrypt })).toEqual([200, '123']);
    expect(await asked({ ...query, echostr: encrypt, msg_signature: '0'.repeat(40) })).toEqual([403, '']);
    const old = fake.seal('bot', '123', { at: new Date(clock.now().getTime() - 301_000) });
    expect(await asked({ ...old.query, echostr: old.encrypt })).toEqual([403, '']);
    const others = fake.seal('bot', '123', { receiver: 'wx' });
    expect(await asked({ ...others.query, echostr: others.encrypt })).toEqual([403, '']);
    expect(await asked(query)).toEqual([400, '']);
    expect(await asked({})).toEqual([400, '']);
  });

  test('what comes back is a number and nothing else: no message that was recorded, and no request twice', async () => {
    const asked = async (which: 'bot' | 'app', query: Record<string, string>) => {
      const response = await fetch(`${bot.url}/wecom/${which}?${new URLSearchParams(query)}`);
      return [response.status, await response.text()];
    };
    const echo = fake.seal('bot', '1616140317555161061');
    expect(await asked('bot', { ...echo.query, echostr: echo.encrypt })).toEqual([200, '1616140317555161061']);
    expect(await asked('bot', { ...echo.query, echostr: echo.encrypt })).toEqual([403, '']);
    const message = fake.seal('bot', TEXT('m1'));
    expect(await asked('bot', { ...message.query, echostr: message.encrypt })).toEqual([403, '']);
    const toApp = fake.seal('app', XML('77'));
    expect(await asked('app', { ...toApp.query, echostr: toApp.encrypt })).toEqual([403, '']);
    // Taken as a message first, the nonce is used up.
    const event = fake.seal('bot', '{"msgid":"e9","msgtype":"event","event":{"eventtype":"x"}}');
    expect((await post({ ...event, status: 200 })).status).toBe(200);
    expect(await asked('bot', { ...event.query, echostr: event.encrypt })).toEqual([403, '']);
  });

  test.each([
    ['sections that never end', '<![CDATA['.repeat(7_000)],
    ['envelopes that never end', '<xml><Encrypt>'.repeat(4_500)],
    ['envelopes in envelopes', `${'<Encrypt>'.repeat(3_000)}${'</Encrypt>'.repeat(3_000)}`],
    ['ends before beginnings', `${']]></Encrypt>'.repeat(3_000)}${'<Encrypt><![CDATA['.repeat(1_000)}`],
  ])('an envelope of %s costs no time', async (_, body) => {
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    const query = { msg_signature: '0'.repeat(40), timestamp, nonce: 'n' };
    const refused = async () => expect((await post({ which: 'app', query, body, status: 400 })).status).toBe(400);
    expect(await effortOf(refused, 1_000)).toBeLessThan(1_000);
    expect(effort(() => expect(() => readXml(body)).toThrow(), 500)).toBeLessThan(500);
  });

  test('nothing is read of what has no signature, or an old one; and no more than some pages of what has', async () => {
    const body = '<![CDATA['.repeat(100_000);
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    expect((await post({ which: 'app', body, status: 400 })).status).toBe(400);
    const old = { msg_signature: '0', timestamp: String(Number(timestamp) - 301), nonce: 'n' };
    expect((await post({ which: 'app', query: old, body, status: 403 })).status).toBe(403);
    const now = { msg_signature: '0', timestamp, nonce: 'n' };
    expect((await post({ which: 'app', query: now, body, status: 413 })).status).toBe(413);
  });

  test('a request that is played again', async () => {
    const sealed = fake.seal('bot', '{"msgid":"e2","msgtype":"event","event":{"eventtype":"x"}}');
    expect((await post({ ...sealed, status: 200 })).status).toBe(200);
    expect((await post({ ...sealed, status: 403 })).status).toBe(403);
  });

  test('raw control characters in JSON cost nobody their message', async () => {
    const text = TEXT('c1').replace('/截止', '/截\u0001止\u0007');
    expect((await post({ ...fake.seal('bot', text), status: 200 })).status).toBe(200);
    await fake.until(() => fake.sent.length === 0);
    expect((await database.prisma.inbound.findFirst())?.message).toMatchObject({ text: '/截止' });
  });

  test('memory stays flat over ten thousand of them', async () => {
    const { bot: botKeys, app: appKeys } = fake;
    const given = {
      bot: { ...botKeys, receiver: '' },
      app: { ...appKeys, receiver: appKeys.corpId },
      now: clock.now().getTime(),
    };
    const child = fork(testProgram('callback-server'), [JSON.stringify(given)], {
      execArgv: ['--expose-gc'],
    });
    const heard = <T>(): Promise<T> => once(child, 'message').then(([message]) => message as T);
    try {
      const { port } = await heard<{ port: number }>();
      const makers = Object.entries(BAD)
        .filter(([name]) => name !== 'two megabytes')
        .map(([, make]) => make);
      const round = async (count: number) => {
        for (let done = 0; done < count; done += 50) {
          const batch = Array.from({ length: 50 }, (_, index) => makers[(done + index) % makers.length]?.() as Bad);
          const statuses = await Promise.all(
            batch.map((bad) =>
              post(bad, `http://127.0.0.1:${port}`).then(
                async (response) => [await response.arrayBuffer(), response.status][1],
              ),
            ),
          );
          expect(statuses).toEqual(batch.map(({ status }) => status));
        }
        child.send('how much?');
        return heard<{ bytes: number; accepted: number }>();
      };
      const before = await round(3000);
      const after = await round(7000);
      const megabytes = [before, after].map(({ bytes }) => (bytes / 2 ** 20).toFixed(1));
      console.log(`memory in use ${megabytes.join(' → ')} MB over the last 7,000 of 10,000 bad requests`);
      expect(after.bytes - before.bytes).toBeLessThan(3 * 2 ** 20);
      expect(after.accepted).toBe(0);
    } finally {
      child.kill();
    }
  }, 300_000);
});
