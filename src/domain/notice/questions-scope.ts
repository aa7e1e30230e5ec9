import { coreOf } from './names.ts';
import { toldLater } from './other-actors.ts';
import { clauses, list, type Question, question, quoted } from './question.ts';
import type { NoticeRead } from './read-notice.ts';
import { mediaOf } from './work-words.ts';

/** Who is meant, under which name, and what lies outside the quota. `isOf` tells whether a unit is of a kind by its name. */
export function scopeQuestions(read: NoticeRead, isOf: (unit: string, kind: string) => boolean): Question[] {
  return [
    ...otherNames(read),
    ...categoryNames(read),
    ...withoutNumber(read, isOf),
    ...openLists(read, isOf),
    ...toldLater(read.lines).map((one) =>
      question('told-later', one.clause, one.quote, { name: one.name, text: one.quote }),
    ),
    ...groupScope(read),
    ...outside(read),
    ...selfSent(read),
    ...wholeOrEach(read),
    ...titleScope(read),
  ];
}

function otherNames({ cast }: NoticeRead): Question[] {
  const twice = cast.kinds.filter(({ otherNames }) => otherNames.length > 0);
  if (twice.length === 0) return [];
  const others = twice.flatMap(({ otherNames }) => otherNames);
  return [
    question('two-names', `${twice[0]?.clause}、${clauses(others)}`, others[0]?.quote ?? '', {
      names: list(twice.map(({ name }) => name)),
      clause: twice[0]?.clause ?? '',
      others: list(others.map(({ name }) => name)),
      otherClause: clauses(others),
    }),
  ];
}

function categoryNames({ catalogue }: NoticeRead): Question[] {
  return catalogue.all.flatMap((one): Question[] => {
    const others = one.aliases.filter(
      (alias) =>
        coreOf(alias) !== coreOf(one.name) &&
        coreOf(alias).replace(/(类|作品|项目|活动)$/, '') !== coreOf(one.name).replace(/(类|作品|项目|活动)$/, ''),
    );
    if (others.length === 0) return [];
    const described = one.described[0]?.clause ?? '';
    return [
      question('two-category-names', list([one.clause, described].filter((clause) => clause !== '')), one.quote, {
        name: one.name,
        clause: one.clause,
        others: quoted(others),
        otherClause: described,
        column: one.column === true,
      }),
    ];
  });
}

/** Addressed, but in no number that others of its like have. */
function withoutNumber(read: NoticeRead, isOf: (unit: string, kind: string) => boolean): Question[] {
  const numbered = read.targets.filter(({ for: whom }) => whom.some(({ is }) => is === 'kind'));
  const rows = read.tables.flatMap((table) => table.rows.map(({ unit }) => unit));
  if (numbered.length === 0 && rows.length === 0) return [];
  if (numbered.length > 0 && read.targets.some(({ for: whom }) => whom.some(({ is }) => is === 'each'))) return [];
  const left = read.cast.kinds.filter(
    (kind) =>
      kind.addressed &&
      !rows.some((unit) => isOf(unit, kind.name)) &&
      !read.targets.some(({ for: whom }) => whom.some((actor) => actor.is === 'kind' && actor.kind === kind)) &&
      !rows.some((unit) => /^[^市].*[县区]/.test(unit) && /县|区/.test(kind.name)),
  );
  if (left.length === 0) return [];
  return [
    question('no-number-for', left[0]?.clause ?? '', left[0]?.quote ?? '', {
      names: list(left.map(({ name }) => name)),
      where: clauses([...numbered, ...read.tables.map(({ grid }) => grid)]),
    }),
  ];
}

/** A kind whose members the notice does not name. */
function openLists(read: NoticeRead, isOf: (unit: string, kind: string) => boolean): Question[] {
  const units = read.cast.units;
  const open = read.cast.kinds.filter(
    (kind) => !units.some((unit) => isOf(unit, kind.name)) && !/个人|群众/.test(kind.name),
  );
  if (open.length === 0) return [];
  const vague = open.filter(({ name }) => /未列入/.test(name));
  return [
    question('no-list', clauses(open), open[0]?.quote ?? '', { names: quoted(open.map(({ name }) => name)) }),
    ...vague.map((kind) =>
      question('not-in-table', kind.clause, kind.quote ?? '', {
        name: kind.name,
        text: list(
          read.targets
            .filter(({ for: whom }) => whom.some((actor) => actor.is === 'kind' && actor.kind === kind))
            .map(({ text }) => text),
        ),
      }),
    ),
  ];
}

const GROUPS = /((?:[\u4e00-\u9fff]{2,4}组、){1,5}[\u4e00-\u9fff]{2,4}组)/;

/** Works are judged in groups, and the cap does not say whether it is of each group. */
function groupScope({ lines, targets, catalogue }: NoticeRead): Question[] {
  const line = lines.find(({ folded, part }) => part === 'body' && GROUPS.test(folded));
  const groups = GROUPS.exec(line?.folded ?? '')?.[1];
  const limits = targets.filter(({ max, min }) => max !== undefined || min !== undefined);
  if (!line || groups === undefined || limits.length === 0 || groups.split('、').some((one) => catalogue.same(one)))
    return [];
  return [
    question('group-scope', `${line.clause}、${clauses(limits)}`, groups, {
      groups,
      texts: quoted(limits.map(({ text }) => text).slice(0, 2)),
    }),
  ];
}

function outside({ targets }: NoticeRead): Question[] {
  return targets
    .filter(({ outsideQuota }) => outsideQuota)
    .map((one) =>
      question('outside-quota', one.clause, one.quote, {
        text: one.text,
        who: list(one.for.flatMap((actor) => (actor.is === 'kind' ? [actor.kind.name] : []))),
      }),
    );
}

/** 自荐1部到科技部: another office takes it, whose day and address are not said. */
function selfSent({ targets }: NoticeRead): Question[] {
  return targets.flatMap((one): Question[] => {
    const to = /自荐[^,。]{0,8}[到至]([\u4e00-\u9fff]{2,10})/.exec(one.text)?.[1];
    return to === undefined ? [] : [question('self-sent', one.clause, one.quote, { text: one.text, to })];
  });
}

function wholeOrEach({ targets, lines }: NoticeRead): Question[] {
  return targets.flatMap((one): Question[] => {
    const line = lines.find((other) => other === one.line);
    return /^(?:\(.\))?\s*各级/.test(line?.folded.slice(line.heading?.end ?? 0) ?? '')
      ? [question('whole-or-each', one.clause, one.quote, { text: one.text })]
      : [];
  });
}

/** 影像文化作品 among which one category is text. */
function titleScope({ head, catalogue }: NoticeRead): Question[] {
  const seen = /影像|影视|视频|摄影|视听/.exec(head.name.value)?.[0];
  const texts = catalogue.all.filter(
    ({ name }) => mediaOf(name).length > 0 && mediaOf(name).every((medium) => medium === 'text'),
  );
  if (seen === undefined || texts.length === 0) return [];
  return [
    question('title-scope', list([head.title.clause, ...texts.map(({ clause }) => clause)]), seen, {
      title: head.name.value,
      seen,
      names: list(texts.map(({ name }) => name)),
    }),
  ];
}
