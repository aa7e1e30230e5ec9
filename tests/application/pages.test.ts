import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Deed } from '../../src/application/people/deed.ts';
import { speakerOf } from '../../src/application/people/people.ts';
import { secretHash } from '../../src/application/people/secrets.ts';
import { perform } from '../../src/application/perform.ts';
import {
  livingPages,
  openOwnPage,
  openPage,
  pageByCode,
  revokePage,
  usePage,
} from '../../src/application/works/pages.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
beforeEach(() => office.reset());
afterAll(() => office?.close());

async function by<Input, Facts>(who: string, act: Deed<Input, Facts>, input: Input): Promise<Facts> {
  const actor = await speakerOf(office.prisma, office.office.campaign, 'practice', who);
  return perform(office.office, { actor, origin: { entrance: 'session', id: '1' } }, act, input);
}

const reads = (later = 0) => ({
  tx: office.prisma,
  campaign: office.office.campaign,
  now: new Date(office.office.clock.now().getTime() + later),
});
const HOUR = 3_600_000;
const refusal = (code: string) => expect.objectContaining({ code }) as Refusal;

test('a code opens its page as often as it is looked at, for a day, and is kept as a hash', async () => {
  const { page, code } = await by('yaodu-1', openPage, {
    purpose: 'unit',
    unitId: 'yaodu',
    categoryIds: ['micro_video'],
  });
  expect(code).toMatch(/^[\w-]{43}$/);
  expect(page).toMatchObject({
    ...{ purpose: 'unit', unitId: 'yaodu', categoryIds: ['micro_video'], number: null, chat: undefined },
    expiresAt: reads(24 * HOUR).now,
  });
  for (let looks = 0; looks < 3; looks++)
    expect(await pageByCode(reads(23 * HOUR), code)).toEqual({ page, shut: undefined });
  expect(await pageByCode(reads(24 * HOUR), code)).toEqual({ page, shut: 'expired' });
  expect(await pageByCode(reads(), `${code.slice(0, -1)}_`)).toBeUndefined();
  const rows = await office.prisma.page.findMany();
  expect(rows.map(({ codeHash }) => codeHash)).toEqual([secretHash(code)]);
  expect(JSON.stringify([rows, await office.prisma.audit.findMany()], (_, value) => String(value))).not.toContain(code);
});

test('coordinators open and close pages of their own units, staff those of all', async () => {
  await expect(by('yaodu-1', openPage, { purpose: 'unit', unitId: 'hongtong' })).rejects.toEqual(
    refusal('permit.other-unit'),
  );
  const own = await by('yaodu-1', openPage, { purpose: 'unit', unitId: 'yaodu' });
  const other = await by('staff-1', openPage, { purpose: 'unit', unitId: 'hongtong' });
  const living = async (of: 'all' | string[]) =>
    (await livingPages(reads(), of === 'all' ? of : { unitIds: of })).map(({ id }) => id);
  expect(await living('all')).toEqual([other.page.id, own.page.id]);
  expect(await living(['yaodu'])).toEqual([own.page.id]);
  await expect(by('yaodu-1', revokePage, { id: other.page.id })).rejects.toEqual(refusal('upload.no-page'));
  await by('staff-1', revokePage, { id: own.page.id });
  expect((await pageByCode(reads(), own.code))?.shut).toBe('revoked');
  expect(await living('all')).toEqual([other.page.id]);
  await expect(by('staff-1', revokePage, { id: own.page.id })).rejects.toEqual(refusal('upload.no-page'));
});

test('a page for many is open to the end of its day; what a sender has of it ends with it', async () => {
  const { page, code } = await by('yaodu-1', openPage, { purpose: 'screening', unitId: 'yaodu', until: '2020-09-20' });
  expect(page.expiresAt.toISOString()).toBe('2020-09-20T16:00:00.000Z');
  const turn = {
    ...office.office,
    ...reads(),
    actor: { name: '', roles: [], units: [] },
    origin: { entrance: 'page' },
  };
  const mine = await openOwnPage(turn, page);
  expect(mine.page).toMatchObject({ parentId: page.id, byPerson: null, unitId: 'yaodu', expiresAt: page.expiresAt });
  expect(await pageByCode(reads(), mine.code)).toEqual({ page: mine.page, shut: undefined });
  expect((await livingPages(reads(), 'all')).map(({ id }) => id)).toEqual([page.id]);
  await by('yaodu-1', revokePage, { id: page.id });
  expect([(await pageByCode(reads(), code))?.shut, (await pageByCode(reads(), mine.code))?.shut]).toEqual([
    'revoked',
    'revoked',
  ]);
  await expect(by('yaodu-1', openPage, { purpose: 'screening', unitId: 'yaodu', until: '2020-09-01' })).rejects.toEqual(
    refusal('upload.day-over'),
  );
});

test('a page is used once, and its draft waits for it', async () => {
  await office.say('yaodu-1', '/报送 微视频 《夜班的灯》');
  const { page, code } = await by('yaodu-1', openPage, { purpose: 'draft', unitId: '', number: 1 });
  expect(page).toMatchObject({ unitId: 'yaodu', categoryIds: ['micro_video'], title: '夜班的灯', number: 1 });
  expect((await office.prisma.submission.findUnique({ where: { number: 1 } }))?.openUntil).toEqual(page.expiresAt);
  const uses = await Promise.all([1, 2].map(() => usePage(reads(), page.id, 1)));
  expect(uses.sort()).toEqual([false, true]);
  expect((await pageByCode(reads(), code))?.shut).toBe('used');
  await expect(by('hongtong-1', openPage, { purpose: 'draft', unitId: '', number: 1 })).rejects.toEqual(
    refusal('entry.not-yours'),
  );
});
