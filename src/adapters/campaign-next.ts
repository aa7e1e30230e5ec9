import { isMap, isScalar, parseDocument, type Scalar, visit } from 'yaml';
import { isDay } from '../domain/time.ts';

/** What a person has to look at in next year's file; `code` names its sentence in prompts/campaign-next.md. */
export interface Left {
  code: 'leap-day' | 'text' | 'number' | 'contact' | 'weekday-words' | 'remarks' | 'calendar';
  path: string;
  text: string;
}

export interface NextYear {
  text: string;
  id: string;
  moved: { path: string; from: string; to: string }[];
  left: Left[];
}

/** Phones, addresses and names hold numbers that are no years; the calendar's days are of one year only. */
const NO_TEXT = /(^|\.)(phones|url|email|aliases|workdays|holidays)$|^submit\.to$/;
const DATE = /^(\d{4})-(\d{2})(-\d{2})?$/;
/** Years, anniversaries and counted sessions that no rule can move. */
const OLD = /20\d{2}|\d+周年|第[一二三四五六七八九十\d]+届|[十百]周年/;

/**
 * The same campaign in another year: every date moved by as many years, titles with the new year, the number of the
 * paper and the people of last year left out. Comments and order of the file stay.
 */
export function nextYear(source: string, to: number): NextYear {
  const document = parseDocument(source);
  const from = yearOf(document.toJS() as { id?: unknown; document?: { issued?: unknown; title?: unknown } });
  const moved: NextYear['moved'] = [];
  const left: Left[] = [];

  visit(document, {
    Pair(_, pair, ancestors) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const path = [...ancestors.flatMap((one) => keyOf(one)), key].join('.');
      // Of last year's paper and its people; next year's are not known.
      if (key === 'number' && path === 'document.number') return drop('number', path, pair.value, left);
      if (key === 'quote') return visit.REMOVE;
      if (key === 'contact') return drop('contact', path, pair.value, left);
      return undefined;
    },
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string') return;
      const path = ancestors.flatMap((one) => keyOf(one)).join('.');
      if (NO_TEXT.test(path)) return;
      node.value = movedText(node.value, path);
    },
  });
  forgetPeople(document, left);

  function movedText(text: string, path: string): string {
    const date = DATE.exec(text);
    if (date) {
      const next = `${Number(date[1]) + to - from}-${date[2]}${date[3] ?? ''}`;
      const sound = date[3] === undefined || isDay(next) ? next : `${next.slice(0, 8)}28`;
      if (sound !== next) left.push({ code: 'leap-day', path, text: `${text} → ${sound}` });
      moved.push({ path, from: text, to: sound });
      return sound;
    }
    const next = text
      .replace(/20\d{2}(?=年)/g, (year) => (Number(year) === from ? String(to) : year))
      .replaceAll(new RegExp(`(?<=^|-)${from}(?=$|-)`, 'g'), String(to));
    const rest = next.replaceAll(String(to), '');
    if (OLD.test(rest)) left.push({ code: 'text', path, text: next });
    if (/(星期|周)[一二三四五六日天]/.test(rest)) left.push({ code: 'weekday-words', path, text: next });
    return next;
  }

  forgetLastYear(document, left);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return { text, id: String((document.toJS() as { id?: unknown }).id ?? ''), moved, left };
}

function drop(code: Left['code'], path: string, value: unknown, left: Left[]): symbol {
  left.push({ code, path, text: isScalar(value) ? String((value as Scalar).value) : '' });
  return visit.REMOVE;
}

/** The pair whose value this node is: its key. */
const keyOf = (node: unknown): string[] => {
  const { key } = node as { key?: unknown };
  return isScalar(key) ? [String(key.value)] : [];
};

/** Days that one year's calendar moved, and what last year's notice left open. */
function forgetLastYear(document: ReturnType<typeof parseDocument>, left: Left[]): void {
  const { calendar, remarks } = document.toJS() as {
    calendar?: { workdays?: string[]; holidays?: string[] };
    remarks?: unknown[];
  };
  const days = [...(calendar?.workdays ?? []), ...(calendar?.holidays ?? [])];
  if (days.length > 0) {
    left.push({ code: 'calendar', path: 'calendar', text: days.join(' ') });
    for (const list of ['workdays', 'holidays']) document.setIn(['calendar', list], document.createNode([]));
  }
  if (remarks && remarks.length > 0) left.push({ code: 'remarks', path: 'remarks', text: String(remarks.length) });
}

/** Names and phones of last year's contacts; the offices and where they stand are kept. */
function forgetPeople(document: ReturnType<typeof parseDocument>, left: Left[]): void {
  const contacts = document.get('contacts');
  const items = (contacts as { items?: unknown[] } | undefined)?.items ?? [];
  for (const [at, item] of items.entries()) {
    if (!isMap(item)) continue;
    left.push({ code: 'contact', path: `contacts[${at}]`, text: String(item.get('office') ?? '') });
    for (const key of ['name', 'email', 'note']) item.delete(key);
    item.set('phones', document.createNode([]));
  }
}

function yearOf({ id, document }: { id?: unknown; document?: { issued?: unknown; title?: unknown } }): number {
  const said = [document?.issued, document?.title, id].map((one) => /20\d{2}/.exec(String(one ?? ''))?.[0]);
  return Number(said.find((year) => year !== undefined) ?? Number.NaN);
}
