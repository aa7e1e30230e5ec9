import type { DraftCategory } from './catalogue.ts';
import { coreOf } from './names.ts';
import { clauses, list, type Question, question, quoted } from './question.ts';
import type { NoticeRead } from './read-notice.ts';
import type { FigureTable } from './tables.ts';

/** What the table and the numbers leave open or contradict. */
export function figureQuestions(read: NoticeRead): Question[] {
  return [
    ...read.tables.flatMap((table) => [
      ...sums(table),
      ...rowSums(table),
      ...blanks(table),
      ...surplus(table),
      ...stranger(table, read),
    ]),
    ...saidTotals(read),
    ...boundQuestions(read),
    ...withoutColumn(read),
    ...ranges(read),
    ...bare(read),
    ...either(read),
    ...excluded(read),
    ...(read.targets.length === 0 && read.tables.length === 0 ? [question('no-targets', '', '')] : []),
  ];
}

function sums({ grid, rows, totals, columns }: FigureTable): Question[] {
  return totals.flatMap((total, half) =>
    columns.flatMap(({ name }, index): Question[] => {
      const own = rows.filter(({ unit }) => total.units.includes(unit));
      const computed = own.reduce((sum, { cells }) => sum + numberAt(cells, index), 0);
      const stated = total.cells[index];
      if (stated === null || stated === undefined || stated === computed) return [];
      return [question('sum', grid.clause, name, { name, stated, computed, half: totals.length > 1 ? half + 1 : '' })];
    }),
  );
}

const numberAt = (cells: FigureTable['rows'][number]['cells'], index: number): number => {
  const cell = cells[index];
  return cell && 'number' in cell ? cell.number : 0;
};

function rowSums({ grid, rows, stated, columns }: FigureTable): Question[] {
  return stated.flatMap(({ unit, number }): Question[] => {
    const row = rows.find((one) => one.unit === unit);
    const computed = columns.reduce((sum, _, index) => sum + numberAt(row?.cells ?? [], index), 0);
    return computed === number ? [] : [question('row-sum', grid.clause, unit, { unit, stated: number, computed })];
  });
}

function blanks({ grid, rows, columns }: FigureTable): Question[] {
  return rows.flatMap(({ unit, cells }) =>
    columns.flatMap(({ name }, index): Question[] =>
      cells[index] === null ? [question('blank-cell', grid.clause, unit, { unit, name })] : [],
    ),
  );
}

function surplus({ grid, rows, columns }: FigureTable): Question[] {
  const ragged = rows.filter(({ cells }) => cells.length > columns.length);
  if (ragged.length === 0) return [];
  return [
    question('surplus', grid.clause, ragged[0]?.unit ?? '', {
      units: list(ragged.map(({ unit }) => unit)),
      count: (ragged[0]?.cells.length ?? 0) - columns.length,
    }),
  ];
}

/** A column that the text never speaks of, while it describes the others. */
function stranger({ grid, columns }: FigureTable, { catalogue, lines }: NoticeRead): Question[] {
  const described = catalogue.all.filter((one) => one.described.length > 0);
  if (described.length === 0) return [];
  const strangers = columns.filter(
    ({ name }) =>
      catalogue.same(name)?.described.length === 0 &&
      !lines.some(({ part, folded }) => part === 'body' && folded.includes(name.replace(/(类|作品)$/, ''))),
  );
  return strangers.length === 0
    ? []
    : [
        question('column-undescribed', grid.clause, strangers[0]?.name ?? '', {
          names: quoted(strangers.map(({ name }) => name)),
        }),
      ];
}

/** 注：总计图文54件、短视频34件: against what the rows give. */
function saidTotals({ tables, lines, catalogue }: NoticeRead): Question[] {
  return tables.flatMap((table) => {
    const notes = lines.filter(
      ({ annex, folded, table: placed }) =>
        placed === undefined && annex === table.grid.annex && /总计|共计|合计/.test(folded),
    );
    return notes.flatMap((line) =>
      [...line.folded.matchAll(/([\u4e00-\u9fffA-Za-z0-9]{2,8}?)(?:作品)?(\d+)[件幅部篇个首场名组户家]/g)].flatMap(
        ([quote, said = '', number]): Question[] => {
          const category = catalogue.same(said.replace(/^(?:注:)?(?:总计|共计|合计)/, ''));
          const index = table.columns.findIndex(({ name }) => category && catalogue.same(name) === category);
          if (index < 0 || !category) return [];
          const computed = table.rows.reduce((sum, { cells }) => sum + numberAt(cells, index), 0);
          return computed === Number(number)
            ? []
            : [question('said-total', line.clause, quote, { name: category.name, stated: Number(number), computed })];
        },
      ),
    );
  });
}

function boundQuestions({ tables, bounds }: NoticeRead): Question[] {
  const table = tables[0];
  if (!table) return [];
  const kinds = new Set(bounds.map(({ bound }) => bound));
  const [first] = bounds;
  if (!first) return [question('bound-open', table.grid.clause, table.grid.title)];
  if (kinds.has('min') && kinds.has('max'))
    return [
      question('floor-and-cap', clauses(bounds), first.quote, { words: quoted(bounds.map(({ quote }) => quote)) }),
    ];
  return [question(`bound-${first.bound}`, first.clause, first.quote, { words: first.quote })];
}

function withoutColumn({ tables, catalogue, targets }: NoticeRead): Question[] {
  const [table] = tables;
  if (!table) return [];
  const asked = (one: DraftCategory) =>
    targets.some(
      ({ categories, for: whom, none }) => !none && whom.some(({ is }) => is === 'city') && categories?.includes(one),
    );
  return catalogue.all
    .filter((one) => !one.column && !one.report && !asked(one))
    .map((one) =>
      question('no-column', `${one.clause}、${table.grid.clause}`, one.quote, {
        name: one.name,
        table: table.grid.clause,
        unlimited: targets.some(({ none, categories }) => none && categories?.includes(one)),
      }),
    );
}

const ranges = ({ targets }: NoticeRead): Question[] =>
  targets
    .filter(({ min, max }) => min !== undefined && max !== undefined)
    .map((one) => question('range', one.clause, one.quote, { text: one.text, min: one.min ?? '', max: one.max ?? '' }));

const bare = ({ targets }: NoticeRead): Question[] =>
  targets
    .filter(({ number, for: whom }) => number !== undefined && !whom.some(({ is }) => is === 'city'))
    .map((one) => question('bare-number', one.clause, one.quote, { text: one.text, number: one.number ?? '' }));

function either({ targets }: NoticeRead): Question[] {
  const choices = targets.filter((one) => one.either);
  return choices.length === 0
    ? []
    : [question('either', clauses(choices), choices[0]?.quote ?? '', { text: list(choices.map(({ text }) => text)) })];
}

const excluded = ({ targets }: NoticeRead): Question[] =>
  targets
    .filter((one) => one.excluded)
    .map((one) =>
      question('excluded', one.clause, one.quote, {
        text: one.text,
        who: list(one.for.flatMap((actor) => (actor.is === 'kind' ? [coreOf(actor.kind.name)] : []))),
      }),
    );
