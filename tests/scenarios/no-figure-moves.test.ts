import { afterAll, beforeAll, expect, test } from 'vitest';
import { Dice } from '../support/dice.ts';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';
import { twin } from '../support/twin.ts';

const A = 'linfen-2020';
const B = twin.id;
const SEED = 20;
const DEEDS = 24;

let office: Practice;
beforeAll(async () => {
  office = await practice({}, { campaign: twin, place: 'last', unsaid: true });
});
afterAll(() => office?.close());

/** Every row of every table that is of one campaign (but for what is asked at the moment), and what the bot says of its figures. */
async function standing(campaign: string): Promise<Record<string, unknown>> {
  const { prisma } = office;
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS name FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name = 'campaign'
      AND table_name NOT IN ('chosen_campaign', 'question') ORDER BY 1`;
  const all: Record<string, unknown> = {};
  for (const { name } of tables) {
    const [row] = await prisma.$queryRawUnsafe<{ rows: unknown }[]>(
      `SELECT json_agg(t ORDER BY t::text) AS rows FROM "${name}" t WHERE campaign = $1`,
      campaign,
    );
    all[name] = row?.rows;
  }
  const settings = await prisma.setting.findMany({
    where: { key: { endsWith: `/${campaign}` } },
    orderBy: { key: 'asc' },
  });
  return { ...all, settings };
}

const said = async (who: string, campaign: string) => {
  await office.say(who, `/换活动 ${campaign === A ? 1 : 2}`);
  return [
    ...(await office.say(who, '/进度')),
    ...(await office.say(who, '/未报')),
    ...(await office.say(who, '/今日')),
  ];
};

/** One of the things that people do, in whatever campaign they have named. */
async function doOne(dice: Dice, nth: number, first: number): Promise<void> {
  const unit = dice.pick(['yaodu', 'huozhou', 'hongtong']);
  // A number is of one campaign wherever it is said: those of the other are left out.
  const number = first + dice.whole(0, Math.max(0, nth / 3));
  const done: [who: string, text: string, file?: boolean][] = [
    [`${unit}-1`, `/报送 微视频 《作品${nth}》 作者:李建国`, true],
    [`${unit}-1`, `/报送 摄影 《作品${nth}》`, true],
    [`${unit}-1`, '/零报 微课 原因:没有'],
    [`${unit}-1`, '/自报 歌曲 2'],
    [`${unit}-1`, '/申请 延期 到 9月20日 人手不够'],
    ['staff-1', `/采用 ${number}`],
    ['staff-1', `/退回 ${number} 没有字幕`],
    [`${unit}-1`, `/撤回 ${number}`],
    ['staff-1', '/延期 尧都区 到 9月25日 停电'],
    ['staff-1', '/快照 试一试'],
    ['staff-1', '/提醒 暂停'],
    ['admin-1', `/改任务 大宁县 摄影 ${dice.whole(1, 9)} 依据:批复`],
    ['admin-1', '确认'],
  ];
  const [who, text, file] = dice.pick(done);
  await office.say(who, text, file ? { files: [video(`作品${nth}.mp4`, nth)] } : {});
}

test.each([
  [B, A],
  [A, B],
])('whatever is done in %s, no row and no figure of %s moves', async (doing, still) => {
  const dice = new Dice(SEED);
  // Something stands in it before.
  await office.say('yaodu-1', `/换活动 ${still === A ? 1 : 2}`);
  await office.say('yaodu-1', '/报送 诵读 《黄河》', { files: [video(`黄河${still}.mp4`, still === A ? 901 : 902)] });
  const figures = await said('staff-1', still);
  const before = await standing(still);
  const moved = await standing(doing);
  for (const who of ['yaodu-1', 'huozhou-1', 'hongtong-1', 'staff-1', 'admin-1'])
    await office.say(who, `/换活动 ${doing === A ? 1 : 2}`);
  const { _max: highest } = await office.prisma.submission.aggregate({ _max: { number: true } });
  const first = (highest.number ?? 0) + 1;
  for (let nth = 0; nth < DEEDS; nth++) await doOne(dice, nth, first);
  expect(await standing(still)).toEqual(before);
  expect(await said('staff-1', still)).toEqual(figures);
  expect(await standing(doing)).not.toEqual(moved);
});
