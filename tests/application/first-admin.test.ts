import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isWeakCode, newCode } from '../../src/application/people/codes.ts';
import { firstAdminCode } from '../../src/application/people/first-admin.ts';
import { readConfig } from '../../src/start/config.ts';
import { botOn, message } from '../support/bots.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.reset());
afterAll(() => database?.close());

/** A bot that has no admin yet, whose start is repeated at will; practice itself needs none. */
async function installed() {
  const { bot, office, channel, prisma } = await botOn(database);
  await prisma.membership.deleteMany({ where: { role: 'admin' } });
  let now = office.clock.now();
  office.clock = { now: () => now };
  return {
    prisma,
    start: (configured?: string, alone = true) =>
      prisma.$transaction((tx) => firstAdminCode(tx, now, { configured, alone })),
    pass: (hours: number) => {
      now = new Date(now.getTime() + hours * 3_600_000);
    },
    async claim(who: string, code: string) {
      await bot.accept(message(who, `/认领 ${code} 张三`));
      await bot.work();
      return /绑定好了/.test(channel.textsIn(who).at(-1) ?? '');
    },
  };
}

test('one code printed, another set: with the first admin both are dead, and stay so', async () => {
  const { start, claim, prisma } = await installed();
  const printed = (await start()) as string;
  expect(await start('H4VN-8RWE')).toBe(undefined);
  expect(await claim('stranger-1', printed)).toBe(false);
  expect(await claim('houma-1', 'h4vn8rwe')).toBe(true);
  expect([await claim('quwo-1', printed), await claim('yaodu-1', 'H4VN-8RWE')]).toEqual([false, false]);
  expect(await start('H4VN-8RWE')).toBe(undefined);
  expect(await claim('yaodu-1', 'H4VN-8RWE')).toBe(false);
  expect(await prisma.membership.count({ where: { role: 'admin', until: null } })).toBe(1);
});

test('an admin who was invited ends the claim codes too', async () => {
  const { start, claim, prisma } = await installed();
  const printed = (await start()) as string;
  const { personId } = await prisma.account.findFirstOrThrow({ where: { senderId: 'staff-1' } });
  await prisma.membership.create({ data: { personId, role: 'admin', since: new Date() } });
  expect(await claim('stranger-1', printed)).toBe(false);
});

test('a code lapses after a day, and the next start prints another', async () => {
  const { start, claim, pass } = await installed();
  const printed = (await start()) as string;
  pass(24);
  expect(await claim('stranger-1', printed)).toBe(false);
  const anew = (await start()) as string;
  pass(23);
  expect(await claim('stranger-1', anew)).toBe(true);
});

test('a start prints a code anew, the one before is dead; beside another process it prints none while one lives', async () => {
  const { start, claim, pass } = await installed();
  const printed = (await start()) as string;
  expect(await start(undefined, false)).toBe(undefined);
  const second = (await start()) as string;
  expect(second).not.toBe(printed);
  expect(await claim('stranger-1', printed)).toBe(false);
  pass(25);
  expect(await start(undefined, false)).toMatch(/^\w{4}-\w{4}$/);
});

test('one of an earlier version, which had no end, lapses by its age', async () => {
  const { start, claim, pass, prisma } = await installed();
  const printed = (await start()) as string;
  await prisma.invitation.updateMany({ data: { expiresAt: null } });
  pass(25);
  expect(await claim('stranger-1', printed)).toBe(false);
});

test('the code that is set lives for a day from each start; used up, it opens nothing, and another is printed', async () => {
  const { start, claim, pass, prisma } = await installed();
  await start('H4VN-8RWE');
  pass(30);
  expect(await claim('stranger-1', 'H4VN-8RWE')).toBe(false);
  await start('H4VN-8RWE');
  expect(await claim('stranger-1', 'H4VN-8RWE')).toBe(true);
  await prisma.membership.updateMany({ where: { role: 'admin' }, data: { until: new Date() } });
  const printed = await start('H4VN-8RWE');
  expect(printed).toMatch(/^\w{4}-\w{4}$/);
  expect(await claim('quwo-1', 'H4VN-8RWE')).toBe(false);
  expect(await claim('quwo-1', printed as string)).toBe(true);
});

const WEAK = [
  ...['00000000', '11112222', '12345678', '87654321', '20200915', 'abcdefgh', 'ABCD1234', '1234abcd', 'aaaa1111'],
  ...['password', 'Password1', 'admin123', 'admin-2020', 'qwerty12', 'baosong1', 'K7Q2K7Q2', 'a1a1a1a1', 'K7Q2-9M'],
  ...['１２３４５６７８', '--------', 'linfen2020', 'test-1234'],
];
test.each(WEAK)('a start with the code %s is refused', (code) => {
  expect(isWeakCode(code)).toBe(true);
  expect(() => readConfig({ ADMIN_CLAIM_CODE: code })).toThrow('ADMIN_CLAIM_CODE');
});

test.each(['K7Q2-9MXT', 'h4vn8rwe', 'x9-pl-42-mz', '48151623423108', 'correcthorsebattery'])(
  '%s is none of those',
  (code) => {
    expect(isWeakCode(code)).toBe(false);
  },
);

test('no code of our own is weak, but for one in many', () => {
  const codes = Array.from({ length: 2_000 }, newCode);
  expect(codes.filter((code) => /\d/.test(code) && /[A-Z]/.test(code)).filter(isWeakCode).length).toBeLessThan(10);
});
