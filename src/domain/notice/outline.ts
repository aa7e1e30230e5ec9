import type { DocumentBlock } from '../document.ts';
import type { Heading } from './headings.ts';
import { type ClauseWords, foldedLine, type Grid, type Line, type Part, rawLines } from './lines.ts';
import { writeNumeral } from './numerals.ts';

export interface Outline {
  lines: Line[];
  tables: Grid[];
}

const TITLE_END = /(通知|函|公告|启事|方案|通报|意见|办法|细则|倡议书|征集令)(\(.*\))?$/;
const ANNEX = /^附件\s*(\d{0,2})\s*[:.]?$/;
const ANNEX_LIST = /^附件\s*(\d{0,2})\s*[:.]\s*\S/;
const NOTE = /^(?:注|备注)\s*\d?\s*[:.]/;
const REMARK = /^说明\s*[:.]/;
const DATE_ALONE = /^\(?(\d{4}年)?\d{1,2}月\d{1,2}日\)?$/;
const ADDRESSED = /^[^。]*[\u4e00-\u9fff)]\s*:$/;

/** Each line with its clause, as the office would cite it, and each table with its title. */
export function outlineOf(blocks: readonly DocumentBlock[], words: ClauseWords): Outline {
  const { texts, grids } = rawLines(blocks);
  const parts = partsOf(texts);
  const lines: Line[] = [];
  const tables: Grid[] = [];
  let path: Heading[] = [];
  let annex: string | undefined;
  let paragraphs = 0;
  let annexTitle: string[] = [];

  for (const [at, text] of texts.entries()) {
    const part = parts[at] ?? 'body';
    if (typeof text === 'number') {
      const grid = grids[text];
      if (!grid) continue;
      const clause = clauseOf({ part, path, annex, paragraphs }, words);
      tables.push({ ...grid, clause, title: titleOver(lines, annexTitle), ...(annex ? { annex } : {}) });
      lines.push({ text: '', folded: '', part, clause, path, table: tables.length - 1, ...(annex ? { annex } : {}) });
      continue;
    }
    const line = foldedLine(text);
    const started = part === 'annex' ? ANNEX.exec(line.folded) : undefined;
    if (started) {
      annex = `附件${started[1] || ''}`;
      path = [];
      annexTitle = [];
    }
    const { heading } = line;
    if (heading && (part === 'body' || part === 'annex'))
      path = [...path.filter(({ level }) => level < heading.level), heading];
    else if (part !== 'body' && part !== 'annex') path = [];
    if (part === 'annex' && !started && path.length === 0 && !NOTE.test(line.folded)) annexTitle.push(text);
    if (part === 'body' && path.length === 0) paragraphs += 1;
    const clause = clauseOf({ part, path, annex, paragraphs, folded: line.folded }, words);
    lines.push({ ...line, part, clause, path, ...(annex ? { annex } : {}) });
  }
  return { lines, tables };
}

const titleOver = (lines: Line[], annexTitle: string[]): string => {
  if (annexTitle.length > 0) return annexTitle.join('');
  const above = lines.at(-1)?.text ?? '';
  return /表$/.test(above.trim()) ? above : '';
};

interface Place {
  part: Part;
  path: Heading[];
  annex: string | undefined;
  paragraphs: number;
  folded?: string;
}

function clauseOf({ part, path, annex, paragraphs, folded = '' }: Place, words: ClauseWords): string {
  if (part === 'head')
    return /〔\d{4}〕|\[\d{4}\].*号/.test(folded) ? words.number : TITLE_END.test(folded) ? words.title : words.head;
  if (part === 'addressees') return words.addressees;
  if (part === 'closing') return words.signed;
  if (part === 'annex-list') return words.annexList;
  if (annex !== undefined) {
    if (NOTE.test(folded)) return `${annex}${words.note}`;
    if (REMARK.test(folded)) return `${annex}${words.remark}`;
    return path.length === 0 ? annex : `${annex}${citedInAnnex(path)}`;
  }
  if (path.length > 0) return cited(path);
  return paragraphs <= 1 ? words.first : words.nth.replace('%', writeNumeral(paragraphs));
}

/** 三 → 三(一) → 三(一)2; 四、第三阶段第1项 below a stage. */
function cited(path: readonly Heading[]): string {
  let clause = '';
  let stage = false;
  for (const { level, label } of path) {
    if (level === 3) {
      clause += `${clause === '' ? '' : '、'}${label}`;
      stage = true;
    } else clause += stage ? `第${label}项` : label;
  }
  return clause;
}

const citedInAnnex = ([first, ...rest]: readonly Heading[]): string =>
  first ? `第${first.label}项${rest.map(({ label }) => label).join('')}` : '';

/** Where head, addressees, text, list of annexes, signature and annexes begin and end. */
function partsOf(texts: readonly (string | number)[]): Part[] {
  const folded = texts.map((text) => (typeof text === 'number' ? '' : foldedLine(text).folded));
  const annexAt = folded.findIndex((text, at) => at > 0 && ANNEX.test(text));
  const bodyEnd = annexAt < 0 ? folded.length : annexAt;
  const addressees = folded.findIndex(
    (text, at) => at < Math.min(15, bodyEnd) && ADDRESSED.test(text) && !/如下:$/.test(text),
  );
  const title = folded.findIndex((text, at) => at < Math.min(15, bodyEnd) && TITLE_END.test(text));
  const headEnd = addressees >= 0 ? addressees : title + 1;
  const date = folded.findLastIndex(
    (text, at) => at < bodyEnd && at >= headEnd && DATE_ALONE.test(text.replace(/ /g, '')),
  );
  const listAt = folded.findIndex((text, at) => at > headEnd && at < bodyEnd && ANNEX_LIST.test(text));
  const signedAt = date < 0 ? -1 : signatureFrom(folded, date, Math.max(headEnd, listAt));
  return folded.map((text, at): Part => {
    if (at < headEnd) return 'head';
    if (at === addressees) return 'addressees';
    if (annexAt >= 0 && at >= annexAt) return 'annex';
    if (signedAt >= 0 && at >= signedAt && at <= date) return 'closing';
    if (listAt >= 0 && at >= listAt && (signedAt < 0 || at < signedAt) && isListed(folded, listAt, at))
      return 'annex-list';
    if (at > date && date >= 0 && /^\(?(联系|咨询|电话)/.test(text)) return 'body';
    return 'body';
  });
}

/** The list goes on over its numbered lines and their second lines, until another kind of line comes. */
function isListed(folded: readonly string[], listAt: number, at: number): boolean {
  return folded.slice(listAt, at + 1).every((text) => !/^(联系|咨询|电话|电子邮箱)/.test(text));
}

const OFFICE_END =
  /(局|委|会|厅|办|室|部|院|校|府|中心|公司|组|处|团|工委|委员会|联合会|总工会|协会|学院|大学|医院|馆|台|社|集团)$/;

function signatureFrom(folded: readonly string[], date: number, after: number): number {
  let at = date;
  while (at - 1 > after && isSignature(folded[at - 1] ?? '')) at -= 1;
  return at;
}

const isSignature = (text: string) =>
  text.length <= 40 && !/[。,:;]/.test(text) && text.split(/ +/).every((one) => OFFICE_END.test(one));
