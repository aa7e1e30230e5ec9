import sharp from 'sharp';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { speakerOf } from '../../src/application/people/people.ts';
import { perform } from '../../src/application/perform.ts';
import { listAlike } from '../../src/application/works/alike-pairs.ts';
import { type Practice, practice, type SentFile } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const say = async (who: string, text: string, ...files: SentFile[]) =>
  (await office.say(who, text, files.length > 0 ? { files } : {})).join('\n');

/** A scene of shapes, the same for a seed. */
function scene(seed: number, edge = 600): Promise<Buffer> {
  const at = (step: number) => ((seed * 7919 + step * 104729) % 9973) / 9973;
  const shapes = Array.from({ length: 14 }, (_, step) => {
    const [x, y, size, grey] = [1, 2, 3, 4].map((part) => at(step * 5 + part));
    const side = 60 + (size ?? 0) * 250;
    const tone = Math.round((grey ?? 0) * 255);
    return `<rect x="${(x ?? 0) * 600 - side / 2}" y="${(y ?? 0) * 600 - side / 2}" width="${side}" height="${side * 0.7}" fill="rgb(${tone},${tone},${tone})"/>`;
  });
  const svg = `<svg width="600" height="600"><rect width="600" height="600" fill="#789"/>${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).resize(edge, edge).jpeg({ quality: 90 }).toBuffer();
}
const photo = async (name: string, seed: number, edge?: number) => ({ name, bytes: await scene(seed, edge) });

test('a photo that another county sent smaller: staff see it, the counties do not', async () => {
  await say('yaodu-1', '/报送 摄影 《晨光》 作者:李建国', await photo('晨光.jpg', 1));
  const receipt = await say('guxian-1', '/报送 摄影 《日出》 作者:吴海涛', await photo('日出.jpg', 1, 320));
  await say('puxian-1', '/报送 摄影 《铁水》', await photo('铁水.jpg', 2));
  expect(receipt).toMatch(/^已收 #2 《日出》/);
  expect(receipt).not.toContain('疑似');
  expect(await say('staff-1', '/待审')).toMatchInlineSnapshot(`
    "待审核 3 件
    #1 尧都区 摄影《晨光》 09-10 15:00 疑似与 #2 同一件
    #2 古县 摄影《日出》 09-10 15:00 疑似与 #1 同一件
    #3 蒲县 摄影《铁水》 09-10 15:00
    采用：/采用 编号　退回：/退回 编号 理由
    现在：2020-09-10 15:00"
  `);
  expect((await office.say('staff-1', '/待审', { chat: 'group' })).join()).not.toContain('疑似');
  expect(await say('guxian-1', '/查 2')).not.toContain('疑似');
  expect(await say('staff-1', '/查 2')).toContain(
    '疑似与 #1《晨光》（尧都区）是同一件：图片很像。是：/同一件 1 2　不是：/不是同一件 1 2',
  );
});

test('one and the same: one stays, the other is withdrawn, its unit is told and no unit is named to it; it can be taken back', async () => {
  await say('yaodu-1', '/报送 摄影 《晨光》', await photo('晨光.jpg', 1));
  await say('guxian-1', '/报送 摄影 《日出》', await photo('日出.jpg', 1, 320));
  expect(await say('staff-1', '/同一件 1 2')).toMatchInlineSnapshot(`
    "已认定是同一件：留 #1《晨光》（尧都区），#2《日出》（古县）撤下、不再计数。
    认定错了：/反悔 2
    [direct/guxian-1] #2《日出》（古县 摄影）经市总核对，与别的单位报来的一件是同一件，不再计数。
    有出入请联系市总工作人员。"
  `);
  expect(
    await office.prisma.tally.findMany({ orderBy: { unitId: 'asc' }, select: { unitId: true, received: true } }),
  ).toEqual([
    { unitId: 'guxian', received: 0 },
    { unitId: 'yaodu', received: 1 },
  ]);
  expect(await say('staff-1', '/查 2')).toContain('认定为同一件，撤下：#1');
  expect(await say('staff-1', '/待审')).not.toContain('疑似');
  expect(await say('staff-1', '/反悔 2')).toMatchInlineSnapshot(`
    "已收回：#2《日出》（古县 摄影）的“同一件”的认定不算了，现在是“已收”。
    [direct/guxian-1] 更正：#2《日出》（古县 摄影）的“同一件”的认定收回了，现在是“已收”，照常计数。"
  `);
  expect(await say('staff-1', '/待审')).toContain('#2 古县 摄影《日出》 09-10 15:00 疑似与 #1 同一件');
});

test('not the same: silenced for good, also when more comes', async () => {
  await say('yaodu-1', '/报送 摄影 《晨光》', await photo('晨光.jpg', 1));
  await say('guxian-1', '/报送 摄影 《日出》', await photo('日出.jpg', 1, 320));
  expect(await say('staff-1', '/不是同一件 2 1')).toBe('记下了：#2 和 #1 是两件，照常计数，不再提示。');
  expect(await say('staff-1', '/待审')).not.toContain('疑似');
  await say('guxian-1', '/补正 2 标题:日出东方');
  expect(await say('staff-1', '/待审')).not.toContain('疑似');
  expect(await say('staff-1', '/查 1')).toContain('认定不是同一件：#2');
});

test('titles: the same author elsewhere, the same title within a unit; two authors, or a famous short title, are two', async () => {
  const work = (who: string, title: string, seed: number) =>
    photo(`${seed}.jpg`, seed).then((file) => say(who, `/报送 摄影 ${title}`, file));
  await work('yaodu-1', '《夜班的灯》 作者:李建国', 1);
  await work('guxian-1', '《夜班 的灯！》 作者:李建国', 2);
  await work('puxian-1', '《夜班的灯》 作者:王丽', 3);
  await work('puxian-1', '《春天》', 4);
  await work('daning-1', '《春天》', 5);
  const { pairs } = await asStaff();
  expect(pairs.map(({ by, distance, one, other }) => [by, distance, one.entry.number, other.entry.number])).toEqual([
    ['title', 0, 1, 2],
  ]);
});

/** The list of the console. */
async function asStaff() {
  const actor = await office.prisma.$transaction((tx) => speakerOf(tx, office.office.campaign, 'practice', 'staff-1'));
  return perform(office.office, { actor, origin: { entrance: 'session', id: '7' } }, listAlike, {});
}

test('the pairs side by side, with what was measured, for staff', async () => {
  await say('yaodu-1', '/报送 摄影 《晨光》', await photo('晨光.jpg', 1));
  await say('guxian-1', '/报送 摄影 《日出》', await photo('日出.jpg', 1, 320));
  const { pairs } = await asStaff();
  expect(
    pairs.map(({ one, other }) =>
      [one, other].map(({ entry, late }) => [entry.unitId, entry.title, late, entry.files[0]?.measured.width]),
    ),
  ).toEqual([
    [
      ['yaodu', '晨光', false, 600],
      ['guxian', '日出', false, 320],
    ],
  ]);
});

test('what cannot be: one number, the same twice, an entry that does not count', async () => {
  await say('yaodu-1', '/报送 摄影 《晨光》', await photo('晨光.jpg', 1));
  await say('guxian-1', '/报送 摄影 《日出》', await photo('日出.jpg', 1, 320));
  await say('guxian-1', '/撤回 2');
  expect([
    await say('staff-1', '/同一件 1'),
    await say('staff-1', '/同一件 1 1'),
    await say('staff-1', '/同一件 1 99'),
    await say('staff-1', '/同一件 1 2'),
  ]).toMatchInlineSnapshot(`
    [
      "要写两个编号，是哪两件：先写留下的，后写撤掉的。
    例如：/同一件 7 9",
      "要写两个编号，是哪两件：先写留下的，后写撤掉的。
    例如：/同一件 7 9",
      "没有 #99 这一件，请核对回执上的编号。
    例如：/同一件 7 9",
      "#2 现在是“已撤回”，没有改动。",
    ]
  `);
});
