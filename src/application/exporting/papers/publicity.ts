import { addWorkdays, type Calendar, workdayOnOrAfter } from '../../../domain/calendar.ts';
import type { Annex } from '../../../domain/official-paper.ts';
import { addDays, type Day } from '../../../domain/time.ts';
import { titleLines } from '../../../domain/title-lines.ts';
import type { PaperWords } from '../../words/paper-words.ts';
import { inOrder, type Making } from '../making.ts';
import { awardsAnnex, type Composed, columnsFor, dayInWords, factsOf, paperOf, TITLE_WIDTH } from './bulletin.ts';
import { composer } from './composing.ts';
import { countedFrom } from './figures.ts';

/** As long as a list is shown unless somebody says otherwise. */
const WORKING_DAYS = 5;

/** The first and the last working day on which it is shown. */
export function periodOf(
  calendar: Calendar,
  { from, days = WORKING_DAYS }: { from?: Day; days?: number },
  drafted: Day,
) {
  const first = workdayOnOrAfter(calendar, from ?? addDays(drafted, 1));
  return { first, last: addWorkdays(calendar, first, days - 1), days };
}

/** 公示: which works are shown, until when, and whom to write to. */
export function publicityOf(
  making: Making,
  words: PaperWords,
  calendar: Calendar,
  wanted: { from?: Day; days?: number },
  day: Day,
): Composed {
  const { first, last, days } = periodOf(calendar, wanted, day);
  const [contact] = making.standing.campaign.contacts;
  const facts = {
    ...factsOf(making, words),
    ...{ first: dayInWords(first, words), last: dayInWords(last, words), days },
    ...{ office: contact?.office, contact: contact?.name, phones: contact?.phones.join(words.say('paper.join')) },
  };
  const counted = countedFrom(making);
  const text = composer(counted, words, facts);
  const title = text.line('publicity.title');
  text.text('publicity.opening');
  text.text('publicity.period');
  text.text('publicity.objections');
  text.text('publicity.contact');
  const annexTitle = text.line('publicity.annex');
  const [awarded] = awardsAnnex(counted, words, annexTitle);
  return {
    title,
    told: text.told,
    paper: {
      ...paperOf(making, words, {
        title,
        to: '',
        day,
        text,
        annexes: [awarded ?? worksAnnex(making, words, annexTitle)],
      }),
      number: '',
    },
  };
}

/** 附件: every work that is shown, with its author and never a phone. */
function worksAnnex(making: Making, words: PaperWords, title: string): Omit<Annex, 'label'> {
  const works = inOrder(making, (kind) => kind === 'work');
  const shown = works.some(({ state }) => state === 'accepted')
    ? works.filter(({ state }) => state === 'accepted')
    : works;
  const rows = shown.map(({ categoryId, title: name, fields, unitId }, index) => [
    ...[String(index + 1), name, making.categoryOf(categoryId)?.short ?? categoryId],
    ...[fields.author ?? '', making.unitOf(unitId)?.short ?? unitId],
  ]);
  return {
    title: titleLines(title, TITLE_WIDTH),
    ...columnsFor(words.list('paper.columns-works'), rows),
    note: '',
  };
}
