import { z } from 'zod';
import { EXPORT_COLUMNS } from '../../domain/export-table.ts';
import type { FormFilling } from '../../domain/form.ts';
import type { Cell } from '../../domain/sheet-to-write.ts';
import { beijingDay } from '../../domain/time.ts';
import type { Office } from '../office.ts';
import { demand } from '../people/deed.ts';
import type { Turn } from '../turn.ts';
import { refuse } from '../words/refuse.ts';
import { fileNameOf, recordExport, standingFor } from './export.ts';
import { layOut, makingOf } from './lay-out.ts';
import type { AnyTableMaker, Making } from './making.ts';
import { dayInWords, factsOf } from './papers/bulletin.ts';
import { spellingOf } from './papers/composing.ts';
import { figureOf } from './papers/counting.ts';
import { CITY_FIGURES, countedFrom } from './papers/figures.ts';
import { FORM_FACTS } from './papers/phrases.ts';
import type { Standing } from './standing.ts';
import { tables } from './tables/index.ts';

export const formWanted = z.object({
  form: z.string().max(100),
  /** The number of the one that it is filled from; without, of how things stand now. */
  snapshot: z.int().positive().exactOptional(),
});
export type FormWanted = z.infer<typeof formWanted>;

/** What a form is filled with, and what the file is called. */
export interface FormToFill {
  form: string;
  name: string;
  filling: FormFilling;
  at: number;
  snapshot: number | undefined;
}

type Words = Pick<Office, 'say' | 'vocabulary' | 'paperWords'>;

const EVERYTHING = { unitIds: [], categoryIds: [], accepted: false };

/** That it leaves the house: there are names in it. */
export const recordForm = (turn: Turn, { form, snapshot }: FormWanted) =>
  recordExport(turn, {
    ...{ kind: 'form', ...EVERYTHING, rows: 0, tag: form },
    ...(snapshot !== undefined && { snapshot }),
  });

/** Everything that one of the office's own forms may ask for. */
export async function formToFill(turn: Turn, words: Words, { form, snapshot }: FormWanted): Promise<FormToFill> {
  demand(turn, 'export');
  const standing = await standingFor(turn, { ...EVERYTHING, ...(snapshot !== undefined && { snapshot }) });
  const name = fileNameOf(turn, words, standing, { title: form, unitIds: [], categoryIds: [] });
  return { form, name, filling: fillingOf(standing, words), at: standing.at, snapshot: standing.snapshot?.number };
}

/** Writes it. Throws a `Refusal` that tells the office what to mend in the form. */
export async function writeForm({ forms }: Pick<Office, 'forms'>, { form, filling }: FormToFill) {
  const filled = await forms.fill(form, filling);
  if (!filled) return refuse('form.none', { form, forms: (await forms.names()).join('、') });
  if (filled.ok) return filled.docx;
  const { fault } = filled;
  if (fault.code === 'unreadable') return refuse('form.unreadable', { form });
  if (fault.code === 'unpaired') return refuse('form.unpaired', { form, tag: fault.tag });
  if (fault.code === 'not-yet') return refuse('form.not-yet', { form, tag: fault.tag });
  return refuse('form.unknown', { form, tag: fault.tag, known: fault.known.join('、') });
}

/** Figures and facts of papers by their names in `forms.md`, tables by their titles, columns by their heads. */
export function fillingOf(standing: Standing, words: Words): FormFilling {
  const making = makingOf(standing, EVERYTHING, words);
  return { words: wordsFor(making, words), tables: tablesFor(standing, words) };
}

function wordsFor(making: Making, { paperWords }: Words): FormFilling['words'] {
  const { campaign, at, snapshot } = making.standing;
  const counted = countedFrom(making);
  const spelling = spellingOf(paperWords);
  const facts: Record<string, unknown> = {
    ...factsOf(making, paperWords),
    snapshot: snapshot?.number ?? '',
    day: dayInWords(beijingDay(new Date(at)), paperWords),
    signers: (campaign.bulletin?.signers ?? [campaign.issuer]).join('\n'),
  };
  const named = (id: string) => paperWords.say(`forms.${id}`);
  return Object.fromEntries([
    ...FORM_FACTS.map((id) => [named(id), String(facts[id] ?? '')] as const),
    ...Object.entries(CITY_FIGURES).map(([id, query]) => {
      const figure = figureOf(counted, query, { explained: id, category: '', unit: '' }, spelling);
      return [named(id), figure === undefined ? null : String(figure.value)] as const;
    }),
  ]);
}

/** Those that wait for final results. */
const OF_RESULTS = ['awards', 'certificates'];

function tablesFor(standing: Standing, words: Words): FormFilling['tables'] {
  return Object.fromEntries(
    tables
      // What waits to be screened stands in no snapshot.
      .filter(({ kind }) => kind !== 'screening')
      .map((maker) => {
        const title = words.vocabulary.tables[maker.kind].title;
        return [title, OF_RESULTS.includes(maker.kind) && !standing.awards ? null : tableFor(maker, standing, words)];
      }),
  );
}

function tableFor(maker: AnyTableMaker, standing: Standing, words: Words) {
  const { kind } = maker;
  const { exports } = standing.campaign;
  // All columns that there are, not only those that the xlsx shows.
  const shown = { ...exports[kind], columns: [...EXPORT_COLUMNS[kind]] };
  const campaign = { ...standing.campaign, exports: { ...exports, [kind]: shown } };
  const { heads, rows } = layOut(maker, { ...standing, campaign }, EVERYTHING, words);
  const columns = heads.map(({ text }) => text.replace(/\s/g, ''));
  return {
    columns,
    rows: rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, said(row[at])] as const))),
  };
}

const said = (cell: Cell): string => (cell === undefined ? '' : String(cell));
