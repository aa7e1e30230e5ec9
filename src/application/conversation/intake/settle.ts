import type { Category } from '../../../domain/campaign.ts';
import type { FieldId } from '../../../domain/field.ts';
import { likelyCategories } from '../../../domain/media.ts';
import { isPacked } from '../../../domain/packed.ts';
import type { Answer } from '../../delivery/answer.ts';
import { titleFromFile } from '../../words/file-name.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { numberedTitles } from '../../words/many-titles.ts';
import { labelOf } from '../../words/vocabulary.ts';
import { fill } from '../../works/draft.ts';
import type { Entry } from '../../works/entries.ts';
import { standingOf } from '../../works/ledger.ts';
import { receive, standsAlone } from '../../works/receive.ts';
import { receiveEach } from '../../works/receive-each.ts';
import { lackingOfEvent } from '../../works/said.ts';
import type { Context } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { receivedEachInWords, receivedInWords } from './received.ts';
import { isWithheld } from './withheld.ts';

/** What is known besides the draft itself. */
interface Known {
  /** Files that it did not get, as it had their bytes already. */
  again?: string[];
  /** The categories that a word may have meant. */
  among?: string[];
  /** Its owner has said that it is another than the entry it looks like. */
  another?: boolean;
}

/**
 * Takes a draft one step further: asks for the next thing it lacks, or receives it and gives the receipt.
 * The order is what a person would be asked: what is it, whose is it, what an event must say, one work or several, its title, its file.
 */
export async function settle(context: Context, draft: Entry, known: Known = {}): Promise<Answer[]> {
  const answers = await nextStep(context, draft, known);
  const [first, ...more] = answers;
  const { again = [] } = known;
  if (!first || again.length === 0) return answers;
  return [{ ...first, text: `${context.say('intake.left-out', { files: again.join('、') })}\n${first.text}` }, ...more];
}

async function nextStep(context: Context, draft: Entry, { among, another }: Known): Promise<Answer[]> {
  if (draft.expects !== null && draft.files.length < draft.expects) return awaitMore(context, draft, draft.expects);
  if (draft.categoryId === '') return askCategory(context, draft, among);
  const category = categoryOf(context, draft.categoryId);
  if (draft.unitId === '') return askUnit(context, draft);
  if (category.kind === 'event') {
    const [lacking] = lackingOfEvent(draft);
    if (lacking !== undefined) return askFact(context, draft, lacking);
  }
  // A title may be meant for all that is in an archive, or the archive be a way to send several.
  const unsaid = draft.title === '' || draft.files.every(({ name }) => isPacked(name));
  if (unsaid && draft.files.length > 1 && category.kind === 'work' && draft.asOne === null)
    return askOneOrMany(context, draft, category);
  const titled = draft.titles.length;
  if (draft.asOne === false && titled > 0 && titled !== draft.files.length)
    return ask(context, oneOrMany(draft), 'intake.titles-count', { found: titled, count: draft.files.length }, []);
  if (draft.asOne === false) return receiveApart(context, draft, category, another);
  if (draft.title === '') return settleTitle(context, draft, category);
  if (draft.files.length === 0 && !standsAlone(context, draft)) return askFile(context, draft, category);
  const wanted = { draft: draft.number, ...(another && { another }) };
  return receivedInWords(context, await receive(context, wanted));
}

/** One work for each file, titled as was said, or by the file's name where somebody named it, or as a part of the draft's title. */
async function receiveApart(
  context: Context,
  { number, files, unitId, categoryId, title, titles: said, eachFields }: Entry,
  { short }: Category,
  another: boolean | undefined,
): Promise<Answer[]> {
  const { count } = await standingOf(context, unitId, categoryId);
  const numbered = title === '' ? [] : numberedTitles(title, files.length);
  const titles = files.map(({ name }, index) => {
    const given = said[index] ?? (titleFromFile(name, context) || (numbered[index] ?? ''));
    const counted = context.say('intake.numbered-title', { category: short, index: count + index + 1 });
    const fields = eachFields[index];
    return { title: given || counted, given: given !== '', ...(fields && { fields }) };
  });
  const wanted = { draft: number, titles, ...(another && { another }) };
  return receivedEachInWords(context, await receiveEach(context, wanted));
}

