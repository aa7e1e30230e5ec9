import { fold } from '../../domain/fold.ts';
import { extensionOf, mediaOf, withoutExtension } from '../../domain/formats.ts';
import { nameInside } from '../../domain/packed.ts';
import { isName } from '../../domain/person-name.ts';
import { resolve } from '../../domain/resolve.ts';
import { isSheet } from '../../domain/sheet.ts';
import type { Tongue } from '../language/reading.ts';
import { readFileName, titleFromFile } from '../words/file-name.ts';
import { readArguments } from '../words/form.ts';
import { categoryOf, type Names } from '../words/lexicons.ts';
import { oneLine } from '../words/normalise.ts';
import { quotedTitle, withoutTitles } from '../words/titles.ts';
import { labelsToRead, type Vocabulary } from '../words/vocabulary.ts';
import type { LetterRead, MailedFile, SaidRow } from './letter-read.ts';
import type { MatchedWork, Way } from './matched.ts';

export type Reads = Names & { tongue: Tongue; vocabulary: Vocabulary };

export interface WorksMatched {
  works: MatchedWork[];
  why: { what: 'category' | 'title' | 'author'; by: Way }[];
  /** Files are taken for a work each, and nobody has said so. */
  several: boolean;
}

/** What is said of works beside their files; never a phone, as whose it is cannot be told from a letter. */
const FIELDS_SAID = ['author', 'authorUnit', 'platform', 'link', 'code'] as const;
/** A picture among the words that is smaller is a logo, a signature, a smile. */
const LEAST_INLINE = 60_000;
const ARCHIVES = new Set(['rar', '7z', 'gz', 'tar', 'bz2', 'xz']);

interface Held {
  file: MailedFile;
  place: number;
}

/** The files of which works are made: not lists, forms and logos, nor what is not here. */
export function materials(files: readonly MailedFile[], vocabulary: Along): Held[] {
  const held = files
    .map((file, place) => ({ file, place }))
    .filter(
      ({ file }) =>
        file.failure === undefined && !ARCHIVES.has(file.extension) && !(file.inline && file.size < LEAST_INLINE),
    );
  const proper = held.filter(({ file }) => !isSheet(file) && !file.inline);
  const others = proper.filter(({ file }) => !goesAlong(file, vocabulary));
  const media = others.filter(({ file }) => mediaOf(file) !== 'document');
  if (media.length > 0) return media;
  if (others.length > 0) return others;
  return held.filter(({ file }) => file.inline);
}

const stem = (name: string) => withoutExtension(nameInside(name));
type Along = Pick<Vocabulary, 'goesAlong'>;
/** By its name a list, a form, a letter: nothing that a work is made of. */
const isAlong = (name: string, { goesAlong: patterns }: Along) =>
  patterns.some((one) => new RegExp(one).test(stem(name)));
const goesAlong = (file: MailedFile, vocabulary: Along) =>
  mediaOf(file) === 'document' && isAlong(file.name, vocabulary);

/** Forms that came as documents, to be read. */
export const isForm = (file: MailedFile, vocabulary: Along): boolean =>
  [file.extension, extensionOf(file.name)].some((one) => one === 'docx' || one === 'pdf') &&
  isAlong(file.name, vocabulary);

/** The one category that a text names for certain; a title in it names none. */
export function categoryNamed({ tongue }: Pick<Reads, 'tongue'>, text: string): string | undefined {
  const ids = new Set(
    tongue.categories
      .find(withoutTitles(text), undefined, true)
      .flatMap((one) => (one.ids.length === 1 ? one.ids : [])),
  );
  return ids.size === 1 ? [...ids][0] : undefined;
}

/** Which works a mail brings, of which category, called what, by whom. */
export function matchWorks(reads: Reads, letter: LetterRead): WorksMatched {
  const held = materials(letter.files, reads.vocabulary);
  const said = saidIn(reads, letter);
  const whole: [Way, string | undefined][] = [
    ['form', said.categoryId],
    ['subject', categoryNamed(reads, letter.subject)],
    ['body', categoryNamed(reads, letter.text)],
  ];
  const [way, category = ''] = whole.find(([, id]) => id !== undefined) ?? ['subject'];
  const why: WorksMatched['why'] = category === '' ? [] : [{ what: 'category', by: way }];
  if (letter.rows.length > 0) return ofRows(reads, letter, held, category, why);
  const groups = grouped(held);
  const title = said.title || quotedTitle(letter.subject)?.title || '';
  if (title !== '') why.push({ what: 'title', by: said.title ? said.by : 'subject' });
  const author = said.fields.author ?? letter.authors.map((name) => name.replace(/\s+/g, '')).find(isName);
  if (author !== undefined) why.push({ what: 'author', by: said.fields.author ? said.by : 'forwarded' });
  const fields = { ...said.fields, ...(author !== undefined && { author }) };
  const named = groups.map((group) => ({ group, ...fromName(reads, group, category) }));
  if (named.some(({ categoryId }) => categoryId !== '' && categoryId !== category))
    why.push({ what: 'category', by: 'file' });
  const apart = groups.length > 1 && (title === '' || new Set(named.map(({ categoryId }) => categoryId)).size > 1);
  if (apart) {
    why.push({ what: 'title', by: 'file' });
    const works = named.map(({ group, categoryId, title: own }) => ({
      categoryId,
      title: own,
      fields,
      files: placesOf(group),
    }));
    return { works, why, several: new Set(works.map((one) => one.categoryId)).size === 1 };
  }
  const [only] = named;
  if (!only && letter.links.length === 0 && (title === '' || category === ''))
    return { works: [], why: [], several: false };
  const own = only && groups.length === 1 ? only : { categoryId: category, title: '' };
  if (title === '' && own.title !== '') why.push({ what: 'title', by: 'file' });
  const link = said.fields.link ?? letter.links[0];
  const categoryId = category || own.categoryId;
  return {
    works: [
      {
        categoryId,
        title: oneLine(title || own.title || reportTitle(reads, categoryId)),
        fields: { ...fields, ...(held.length === 0 && link !== undefined && { link }) },
        files: placesOf(held),
      },
    ],
    why,
    several: false,
  };
}

