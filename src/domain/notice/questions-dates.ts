import { weekday } from '../time.ts';
import { datesIn, dayOf } from './dates.ts';
import type { DraftMilestone } from './moments.ts';
import { clauses, list, type Question, question, quoted } from './question.ts';
import type { NoticeRead } from './read-notice.ts';

/** What the notice's dates leave open or contradict. */
export function dateQuestions(read: NoticeRead): Question[] {
  const due = read.milestones.filter(({ reporting }) => reporting);
  return [
    ...yearQuestions(read),
    ...severalDeadlines(due, read),
    ...hourQuestions(due),
    ...inclusive(due),
    ...weekdays(read),
    ...orders(read, due),
    ...(due.length === 0 && read.recurring.length === 0 ? [question('no-deadline', '', '')] : []),
    ...due
      .filter(({ day, month }) => day === undefined && month !== undefined)
      .map((one) => question('deadline-month', one.clause, one.quote, { wording: one.wording })),
    ...read.recurring
      .filter(({ last, day }) => last && day === undefined)
      .map((one) => question('period-end', one.clause, one.quote, { text: one.text })),
  ];
}

function yearQuestions({ year, milestones, phases, head, lines }: NoticeRead): Question[] {
  const dated = [
    ...milestones.map(({ date, clause, wording }) => ({ said: date.year, clause, wording })),
    ...phases.map(({ wording, clause }) => ({ said: /\d{4}年|即日/.test(wording) ? 1 : undefined, clause, wording })),
  ];
  const unsaid = dated.filter(({ said }) => said === undefined);
  if (year.from === 'said') {
    if (unsaid.length === 0) return [];
    return [
      question('year-of-signature', clauses(unsaid), unsaid[0]?.wording ?? '', {
        dates: quoted(unsaid.map(({ wording }) => wording)),
        year: year.year ?? '',
      }),
    ];
  }
  const signed = head.signed?.line;
  const facts = {
    signed: signed?.text ?? '',
    year: year.year ?? '',
    clues: quoted(year.clues),
    guessed: year.from === 'clue',
    given: year.from === 'given',
    written: year.from === 'text',
  };
  if (unsaid.length === 0 && (signed === undefined || year.year !== undefined)) return [];
  const dates = lines
    .filter(({ part }) => part === 'body')
    .flatMap(({ folded, text }) =>
      datesIn(folded)
        .filter((date) => date.year === undefined && date.month !== undefined)
        .map((date) => text.slice(date.from, date.to)),
    );
  return [
    question('no-year', signed?.clause ?? '', signed?.text ?? '', { ...facts, dates: quoted(dates.slice(0, 6)) }),
  ];
}

const whom = (one: DraftMilestone): string =>
  list([
    ...(one.for ?? []).flatMap((actor) =>
      actor.is === 'kind' ? [actor.kind.name] : actor.is === 'unit' ? [actor.name] : [],
    ),
    ...(one.categories ?? []).map(({ name }) => name),
  ]);

function severalDeadlines(due: readonly DraftMilestone[], read: NoticeRead): Question[] {
  const different = due.filter(
    (one, at) => due.findIndex((other) => other.day === one.day && other.wording === one.wording) === at,
  );
  if (new Set(different.map(({ wording }) => wording)).size < 2) return [];
  const said = different.map((one) => `${one.wording}${whom(one) ? `（${whom(one)}）` : ''}`);
  const end = read.phases
    .filter(({ name }) => /推荐|报名|征集|报送|申报/.test(name))
    .find(({ to }) => to !== undefined && to.length === 10);
  const beyond = different.filter(({ day }) => end?.to !== undefined && day !== undefined && day > end.to);
  return [
    question('several-deadlines', clauses(different), different[0]?.quote ?? '', {
      count: said.length,
      dates: said.join('、'),
      beyond: list(beyond.map(({ wording }) => wording)),
      phase: end?.name ?? '',
      end: end?.wording ?? '',
    }),
  ];
}

function hourQuestions(due: readonly DraftMilestone[]): Question[] {
  const open = due.filter(({ time, date }) => time === undefined && date.day !== undefined);
  if (open.length === 0) return [];
  return [
    question('no-hour', clauses(open), open[0]?.quote ?? '', { dates: quoted(open.map(({ wording }) => wording)) }),
  ];
}

/** 6月16日前 beside 到9月18日: whether the day itself counts is said in two ways. */
function inclusive(due: readonly DraftMilestone[]): Question[] {
  const before = due.filter(({ wording }) => /前$/.test(wording));
  const until = due.filter(({ wording }) => /^(到|至)|止$/.test(wording));
  const [first, second] = [before[0], until[0]];
  return first && second
    ? [
        question('day-inclusive', clauses([first, second]), first.quote, {
          before: first.wording,
          until: second.wording,
        }),
      ]
    : [];
}

function weekdays({ lines, year }: NoticeRead): Question[] {
  return lines.flatMap((line) =>
    datesIn(line.folded).flatMap((date): Question[] => {
      const day = dayOf(date, year.year);
      const words = line.text.slice(date.from, date.to);
      if (day === undefined && date.day !== undefined && date.month !== undefined && year.year !== undefined)
        return [question('impossible-day', line.clause, words, { words })];
      if (day === undefined || day.length !== 10 || date.weekday === undefined || weekday(day) === date.weekday)
        return [];
      return [
        question('wrong-weekday', line.clause, words, { words, day, is: '一二三四五六日'[weekday(day) - 1] ?? '' }),
      ];
    }),
  );
}

function orders({ phases, issued, milestones }: NoticeRead, due: readonly DraftMilestone[]): Question[] {
  const backwards = phases
    .filter(({ from, to }) => to !== undefined && to < from.slice(0, to.length))
    .map((one) => question('ends-before', one.clause, one.quote, { name: one.name, wording: one.wording }));
  const early = due
    .filter(({ day }) => day !== undefined && issued !== undefined && day < issued.value)
    .map((one) =>
      question('before-issued', one.clause, one.quote, { wording: one.wording, issued: issued?.quote ?? '' }),
    );
  const last =
    due
      .map(({ day }) => day ?? '')
      .sort()
      .at(-1) ?? '';
  const judged = milestones
    .filter(({ reporting, day, name }) => !reporting && day !== undefined && day < last && /评|公布|通报/.test(name))
    .map((one) => question('judged-before', one.clause, one.quote, { wording: one.wording, name: one.name, last }));
  return [...backwards, ...early, ...judged];
}
