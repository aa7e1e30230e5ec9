import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { speakerOf } from '../../src/application/people/people.ts';
import { perform } from '../../src/application/perform.ts';
import { noteTooMuch, OF_ADDRESS } from '../../src/application/works/page-quotas.ts';
import { openOwnPage, openPage, type Page } from '../../src/application/works/pages.ts';
import { announce } from '../../src/application/works/uploads.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeAll(async () => {
  office = await practice();
});
beforeEach(() => office.reset());
afterAll(() => office?.close());

const MB = 1024 * 1024;

async function pageOfMany(): Promise<Page> {
  const actor = await speakerOf(office.prisma, office.office.campaign, 'practice', 'yaodu-1');
  const input = { purpose: 'screening' as const, unitId: 'yaodu', categoryIds: ['photo'], until: '2020-09-20' };
  return (await perform(office.office, { actor, origin: { entrance: 'message' } }, openPage, input)).page;
}

const at = () => ({ ...office.office, now: office.now() });
const nobody = { actor: { name: '', roles: [], units: [] }, origin: { entrance: 'page' as const } };
const begun = (parent: Page, address: string) =>
  office.prisma.$transaction(async (tx) => (await openOwnPage({ ...at(), ...nobody, tx }, parent, address)).page);
const sent = (page: Page, address: string, size = MB) =>
  office.prisma.$transaction((tx) => announce({ ...at(), tx }, page, address, { name: '晨.png', size, print: '' }));
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'taken',
    (error) => (error instanceof Refusal ? [error.code, error.facts.shared] : Promise.reject(error)),
  );

/** As if an address had sent so many already, an hour or a day ago. */
async function were(page: Page, address: string, count: number, ago: number, size = 1): Promise<void> {
  const begunAt = new Date(office.now().getTime() - ago);
  const row = (index: number) => ({ id: `${address}${ago}-${index}`, pageId: page.id, name: '旧.png', size, address });
  const data = Array.from({ length: count }, (_, index) => ({ ...row(index), begunAt, lastAt: begunAt }));
  await office.prisma.upload.createMany({ data });
}

test('a sender’s own page takes so many files and bytes, and what all send counts for the page of all', async () => {
  const parent = await pageOfMany();
  const [one, other] = [await begun(parent, 'a'), await begun(parent, 'b')];
  await office.prisma.page.update({ where: { id: one.id }, data: { mostFiles: 2 } });
  const own = { ...one, mostFiles: 2 };
  await sent(own, 'a');
  await sent(own, 'a');
  expect(await codeOf(sent(own, 'a'))).toEqual(['upload.page-files', false]);
  expect(await codeOf(sent(other, 'b'))).toBe('taken');
  await office.prisma.page.update({ where: { id: parent.id }, data: { mostFiles: 4 } });
  expect(await codeOf(sent(other, 'b'))).toBe('taken');
  expect(await codeOf(sent(other, 'b'))).toEqual(['upload.page-files', true]);
  await office.prisma.page.update({ where: { id: parent.id }, data: { mostFiles: 9, mostBytes: 1 } });
  const large = office.office.uploadLimit;
  expect(await codeOf(sent(other, 'b', large))).toEqual(['upload.page-bytes', true]);
});

test('ten at once do not count past each other', async () => {
  const parent = await pageOfMany();
  const own = { ...(await begun(parent, 'a')), mostFiles: 3 };
  const all = await Promise.all(Array.from({ length: 10 }, () => codeOf(sent(own, 'a'))));
  expect(all.filter((one) => one === 'taken').length).toBe(3);
});

test('an address sends so much in an hour and in a day, by whatever page; another address goes on', async () => {
  const parent = await pageOfMany();
  const [one, other] = [await begun(parent, 'a'), await begun(parent, 'b')];
  await were(other, 'a', OF_ADDRESS.inAnHour - 1, 60_000);
  expect(await codeOf(sent(one, 'a'))).toBe('taken');
  expect(await codeOf(sent(one, 'a'))).toEqual(['upload.too-often', undefined]);
  expect(await codeOf(sent(one, 'b'))).toBe('taken');
  await office.move('PT2H');
  expect(await codeOf(sent(one, 'a'))).toBe('taken');
  await were(other, 'a', 1, 7_200_001, OF_ADDRESS.bytesOfDay - MB);
  expect(await codeOf(sent(one, 'a'))).toEqual(['upload.too-often', undefined]);
});

test('an address begins so many pages in an hour', async () => {
  const parent = await pageOfMany();
  for (let count = 0; count < OF_ADDRESS.begunInAnHour; count++) await begun(parent, 'a');
  expect(await codeOf(begun(parent, 'a'))).toEqual(['upload.begun-too-often', undefined]);
  expect(await codeOf(begun(parent, 'b'))).toBe('taken');
  await office.move('PT1H1M');
  expect(await codeOf(begun(parent, 'a'))).toBe('taken');
});

test('that too much comes is told once a day, whichever page of it was flooded', async () => {
  const parent = await pageOfMany();
  const own = await begun(parent, 'a');
  const noted = (page: Page) => noteTooMuch({ tx: office.prisma, now: office.now() }, page);
  expect([await noted(own), await noted(parent), await noted(own)]).toEqual([true, false, false]);
  await office.move('P1DT1M');
  expect(await noted(own)).toBe(true);
});
