import { writeCsv } from 'hucre/csv';
import { writeXlsx } from 'hucre/xlsx';
import type { Dice } from './dice.ts';

type Cell = string | number | null;

/** A list as an office makes one, with who is in it and which of its rows must be named. */
export interface MadeSheet {
  format: 'xlsx' | 'csv';
  bytes: Buffer;
  people: { name: string; workplace: string; phone?: string }[];
  faults: string[];
  /** For whoever looks at one that was read wrongly. */
  rows: Cell[][];
}

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红娥玲芬燕彩春菊'];
const PLACES = ['县医院', '第一中学', '瑞丰钢厂', '公交公司', '人民银行支行', '污水处理厂', '县教育局', '电力公司'];
const NAME = ['姓名', '姓  名', '*姓名', '姓名（必填）', '宣传员姓名', '姓　名', '名字', '推荐人选姓名'];
const PLACE = [
  '工作单位',
  '单位',
  '工作单位及职务',
  '所在单位（全称）',
  '★工作单位',
  '单位名称',
  '工作单位、职务',
  '工作单位\n及职务',
];
const PHONE = ['电话', '联系电话', '手机号码', '联系方式', '手机', '联系电话（手机）'];
const ELSE = ['性别', '年龄', '政治面貌', '学历', '主要事迹', '备注', '民族', '职务', '微信号', '出生年月'];
const DITTO = ['同上', '〃', '"', '同  上'];

/** One list. Everything that may be odd about it is drawn by itself, so that oddities meet. */
export async function madeSheet(dice: Dice): Promise<MadeSheet> {
  if (dice.chance(0.1)) return madeForm(dice);
  const rows: Cell[][] = [];
  const merges: { startRow: number; endRow: number; startCol: number; endCol: number }[] = [];
  const hidden = new Map<number, { hidden: boolean }>();
  const others = ELSE.filter(() => dice.chance(0.25));
  const columns: string[] = [
    ...(dice.chance(0.7) ? ['序号'] : []),
    dice.pick(NAME),
    dice.pick(PLACE),
    ...(dice.chance(0.8) ? [dice.pick(PHONE)] : []),
  ];
  for (const other of others) columns.splice(dice.below(columns.length + 1), 0, other);
  const at = (list: string[]) => columns.findIndex((column) => list.includes(column));
  const [name, place, phone] = [at(NAME), at(PLACE), at(PHONE)];
  const blank = (): Cell[] => columns.map(() => null);
  const alone = (text: string, column = 0) => Object.assign(blank(), { [column]: text });
  for (let title = dice.below(7); title > 0; title--)
    rows.push(
      alone(
        dice.pick([
          '附件3',
          '好网民宣传员推荐汇总表',
          '填报单位（盖章）：古县总工会',
          '填报时间：2020年9月10日',
          '“网聚职工正能量”活动',
        ]),
      ),
    );
  const heading = rows.length;
  const twoRows = phone >= 0 && dice.chance(0.2);
  rows.push(columns.map((column, index) => (twoRows && index === phone ? '联系方式' : column)));
  if (twoRows) {
    rows.push(alone('手机', phone));
    for (let column = 0; column < columns.length; column++)
      if (column !== phone) merges.push({ startRow: heading, endRow: heading + 1, startCol: column, endCol: column });
  }
  if (dice.chance(0.2)) rows.push(example(columns, name, place));
  const people: MadeSheet['people'] = [];
  const faults: string[] = rows.length > heading + (twoRows ? 2 : 1) ? ['example'] : [];
  const size = 1 + dice.below(12);
  for (let index = 0; index < size; index++) {
    if (dice.chance(0.05) && index > 0) rows.push(rows[heading] as Cell[]);
    const row = blank();
    const person = { name: nameOf(dice, index), workplace: dice.pick(PLACES) };
    const number = `139${String(dice.below(1e8)).padStart(8, '0')}`;
    columns.forEach((column, where) => {
      if (column === '序号') row[where] = index + 1;
      else if (ELSE.includes(column)) row[where] = dice.chance(0.6) ? cellOf(dice, column) : null;
    });
    row[name] = dice.chance(0.1) && [...person.name].length === 2 ? [...person.name].join(' ') : person.name;
    row[place] = person.workplace;
    const last = people.at(-1);
    if (last && rows.at(-1)?.[name] && dice.chance(0.15)) {
      row[place] = dice.pick(DITTO);
      person.workplace = last.workplace;
    }
    if (dice.chance(0.04)) {
      row[place] = dice.chance(0.5) ? null : '/';
      faults.push('workplace');
      if (phone >= 0) row[phone] = number;
      rows.push(row);
      // What follows says its own place: nobody writes 同上 below an empty cell.
      rows.push(ownRow(people, columns, { name, place, phone }, dice, index));
      continue;
    }
    if (phone >= 0 && dice.chance(0.85)) row[phone] = phoneAs(dice, number);
    people.push({ ...person, ...(phone >= 0 && row[phone] !== null && { phone: number }) });
    if (dice.chance(0.1)) hidden.set(rows.length, { hidden: true });
    rows.push(row);
  }
  mergePlaces(dice, rows, merges, place, name);
  if (dice.chance(0.3))
    rows.push(
      Object.assign(blank(), { 0: dice.pick(['合计', '合计：', '共计']), [columns.length - 1]: `${people.length}人` }),
    );
  if (dice.chance(0.3)) rows.push(alone('填报人：郑某某   联系电话：13800000019   填报日期：2020年9月10日'));
  if (dice.chance(0.3))
    rows.push(alone(dice.pick(['备注：以上人员均已核实', '注：1.请如实填写；2.电话必填。', '说明：本表由各县填写'])));
  for (let empty = dice.chance(0.2) ? 400 : dice.below(3); empty > 0; empty--) rows.push(columns.map(() => ''));
  if (columns[0] === '序号' && dice.chance(0.2))
    for (let next = 1; next < 20; next++) rows.push(Object.assign(blank(), { 0: size + next }));
  return saved(dice, { rows, merges, hidden, people, faults });
}

