import { request } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Browser, desk, type TestDesk } from '../support/desk.ts';
import { video } from '../support/files.ts';

let here: TestDesk;
beforeAll(async () => {
  here = await desk();
});
afterAll(() => here?.close());

interface Heard {
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at what it expects.
  data: any;
}

/** What is pushed to somebody, as it comes. */
function listen({ cookie }: Browser): Promise<{ heard: Heard[]; status: number; ended: Promise<void>; stop(): void }> {
  return new Promise((resolve, reject) => {
    const headers = { cookie: cookie ?? '', 'sec-fetch-site': 'same-origin' };
    const sent = request(
      { host: '127.0.0.1', port: here.port, path: '/api/v1/events', headers, agent: false },
      (response) => {
        const heard: Heard[] = [];
        let rest = '';
        const ended = new Promise<void>((done) => response.once('close', done));
        response.setEncoding('utf8').on('data', (text: string) => {
          rest += text;
          for (let at = rest.indexOf('\n\n'); at >= 0; at = rest.indexOf('\n\n')) {
            const [event, data] = [
              /^event: (.*)$/m.exec(rest.slice(0, at))?.[1],
              /^data: (.*)$/m.exec(rest.slice(0, at))?.[1],
            ];
            if (event !== undefined) heard.push({ event, data: JSON.parse(data ?? '{}') });
            rest = rest.slice(at + 2);
          }
          resolve({ heard, status: response.statusCode ?? 0, ended, stop: () => sent.destroy() });
        });
      },
    );
    sent.once('error', reject);
    sent.end();
  });
}

test('a work that comes in and a decision are pushed to whoever may see them, and to nobody else', async () => {
  // Who judges as well hears no more than their own unit's.
  const { personId } = await here.bot.prisma.account.findFirstOrThrow({ where: { senderId: 'puxian-1' } });
  await here.bot.prisma.membership.create({ data: { personId, role: 'judge', since: here.bot.now() } });
  const [wen, admin, yaodu, puxian] = [
    await here.as('staff-1'),
    await here.as('admin-1'),
    await here.as('yaodu-1'),
    await here.as('puxian-1'),
  ];
  const ears = {
    wen: await listen(wen),
    admin: await listen(admin),
    yaodu: await listen(yaodu),
    puxian: await listen(puxian),
  };
  await here.bot.say('yaodu-1', '/报送 微视频 《夜班的灯》 作者:李建国', { files: [video('夜班的灯.mp4', 1)] });
  await vi.waitFor(() => expect(ears.wen.heard).toHaveLength(1), { timeout: 10_000 });
  expect(ears.wen.heard[0]).toEqual({
    event: 'work',
    data: {
      ...{ number: 1, unitId: 'yaodu', categoryId: 'micro_video', title: '夜班的灯', state: 'received' },
      ...{ action: 'submission.receive', words: '收到', mine: false, at: '2020-09-10T07:00:00.000Z' },
      seen: expect.stringMatching(/^c\d+$/),
      by: { id: expect.any(Number), name: '李建国' },
    },
  });
  const { seen } = ears.wen.heard[0]?.data ?? {};
  expect((await wen.ask('works')).body.items[0].seen).toBe(seen);

  // Both look at it; one decides, the other hears of it, and is refused with who was quicker.
  const items = [{ number: 1, seen }];
  const first = await wen.ask('decide', { body: { verdict: 'accept', items } });
  expect(first.body).toMatchObject({ done: [{ number: 1, state: 'accepted' }], refused: [] });
  await vi.waitFor(() => expect(ears.admin.heard).toHaveLength(2), { timeout: 10_000 });
  expect(ears.admin.heard[1]?.data).toMatchObject({
    ...{ number: 1, state: 'accepted', action: 'submission.accept', words: '采用', mine: false },
    by: { name: '周文静' },
    seen: first.body.done[0].seen,
  });
  const second = await admin.ask('decide', { body: { verdict: 'return', reason: '太长', items } });
  expect([second.status, second.body.done, second.body.refused]).toEqual([
    200,
    [],
    [
      {
        number: 1,
        status: 409,
        code: 'console.stale',
        message: '这一件刚才变了：15:00 周文静 采用。请看过现在的样子再定。',
        by: { name: '周文静', what: '采用', at: '2020-09-10T07:00:00.000Z' },
      },
    ],
  ]);
  await vi.waitFor(() => expect(ears.yaodu.heard).toHaveLength(2), { timeout: 10_000 });
  expect(ears.yaodu.heard.map(({ data }) => data.mine)).toEqual([true, false]);
  expect(ears.puxian.heard).toEqual([]);

  // Of two who decide at the very same moment one is told.
  const again = { number: 1, seen: first.body.done[0].seen };
  const tried = await Promise.all([
    wen.ask('decide', { body: { verdict: 'return', reason: '没有字幕', items: [again] } }),
    admin.ask('decide', { body: { verdict: 'return', reason: '太暗', items: [again] } }),
  ]);
  expect(tried.map(({ body }) => [body.done.length, body.refused.length]).sort()).toEqual([
    [0, 1],
    [1, 0],
  ]);

  // Whoever is released hears no more, from the next moment on.
  await here.bot.say('staff-1', '/解绑 李建国');
  await ears.yaodu.ended;
  expect(ears.yaodu.heard.at(-1)?.event).toBe('end');
  for (const ear of Object.values(ears)) ear.stop();
  expect((await here.browser().raw('GET', '/api/v1/events')).status).toBe(401);
});
