import type { Line } from './lines.ts';
import { entriesOf } from './sentences.ts';

export interface DraftContact {
  office?: string;
  name?: string;
  phones: string[];
  email?: string;
  note?: string;
  clause: string;
  quote: string;
}

const LANDLINE = '0\\d{2,3}\\s*-?\\s*\\d{7,8}(?:\\s*转\\s*\\d{1,5}|-\\d{1,5})?';
const MOBILE = '1[3-9]\\d{9}';
const LOCAL = '(?<![\\d-])[2-8]\\d{6,7}(?![\\d@])';
const PHONE = new RegExp(`(?<![\\d.])(?:${LANDLINE}|${MOBILE}|${LOCAL})(?!\\d)`, 'g');
const EMAIL = /[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/;
const LABEL =
  /^\(?(?:联\s*系\s*人(?:及|和)?(?:联系)?(?:电话|方式)?|联系(?:电话|方式)|咨询(?:电话|热线)|电\s*话|工作联系人)\)?\s*[:：]?\s*/;
const PERSON = /^([\u4e00-\u9fff]{1,2} ?[\u4e00-\u9fff]{1,2}|[\u4e00-\u9fff](?:老师|同志|主任|科长|先生|女士|处长))$/;
const QQ = /(?:工作)?(?:QQ|微信|钉钉)群(?:号)?\s*[:：]\s*\d{5,12}/i;

/** Who answers questions: by name, by line of telephone, or by number alone. A chapter about one sub-project has its own. */
export function contactsOf(lines: readonly Line[]): DraftContact[] {
  const found: DraftContact[] = [];
  let office: string | undefined;
  for (const line of lines) {
    if (line.part === 'annex' || line.part === 'head') continue;
    const at = line.folded.search(/联\s*系\s*人|联系电话|联系方式|咨询电话|咨询热线|(?<!办公)电\s*话\s*[:(]|电话\s*0/);
    const ofOffice = /^([\u4e00-\u9fff]{3,16}):/.exec(line.folded)?.[1];
    const phones = phonesIn(line.folded);
    if (at < 0 && !(ofOffice && phones.length > 0)) {
      if (/^[\u4e00-\u9fff]{3,16}$/.test(line.folded) && line.path.length > 0) office = line.text;
      continue;
    }
    const folded = line.folded.slice(Math.max(0, at < 0 ? 0 : at)).replace(/^联系方式$/, '');
    // 联系人：局办公室 崔岩，8221045；局宣传科 韩梅，8221046 are two.
    const parts = folded.split(';').filter((part) => phonesIn(part).length > 0);
    if (parts.length > 1) {
      const label = /^[^:]{2,8}:/.exec(folded)?.[0] ?? '';
      found.push(
        ...parts.map((part, index) => ({
          ...readContact(index === 0 ? part : label + part, line, office),
          quote: quoteOf(line, part),
        })),
      );
      continue;
    }
    const own = readContact(folded, line, ofOffice && at < 0 ? ofOffice : office);
    const last = found.at(-1);
    // 联系人 and 联系电话 stand in two lines.
    if (own.phones.length > 0 && own.name === undefined && last?.phones.length === 0) last.phones.push(...own.phones);
    else if (own.name !== undefined || own.phones.length > 0) found.push(...apart(own, folded, line));
    if (own.phones.length > 0 && own.name === undefined) office = undefined;
  }
  return found.filter(({ phones, name }) => phones.length > 0 || name !== undefined);
}

export const phonesIn = (folded: string): string[] =>
  [...folded.replace(QQ, '').matchAll(PHONE)].map(([phone]) => phone.replace(/\s/g, ''));

function readContact(folded: string, line: Line, office: string | undefined): DraftContact {
  const phones = phonesIn(folded);
  const email = EMAIL.exec(folded)?.[0];
  const group = QQ.exec(folded)?.[0];
  const name = namesIn(folded)[0];
  const quote = line.text.slice(Math.max(0, line.folded.indexOf(folded))).trim();
  return {
    ...(office ? { office } : {}),
    ...(name ? { name } : {}),
    phones,
    ...(email ? { email } : {}),
    ...(group ? { note: group } : {}),
    clause: clauseFor(line, folded),
    quote,
  };
}

const quoteOf = (line: Line, part: string): string => {
  const from = line.folded.indexOf(part);
  return line.text.slice(from, from + part.length).trim();
};

/** Unnumbered lines below the last chapter are cited by their own label: 六、联系人. */
function clauseFor({ path, heading, clause }: Line, folded: string): string {
  const label = /^(联\s*系\s*人|联系电话|联系方式|咨询电话)/.exec(folded)?.[0].replace(/\s/g, '');
  const [top] = path;
  return label !== undefined && top && !heading && path.length > 1 ? `${top.label}、${label}` : clause;
}

function namesIn(folded: string): string[] {
  const beforePhone = folded.replace(EMAIL, '').split(/[;。]/)[0] ?? '';
  const words = beforePhone
    .replace(/联\s*系\s*人(?:及|和)?(?:联系)?(?:电话|方式)?|联系电话|联系方式|咨询电话|电\s*话|邮箱|手机/g, ' : ')
    .replace(PHONE, ' : ')
    .split(/[:,，()]/);
  const inLabelled = LABEL.test(folded) || /^[^:]{3,16}:/.test(folded);
  return words
    .flatMap((word) => entriesOf(word.trim().replace(/\s{1,}(?=[\u4e00-\u9fff]{2,4}(?:\s|$))/g, '、')))
    .flatMap((word) => {
      const last = word.trim().split(/\s+/).at(-1) ?? '';
      const whole = word.trim().replace(/\s/g, '');
      const name =
        PERSON.test(word.trim()) && !/[处科部室局委办会团]$/.test(whole)
          ? whole
          : PERSON.test(last) && !/[处科部室局委办会团]$/.test(last)
            ? last
            : undefined;
      return name !== undefined &&
        inLabelled &&
        !/^(联系|咨询|电话|手机|邮箱|工作日?)$/.test(name) &&
        whole.length <= 12
        ? [name]
        : [];
    });
}

/** Two names with a number each, or one for each line of telephone, are two contacts. */
function apart(contact: DraftContact, folded: string, line: Line): DraftContact[] {
  const names = namesIn(folded);
  const noted = [...folded.matchAll(new RegExp(`(${LANDLINE}|${MOBILE})\\s*\\(([^)]{1,20})\\)`, 'g'))];
  if (noted.length > 1) {
    return noted.map(([quote, phone = '', note = '']) => ({
      ...contact,
      phones: [phone],
      note,
      quote: line.text.slice(line.folded.indexOf(quote), line.folded.indexOf(quote) + quote.length),
    }));
  }
  if (names.length < 2) return [contact];
  const shared = contact.phones.length !== names.length;
  return names.map((name, at) => ({
    ...contact,
    name,
    phones: shared ? (at === 0 ? contact.phones : contact.phones) : contact.phones.slice(at, at + 1),
  }));
}
