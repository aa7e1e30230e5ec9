import type { Campaign } from '../../src/domain/campaign.ts';

/** An entry as its row of the database has it. */
export interface EntryRow {
  number: number;
  unitId: string;
  categoryId: string;
  state: string;
  title: string;
  author: string;
  receivedAt: Date;
}

export interface AwardedRow extends EntryRow {
  level: string;
}

interface Given {
  campaign: Campaign;
  /** Every entry that ever was, in whatever state. */
  rows: EntryRow[];
  /** The first moment that is late, by unit; all others' is the notice's own. */
  lateFrom: { all: string; byUnit: Record<string, string> };
  /** In the order in which the results have them. */
  awarded: AwardedRow[];
  /** The names of the levels, from the highest down. */
  levels: string[];
  /** As the bulletin says it. */
  asOf: string;
  snapshot: number;
}

const sum = (list: number[]) => list.reduce((all, one) => all + one, 0);
const percent = (met: number, target: number) => `${Math.trunc((met * 100) / target)}%`;

/**
 * Every line of the bulletin that tells a figure, and its tables, counted from the rows of the database and the notice's own table with
 * nothing of the program: what stands in the docx must be these.
 */
export function recountedBulletin(given: Given): { lines: string[]; completion: string[]; awards: string[] } {
  const { campaign, lateFrom, awarded, levels, asOf, snapshot } = given;
  const rows = given.rows.filter(({ state }) => state === 'received' || state === 'accepted');
  const kindOf = new Map(campaign.categories.map(({ id, kind }) => [id, kind]));
  const ofKind = (kind: string) => rows.filter(({ categoryId }) => kindOf.get(categoryId) === kind);
  const count = (unit: string, category: string) =>
    rows.filter(({ unitId, categoryId }) => unitId === unit && categoryId === category).length;
  const shortOf = (id: string) => campaign.units.find((unit) => unit.id === id)?.short ?? '';

  const { columns } = campaign.table;
  const table = campaign.table.rows.map(({ unit, cells }) => {
    const items = columns.map((category, at) => ({ target: cells[at] ?? 0, count: count(unit, category) }));
    const met = sum(items.map((item) => Math.min(item.count, item.target)));
    const target = sum(items.map((item) => item.target));
    return { unit, items, met, target, silent: rows.every(({ unitId }) => unitId !== unit) };
  });
  const targets = sum(table.map(({ target }) => target));
  const met = sum(table.map((row) => row.met));
  const over = sum(table.flatMap(({ items }) => items.map((item) => Math.max(0, item.count - item.target))));
  const complete = table.filter((row) => row.met === row.target);
  const silent = table.filter((row) => row.silent);
  const partial = table.filter((row) => row.met < row.target && !row.silent);
  const late = rows.filter(
    ({ unitId, receivedAt }) => receivedAt.getTime() >= Date.parse(lateFrom.byUnit[unitId] ?? lateFrom.all),
  );
  const names = (list: { unit: string }[]) => list.map(({ unit }) => shortOf(unit)).join('、');
  // A stable sort by whole numbers: a/b > c/d.
  const ranking = [...table].sort((a, b) => b.met * a.target - a.met * b.target);
  const accepted = ofKind('work').filter(({ state }) => state === 'accepted').length;
  const perLevel = levels.map((level) => `${level}${awarded.filter((one) => one.level === level).length}件`);

  const items = campaign.categories
    .filter(({ kind }) => kind === 'work' || kind === 'event')
    .map(({ id, name, measure }, at) => {
      const own = rows.filter(({ categoryId }) => categoryId === id);
      const column = columns.indexOf(id);
      const cells = column < 0 ? [] : table.map((row) => row.items[column] ?? { target: 0, count: 0 });
      const beyond = sum(cells.map((cell) => Math.max(0, cell.count - cell.target)));
      const units = new Set(own.map(({ unitId }) => unitId)).size;
      return [
        `${at + 1}．${name}。共收到${own.length}${measure}`,
        column < 0 ? '' : `，任务数${sum(cells.map(({ target }) => target))}${measure}`,
        beyond === 0 ? '' : `，其中部分单位超额报送${beyond}${measure}`,
        units === 0 ? '' : `，${units}个单位有报送`,
        '。',
      ].join('');
    });

  const ratios = table.map(({ unit, items: cells, met: done, target }, at) =>
    [
      at + 1,
      campaign.units.find(({ id }) => id === unit)?.name,
      ...cells.map((cell) => `${cell.count}/${cell.target}`),
      percent(done, target),
    ].join('|'),
  );
  const without = campaign.units
    .filter(({ id }) => table.every(({ unit }) => unit !== id))
    .map(({ id, name }, at) => {
      const own = columns.map((category) => count(id, category) || '');
      return [table.length + at + 1, name, ...own, ''].join('|');
    });
  const listed = new Set(table.map(({ unit }) => unit));
  const all = columns.map((_, at) => {
    const cells = table.map((row) => row.items[at] ?? { target: 0, count: 0 });
    const others = rows.filter(({ unitId, categoryId }) => categoryId === columns[at] && !listed.has(unitId)).length;
    return `${sum(cells.map((cell) => cell.count)) + others}/${sum(cells.map(({ target }) => target))}`;
  });
  return {
    lines: [
      `截至${asOf}，共收到各单位报送${rows.length}件。`,
      `有任务数的${table.length}个单位中，${complete.length}个单位完成全部任务。`,
      `各项任务数合计${targets}件，按每项完成数不超过任务数计算，完成${met}件，完成率${percent(met, targets)}`,
      `另超出任务数报送${over}件。`,
      `共收到参评作品${ofKind('work').length}件，已审核采用${accepted}件。`,
      `开展线下活动${ofKind('event').length}场。`,
      `登记职工好网民宣传员${ofKind('ambassador').length}名，全市目标50名。`,
      `${ofKind('report').length}份。`,
      ...items,
      `经评审，共评出优秀作品${awarded.length}件，其中${perLevel.join('、')}（名单见附件）。`,
      `${partial.length}个单位没有完成全部任务（${names(partial)}）。`,
      `${silent.length}个单位没有报送（${names(silent)}）。`,
      `截止后报送${late.length}件，涉及${new Set(late.map(({ unitId }) => unitId)).size}个单位。`,
      `完成率由高到低（相同的按通知所列次序）：${ranking
        .map(({ unit, met: done, target }) => shortOf(unit) + percent(done, target))
        .join('、')}。`,
      `数据截至${asOf}（快照${snapshot}）。`,
    ],
    completion: [...ratios, ...without, ['', '合计', ...all, percent(met, targets)].join('|')],
    awards: awarded.map(({ title, categoryId, level, author, unitId }, at) =>
      [
        at + 1,
        title,
        campaign.categories.find(({ id }) => id === categoryId)?.short,
        level,
        author,
        shortOf(unitId),
      ].join('|'),
    ),
  };
}
