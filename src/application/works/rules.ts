import { admit, type Objection } from '../../domain/admission.ts';
import type { SaidOfEntry } from '../../domain/file-rules.ts';
import { fold } from '../../domain/fold.ts';
import type { Turn } from '../turn.ts';
import { categoryOf, unitOf } from '../words/lexicons.ts';
import type { Entry, EntryFields, EntryFile } from './entries.ts';

type Limits = Pick<Turn, 'fileLimit' | 'uploadLimit'>;
type Ruled = Pick<Turn, 'tx' | 'campaign'> & Limits;

/** Whatever way a file came: each way has refused what is too large for it before it was stored. */
export const largest = ({ fileLimit, uploadLimit }: Limits): number => Math.max(fileLimit, uploadLimit);

/** An entry as it is to be, with the files that are looked at. */
export type RuledWork = Pick<Entry, 'number' | 'unitId' | 'categoryId' | 'title' | 'fields'> & { files: EntryFile[] };

/** What the campaign's rules object to in an entry, and what is wrong with its files whatever the rules are. */
export const objectionsTo = (turn: Ruled, work: RuledWork): Promise<Objection[]> => objectionsToEach(turn, [work]);

/** The same of several works of one author that are reported at once; what holds for all of them is said once. */
export async function objectionsToEach(turn: Ruled, works: readonly RuledWork[]): Promise<Objection[]> {
  const [first] = works;
  if (!first) return [];
  const { campaign } = turn;
  const category = categoryOf(turn, first.categoryId);
  const limited = [...category.rules, ...campaign.rules].some(({ check }) => check?.kind === 'author-limit');
  const ofAuthor = limited ? (await worksOfAuthor(turn, first)) + works.length : 0;
  const found = works.flatMap((work) =>
    admit(category, work.files, largest(turn), campaign.rules, saidOf(turn, work, ofAuthor)),
  );
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** What makes it impossible that these files are what the entry needs. */
export const blocksIn = (turn: Limits, files: readonly EntryFile[]): Objection[] =>
  admit(undefined, files, largest(turn)).filter(({ level }) => level === 'block');

function saidOf(turn: Ruled, { unitId, categoryId, title, fields }: RuledWork, ofAuthor: number): SaidOfEntry {
  const unit = unitOf(turn, unitId);
  const category = categoryOf(turn, categoryId);
  return {
    title,
    author: fields.author ?? '',
    unit: [unit.short, unit.name, ...unit.aliases],
    category: [category.short, category.name, ...category.aliases],
    ofAuthor,
  };
}

/** How many others of the category the same author has in the unit, by the name alone. */
async function worksOfAuthor({ tx, campaign }: Ruled, { number, unitId, categoryId, fields }: RuledWork) {
  const author = fold(fields.author ?? '');
  if (author === '') return 0;
  const rows = await tx.submission.findMany({
    where: {
      campaign: campaign.id,
      unitId,
      categoryId,
      state: { in: ['received', 'accepted', 'returned'] },
      NOT: { number },
    },
    select: { fields: true },
  });
  return rows.filter((row) => fold((row.fields as EntryFields).author ?? '') === author).length;
}