const nameOf = (dice: Dice, index: number) =>
  `${dice.pick(SURNAMES)}${dice.pick(GIVEN)}${index % 3 === 0 ? dice.pick(GIVEN) : ''}${'甲乙丙丁戊己庚辛壬癸子丑'[index] ?? ''}`;

const cellOf = (dice: Dice, column: string): Cell =>
  ({ 性别: dice.pick(['男', '女']), 年龄: 20 + dice.below(40), 出生年月: '1985.3', 微信号: 'wx_1985' })[column] ??
  dice.pick(['无', '团员', '义务讲课', '本科']);

const phoneAs = (dice: Dice, number: string): Cell =>
  dice.pick<() => Cell>([
    () => Number(number),
    () => number,
    () => `${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`,
    () => `${number.slice(0, 3)}-${number.slice(3, 7)}-${number.slice(7)}`,
  ])();

const example = (columns: string[], name: number, place: number): Cell[] =>
  columns.map((_, index) =>
    index === name
      ? name === 0
        ? '例：张三'
        : '张三（示例）'
      : index === place
        ? '某某公司'
        : index === 0
          ? '例'
          : null,
  );

function ownRow(
  people: MadeSheet['people'],
  columns: string[],
  where: { name: number; place: number; phone: number },
  dice: Dice,
  index: number,
): Cell[] {
  const person = { name: `${nameOf(dice, index)}某`, workplace: dice.pick(PLACES) };
  people.push(person);
  return columns.map((_, column) =>
    column === where.name ? person.name : column === where.place ? person.workplace : null,
  );
}

/** Two neighbours of one workplace may share its cell. */
function mergePlaces(
  dice: Dice,
  rows: Cell[][],
  merges: { startRow: number; endRow: number; startCol: number; endCol: number }[],
  place: number,
  name: number,
): void {
  for (let row = 1; row < rows.length; row++) {
    const [above, here] = [rows[row - 1], rows[row]];
    const same =
      here?.[place] &&
      here[place] === above?.[place] &&
      here[name] &&
      above[name] &&
      PLACES.includes(String(here[place]));
    if (!same || !dice.chance(0.6) || merges.some(({ endRow, startCol }) => endRow === row - 1 && startCol === place))
      continue;
    here[place] = null;
    merges.push({ startRow: row - 1, endRow: row, startCol: place, endCol: place });
  }
}

/** Somebody's own form: labels left of values. */
async function madeForm(dice: Dice): Promise<MadeSheet> {
  const person = {
    name: nameOf(dice, 0),
    workplace: dice.pick(PLACES),
    phone: `138${String(dice.below(1e8)).padStart(8, '0')}`,
  };
  const pairs: [string, Cell][] = [
    ['姓名', person.name],
    ['性别', '女'],
    ['出生年月', '1985.3'],
    ['工作单位', person.workplace],
    ['学历', '本科'],
    ['联系电话', person.phone],
    ['政治面貌', '群众'],
    ['主要事迹', '义务讲网络安全课'],
  ];
  const wide = dice.pick([1, 2, 3]);
  const rows: Cell[][] = [['好网民宣传员登记表']];
  for (let index = 0; index < pairs.length; index += wide) rows.push(pairs.slice(index, index + wide).flat());
  return saved(dice, { rows, merges: [], hidden: new Map(), people: [person], faults: [] });
}

async function saved(
  dice: Dice,
  {
    rows,
    merges,
    hidden,
    people,
    faults,
  }: {
    rows: Cell[][];
    merges: { startRow: number; endRow: number; startCol: number; endCol: number }[];
    hidden: Map<number, { hidden: boolean }>;
  } & Pick<MadeSheet, 'people' | 'faults'>,
): Promise<MadeSheet> {
  if (merges.length === 0 && hidden.size === 0 && dice.chance(0.2)) {
    const text = writeCsv(rows.map((row) => row.map((cell) => cell ?? '')));
    return { format: 'csv', bytes: Buffer.from(`${dice.chance(0.5) ? '\ufeff' : ''}${text}`), people, faults, rows };
  }
  const list = { name: '名单', rows, merges, rowDefs: hidden };
  const before = dice.chance(0.2)
    ? [{ name: '填表说明', rows: [['一、本表由各县填写'], ['二、姓名、工作单位必填']] }]
    : [];
  const behind = dice.chance(0.2)
    ? [
        {
          name: '去年',
          hidden: true,
          rows: [
            ['姓名', '工作单位'],
            ['去年人', '去年单位'],
          ],
        },
      ]
    : [];
  return {
    format: 'xlsx',
    bytes: Buffer.from(await writeXlsx({ sheets: [...before, list, ...behind] })),
    people,
    faults,
    rows,
  };
}
