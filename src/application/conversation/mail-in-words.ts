import { beijingDayAndTime } from '../../domain/time.ts';
import { type Double, doublesOf, type Mail } from '../mailing/mails.ts';
import { openWorks, WAYS, type Way } from '../mailing/matched.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import { sizeInWords } from '../words/measures.ts';
import type { Telling } from './telling.ts';

/** As many as a phone shows beside the rest of what is said of a mail. */
const MOST_WORKS = 4;
const MOST_NAMED = 3;
/** A Date header that differs by less is a clock that is not quite right. */
const A_WHILE_MS = 10 * 60_000;

const shortTime = (at: Date) => beijingDayAndTime(at).slice(5);

/** What a mail is about, in a few words. */
export function mailAbout(telling: Telling, { matched: { works }, subject }: Mail): string {
  const ids = [...new Set(works.flatMap(({ categoryId }) => (categoryId === '' ? [] : [categoryId])))];
  return telling.say('mail.what', {
    categories: ids.map((id) => categoryOf(telling, id).short).join('、'),
    title: works[0]?.title ?? '',
    count: works.length > 1 ? works.length : '',
    subject: subject.slice(0, 20),
  });
}

/** One mail in the list of those that wait. */
export async function mailRow(telling: Telling, mail: Mail) {
  const { unitId, units, doubts } = mail.matched;
  const [double] = await doublesOf(telling, mail);
  const names = units.map((id) => unitOf(telling, id).short).join('/');
  const doubt = telling.say('mail.doubt', {
    unit: unitId === '',
    category: unitId !== '' && doubts.includes('category-unknown'),
    title: unitId !== '' && !doubts.includes('category-unknown') && doubts.includes('title-unknown'),
    double: double?.number ?? '',
  });
  return {
    number: mail.number,
    unit: unitId === '' ? names || mail.sender : unitOf(telling, unitId).short,
    what: mailAbout(telling, mail),
    files: mail.files.length || '',
    at: shortTime(mail.arrivedAt),
    problem: problemInWords(telling, mail),
    doubt: mail.problem === '' ? doubt : '',
  };
}

/** Why a mail could not be read, in the sentence that its page says. */
function problemInWords({ say }: Telling, { problem }: Mail): string {
  return problem === '' ? '' : say('mail.problem', problemFacts(problem));
}

const problemFacts = (problem: string) => ({
  unreadable: problem === 'unreadable',
  tooLarge: problem === 'too-large',
  notFetched: problem === 'not-fetched',
});

export const wayInWords = ({ say }: Telling, way: Way | undefined): string =>
  say('mail.way', Object.fromEntries(WAYS.map((one) => [one, one === way])) as Record<Way, boolean>);

export const mailState = ({ say }: Telling, state: Mail['state']): string =>
  say('mail.state', {
    claimed: state === 'claimed',
    dismissed: state === 'dismissed',
    other: state === 'other',
    double: state === 'double',
  });

/** The Date header, where it tells another time than the mailbox. */
export const sentElsewhen = ({ sentAt, arrivedAt }: Pick<Mail, 'sentAt' | 'arrivedAt'>): Date | undefined =>
  sentAt && Math.abs(sentAt.getTime() - arrivedAt.getTime()) > A_WHILE_MS ? sentAt : undefined;

export const doubleBy = ({ say }: Telling, by: Double['by']): string =>
  say('mail.by', { bytes: by === 'bytes', title: by === 'title', link: by === 'link', kind: by === 'kind' });

/** Everything that is to be known before a mail is claimed: what it was taken for, why, and what speaks against it. */
export async function mailInWords(telling: Telling, mail: Mail): Promise<string> {
  const { say } = telling;
  const { unitId, units, works, why, doubts } = mail.matched;
  const doubles = await doublesOf(telling, mail);
  const used = new Set(works.flatMap(({ files }) => files));
  const named = (files: readonly { name: string }[]) =>
    files
      .slice(0, MOST_NAMED)
      .map(({ name }) => name)
      .join('、') + (files.length > MOST_NAMED ? `…${files.length}` : '');
  const of = (which: (file: Mail['files'][number], place: number) => boolean) => named(mail.files.filter(which));
  const isPacked = ({ name }: { name: string }) => /\.(rar|7z)$/i.test(name);
  const sent = sentElsewhen(mail);
  const shown = works.slice(0, MOST_WORKS).map((work, index) => {
    const double = doubles.find((one) => one.work === index);
    const files = work.files.flatMap((place) => mail.files[place] ?? []);
    const [first] = files;
    return {
      index: index + 1,
      several: works.length > 1,
      category: work.categoryId === '' ? '' : categoryOf(telling, work.categoryId).short,
      title: work.title,
      author: work.fields.author ?? '',
      files: files.length === 1 && first ? `${first.name} ${sizeInWords(Number(first.size))}` : named(files),
      done: work.number ?? '',
      same: work.same ?? '',
      double: double?.number ?? '',
      by: double ? doubleBy(telling, double.by) : '',
    };
  });
  const example = [
    ...(unitId === '' ? ['unit'] : []),
    ...(works.length === 0 || doubts.includes('category-unknown') ? ['category'] : []),
    ...(works.length === 0 || doubts.includes('title-unknown') ? ['title'] : []),
  ];
  const open = openWorks(mail.matched).length > 0 || works.length === 0;
  return say('mail.one', {
    number: mail.number,
    state: mail.state === 'waiting' ? '' : mailState(telling, mail.state),
    sender: mail.sender,
    address: mail.address,
    subject: mail.subject,
    at: shortTime(mail.arrivedAt),
    sentAt: sent ? shortTime(sent) : '',
    unit: unitId === '' ? '' : unitOf(telling, unitId).short,
    units: units.map((id) => unitOf(telling, id).short).join('、'),
    unitWay: wayInWords(telling, why.find(({ what }) => what === 'unit')?.by),
    works: shown,
    moreWorks: works.length > shown.length ? works.length : '',
    others: of((file, place) => file.failure === '' && !used.has(place) && !isPacked(file)),
    links: mail.links.slice(0, MOST_NAMED).map((link) => ({ link })),
    failed: of(({ failure }) => failure !== ''),
    rar: doubts.includes('rar') ? of(isPacked) : '',
    locked: doubts.includes('locked') ? of(({ name }) => /\.(zip|docx|xlsx|pdf)$/i.test(name)) : '',
    identity: doubts.includes('identity'),
    severalFiles: doubts.includes('several') && open,
    noFile: doubts.includes('no-file') && open,
    ...problemFacts(mail.problem),
    sameAs: mail.sameAs ?? '',
    next: mail.state !== 'claimed' && open && mail.problem === '',
    lacks: example.length > 0,
    example: say('mail.example', {
      unit: example.includes('unit'),
      category: example.includes('category'),
      title: example.includes('title'),
      any: example.length === 0,
    }),
  });
}
