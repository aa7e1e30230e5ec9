import type { Day } from '../time.ts';
import { datesIn, dayOf } from './dates.ts';
import { fold } from './fold.ts';
import type { Line } from './lines.ts';
import { entriesOf } from './sentences.ts';

export interface Found<T = string> {
  value: T;
  clause: string;
  quote: string;
}

export interface NoticeHead {
  title: Found;
  name: Found;
  issuers: Found[];
  number?: Found;
  /** The date under the signature, its year perhaps unsaid. */
  signed?: { line: Line; year?: number };
  addressees: Found[];
}

const NUMBER = /[\u4e00-\u9fff()]{1,16}[〔[(]\d{4}[〕\])]\s*(?:第)?\d+号/;
const PAPER = /(文件|公文)$/;
const OFFICE = /(局|委|会|厅|办|室|部|院|校|府|中心|公司|团|联合会|总工会|协会|学院|大学|医院|馆|台|社)$/;

export function headOf(lines: readonly Line[]): NoticeHead {
  const head = lines.filter(({ part }) => part === 'head');
  const title = titleOf(head);
  const number = numberOf(head);
  const closing = lines.filter(({ part }) => part === 'closing');
  const signed = closing.at(-1);
  const year = signed && datesIn(signed.folded)[0]?.year;
  return {
    title,
    name: nameOf(title),
    issuers: issuersOf(head, closing, title),
    addressees: addresseesOf(lines.find(({ part }) => part === 'addressees')),
    ...(number ? { number } : {}),
    ...(signed ? { signed: { line: signed, ...(year === undefined ? {} : { year }) } } : {}),
  };
}

/** 关于…的通知, over as many lines as it takes. */
function titleOf(head: readonly Line[]): Found {
  const last = head.findLastIndex(({ folded }) =>
    /(通知|函|公告|启事|方案|通报|意见|办法|细则|征集令)(\(.*\))?$/.test(folded),
  );
  const first = head.findLastIndex(({ folded }, at) => at <= last && /关于|^[“《]/.test(folded));
  const lines = first < 0 ? head.slice(Math.max(0, last), last + 1) : head.slice(first, last + 1);
  const whole = lines.map(({ text }) => text).join('');
  const about = whole.search(/关于/);
  const value = about > 0 ? whole.slice(about) : whole;
  return { value, clause: lines[0]?.clause ?? '', quote: value };
}

const OPENING =
  /^关于(?:持续|深入|继续|扎实|认真|切实|进一步|广泛)*(?:组织)?(?:做好|开展|举办|组织开展|组织参加|组织|参加|推荐|评选|推选|征集|印发|报送|申报|下达)?(?:好)?/;
const ENDING = /(?:工作)?的?(通知|函|公告|启事|方案|通报|意见|办法|细则)(\(.*\))?$/;

/** What the campaign is called: the title without 关于开展 … 的通知. */
function nameOf({ value, clause }: Found): Found {
  const folded = fold(value);
  const from = OPENING.exec(folded)?.[0].length ?? 0;
  const end = ENDING.exec(folded)?.index ?? value.length;
  const name = value.slice(from, end > from ? end : value.length).replace(/^《(.*)》$/, '$1');
  return { value: name, clause, quote: name };
}

function numberOf(head: readonly Line[]): Found | undefined {
  for (const { text, folded, clause } of head) {
    if (/关于/.test(folded)) continue;
    const match = NUMBER.exec(folded);
    if (match) {
      const quote = text.slice(match.index, match.index + match[0].length);
      return { value: quote, clause, quote };
    }
  }
  return undefined;
}

/** The red head says the full names; without one, the signature. */
function issuersOf(head: readonly Line[], closing: readonly Line[], title: Found): Found[] {
  const inHead = head.flatMap((line) => {
    const about = line.folded.search(/关于/);
    if (about === 0 || NUMBER.test(line.folded)) return [];
    const named = about > 0 ? line.text.slice(0, about) : line.text;
    return officesIn(named, line.clause);
  });
  const signed = closing.slice(0, -1).flatMap((line) => officesIn(line.text, line.clause));
  const known = inHead.filter(({ value }) => !title.value.startsWith(value));
  return unique(known.length > 0 ? known : signed);
}

function officesIn(text: string, clause: string): Found[] {
  return entriesOf(fold(text).replace(/ {1,}(?=\S{4,})/g, ','))
    .map((one) => one.replace(/ /g, '').replace(PAPER, ''))
    .filter((one) => OFFICE.test(one))
    .map((value) => ({ value, clause, quote: value }));
}

/** 各区县教育局，市直属学校： each as written. */
function addresseesOf(line: Line | undefined): Found[] {
  if (!line) return [];
  const offsets: Found[] = [];
  let from = 0;
  for (const entry of entriesOf(line.folded.replace(/:\s*$/, ''))) {
    const at = line.folded.indexOf(entry, from);
    if (at < 0 || entry === '') continue;
    from = at + entry.length;
    const value = line.text.slice(at, from);
    offsets.push({ value, clause: line.clause, quote: value });
  }
  return offsets;
}

function unique(found: Found[]): Found[] {
  return found.filter(({ value }, at) => found.findIndex((one) => one.value === value) === at);
}

export function signedDay(signed: NoticeHead['signed'], year: number | undefined): Found<Day> | undefined {
  const date = signed && datesIn(signed.line.folded)[0];
  const day = date && dayOf(date, year);
  if (!signed || !date || !day || date.day === undefined) return undefined;
  return { value: day, clause: signed.line.clause, quote: signed.line.text.slice(date.from, date.to) };
}