async function askCategory(context: Context, draft: Entry, among?: string[]): Promise<Answer[]> {
  const likely = likelyCategories(context.campaign.categories, draft.files);
  const options = among ? likely.filter(({ id }) => among.includes(id)) : likely;
  return ask(
    context,
    { kind: 'category', number: draft.number, options: options.map(({ id }) => id) },
    'intake.ask-category',
    {
      number: draft.number,
      title: draft.title,
      link: draft.fields.link !== undefined,
      named: draft.files.length > 0,
      files: draft.files.slice(0, 3).map(({ name }) => ({ name })),
      more: draft.files.length > 1 ? draft.files.length : '',
      options: options.map(({ short }, index) => ({ index: index + 1, name: short })),
    },
  );
}

async function askUnit(context: Context, draft: Entry): Promise<Answer[]> {
  const options = context.actor.units;
  return ask(context, { kind: 'unit', number: draft.number, options }, 'intake.ask-unit', {
    number: draft.number,
    options: options.map((id, index) => ({ index: index + 1, name: unitOf(context, id).short })),
  });
}

/** What an event must say, one thing at a time; photos alone wait for all of it. */
async function askFact(context: Context, draft: Entry, field: string): Promise<Answer[]> {
  const { number, title, files, fields } = draft;
  const question = { kind: 'fact' as const, number, options: [], field };
  if (title === '' && Object.keys(fields).length === 0 && files.length > 0) {
    const example = context.vocabulary.commands.event?.example ?? '';
    return ask(context, question, 'intake.ask-event', { number, count: files.length, example });
  }
  const { short } = categoryOf(context, draft.categoryId);
  const asks = { title: field === 'title', date: field === 'date', company: field === 'company' };
  return ask(context, question, 'intake.ask-fact', {
    number,
    called: title,
    category: short,
    field: labelOf(context, field as FieldId),
    ...asks,
    attendance: field === 'attendance',
  });
}

const oneOrMany = ({ number }: Entry) => ({ kind: 'one-or-many' as const, number, options: ['one', 'many'] });

async function askOneOrMany(context: Context, draft: Entry, category: Category): Promise<Answer[]> {
  return ask(context, oneOrMany(draft), 'intake.ask-one-or-many', {
    number: draft.number,
    count: draft.files.length,
    category: category.short,
    measure: category.measure,
  });
}

/** Whoever has said how many will come is asked when they are there. */
const awaitMore = (context: Context, { number, files }: Entry, expects: number): Answer[] => [
  {
    text: context.say('intake.expects', {
      number,
      expects,
      has: files.length === 0 ? '' : files.length,
      left: expects - files.length,
    }),
  },
];

async function settleTitle(context: Context, draft: Entry, category: Category): Promise<Answer[]> {
  const title =
    category.kind === 'report'
      ? context.say('intake.report-title', { unit: unitOf(context, draft.unitId).name, category: category.short })
      : titleFromFile(draft.files[0]?.name ?? '', context);
  if (title !== '') return settle(context, (await fill(context, { number: draft.number, title })).entry);
  return ask(context, { kind: 'title', number: draft.number, options: [] }, 'intake.ask-title', {
    number: draft.number,
    category: category.short,
    file: draft.files[0]?.name ?? '',
  });
}

/**
 * The draft waits for its file; in a group the three ways that reach the bot are named (docs/product.md, section 6).
 */
async function askFile(context: Context, draft: Entry, category: Category): Promise<Answer[]> {
  const { say, inGroup } = context;
  return [
    {
      text: say(inGroup ? 'intake.ask-file-group' : 'intake.ask-file', {
        number: draft.number,
        title: draft.title,
        category: category.short,
        withheld: context.files.some(isWithheld),
        link: draft.fields.link !== undefined,
        linkSuffices: category.linkSuffices,
        report: category.kind === 'report',
        rules: category.rules.map(({ text, clause }) => ({ text, clause })),
      }),
    },
  ];
}