const placesOf = (held: readonly Held[]) => held.map(({ place }) => place);

/** A written report is called what it is. */
const reportTitle = (reads: Reads, categoryId: string): string => {
  const category = categoryId === '' ? undefined : categoryOf(reads, categoryId);
  return category?.kind === 'report' ? category.name : '';
};

/** Files that are called the same are of one work: a film and the picture for it. */
function grouped(held: readonly Held[]): Held[][] {
  const groups = new Map<string, Held[]>();
  for (const one of held) {
    const key = fold(stem(one.file.name).replace(/[(（]\d+[)）]$/, ''));
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function fromName(reads: Reads, [first]: readonly Held[], category: string): { categoryId: string; title: string } {
  const name = first?.file.name ?? '';
  const read = readFileName(name, reads);
  if (read) return { categoryId: read.categoryId, title: quotedTitle(read.title)?.title ?? read.title };
  const title = quotedTitle(stem(name))?.title ?? withoutUnit(reads, titleFromFile(name, reads));
  return { categoryId: categoryNamed(reads, stem(name)) ?? category, title };
}

/** `尧都区总工会-夜班的灯` is called 夜班的灯. */
function withoutUnit({ lexicons }: Reads, title: string): string {
  const parts = title.split(/[-_—－＿+\s]+/).filter((part) => part !== '');
  const rest = parts.filter((part) => {
    const found = resolve(lexicons.units, part);
    return !(found.kind === 'one' && (found.how === 'exact' || found.how === 'alias'));
  });
  return rest.length === parts.length || rest.length === 0 ? title : rest.join('-');
}

interface Said {
  categoryId?: string;
  title: string;
  fields: Record<string, string>;
  by: 'form' | 'body';
}

/** What stands behind labels (`作品名称：`), in a form that came along or in the letter. */
function saidIn(reads: Reads, { text, forms }: LetterRead): Said {
  const labels = labelsToRead(reads.vocabulary, 'submit');
  for (const [by, written] of [...forms.map((form) => ['form', form] as const), ['body', text] as const]) {
    const { fields } = readArguments(written, labels);
    const kept = Object.fromEntries(
      FIELDS_SAID.flatMap((field) => {
        const value = clause(fields[field] ?? '');
        return value === '' ? [] : [[field, value]];
      }),
    );
    const found =
      fields.category === undefined ? undefined : resolve(reads.lexicons.categories, clause(fields.category));
    const title = clause(fields.title ?? '');
    if (title === '' && Object.keys(kept).length === 0 && found?.kind !== 'one') continue;
    const quoted = quotedTitle(title)?.title;
    return {
      ...(found?.kind === 'one' && { categoryId: found.id }),
      title: oneLine(quoted ?? title),
      fields: kept,
      by,
    };
  }
  return { title: '', fields: {}, by: 'body' };
}

/** In a letter a value ends where its clause does. */
const clause = (value: string) =>
  oneLine(/^https?:/i.test(value) ? (value.split(/\s/)[0] ?? '') : (value.split(/[，,。;；\n]/)[0] ?? ''), 100);

/** A work for each row of the list that came along, with the files that are called like it. */
function ofRows(
  reads: Reads,
  { rows }: LetterRead,
  held: Held[],
  category: string,
  why: WorksMatched['why'],
): WorksMatched {
  const left = new Set(held);
  const works = rows.map((row) => {
    const own = [...left].filter(({ file }) => isOf(file.name, row));
    for (const one of own) left.delete(one);
    return workOf(reads, row, own, category);
  });
  const bare = works.filter(({ files }) => files.length === 0);
  // One row without a file and one file without a row belong together.
  if (bare.length === 1 && grouped([...left]).length === 1) {
    (bare[0] as MatchedWork).files = placesOf([...left]);
    left.clear();
  }
  const loose = grouped([...left]).map((group) => ({
    ...fromName(reads, group, category),
    fields: {},
    files: placesOf(group),
  }));
  return { works: [...works, ...loose], why: [...why, { what: 'title', by: 'sheet' }], several: false };
}

function isOf(name: string, { file = '', title = '' }: SaidRow): boolean {
  const own = fold(stem(name));
  const wanted = [fold(stem(file)), fold(title)].filter((one) => [...one].length > 1);
  return wanted.some((one) => own.includes(one));
}

function workOf(reads: Reads, row: SaidRow, held: readonly Held[], category: string): MatchedWork {
  const found = resolve(reads.lexicons.categories, row.category ?? '');
  const fields = Object.fromEntries(
    [...FIELDS_SAID, 'phone' as const].flatMap((field) => (row[field] ? [[field, oneLine(row[field], 200)]] : [])),
  );
  return {
    categoryId: found.kind === 'one' ? found.id : category,
    title: oneLine(row.title ?? ''),
    fields,
    files: placesOf(held),
  };
}
