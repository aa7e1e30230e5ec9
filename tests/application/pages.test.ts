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
    origin: { entrance: 'page' as const },
  };
  const mine = await openOwnPage(turn, page, 'a');
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

test('/上传: for oneself, for a unit outside, for an entry; the list, and closing one', async () => {
  const said = async (who: string, text: string) =>
    (await office.say(who, text)).map((one) => one.replace(/\/u\/[\w-]{43}/g, '/u/…'));
  expect(await said('yaodu-1', '/上传 微视频 《夜班的灯》')).toMatchInlineSnapshot(`
    [
      "尧都区《夜班的灯》的上传页，2020-09-11 15:00 以前有效，一个文件最大 2048 MB，断了接着传：
    http://127.0.0.1:3000/u/…
    传完在网页上点“报送”，回执发到这里。用不着了：/上传 作废 1",
    ]
  `);
  expect(await said('staff-1', '/上传 洪洞县')).toMatchInlineSnapshot(`
    [
      "洪洞县的上传页，2020-09-11 15:00 以前有效，一个文件最大 2048 MB，断了接着传：
    http://127.0.0.1:3000/u/…
    可以转给洪洞县，由他们自己传，按代报记。用不着了：/上传 作废 2",
    ]
  `);
  await office.say('yaodu-1', '/报送 摄影 《晨》');
  expect(await said('yaodu-1', '/上传')).toMatchInlineSnapshot(`
    [
      "#1《晨》的上传页，2020-09-11 15:00 以前有效，一个文件最大 2048 MB，断了接着传：
    http://127.0.0.1:3000/u/…
    传完在网页上点“报送”，回执发到这里。用不着了：/上传 作废 3",
    ]
  `);
  expect(await said('staff-1', '/上传 列表')).toMatchInlineSnapshot(`
    [
      "3 尧都区 摄影 #1《晨》，到 2020-09-11 15:00，李建国开的
    2 洪洞县，到 2020-09-11 15:00，周文静开的
    1 尧都区 微视频《夜班的灯》，到 2020-09-11 15:00，李建国开的
    作废一个：/上传 作废 3（最前面的数）",
    ]
  `);
  expect(await said('yaodu-1', '/上传 作废 2')).toMatchInlineSnapshot(`
    [
      "没有开着的上传页 2。还开着哪些：/上传 列表",
    ]
  `);
  expect(await said('staff-1', '/上传 作废 2')).toMatchInlineSnapshot(`
    [
      "上传页 2（洪洞县）作废了，链接打不开了，没报送的文件一天内清掉。",
    ]
  `);
  expect(await said('staff-1', '/上传')).toMatchInlineSnapshot(`
    [
      "市总代报请写明是哪个单位，会标“代报”。
    例如：/上传 微视频 《夜班的灯》",
    ]
  `);
  expect((await office.say('yaodu-1', '/上传', { chat: 'group' }))[0]).toContain('请在和我的单聊里发');
});
