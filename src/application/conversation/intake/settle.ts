import type { Category } from '../../../domain/campaign.ts';
import { likelyCategories } from '../../../domain/media.ts';
import { isPacked } from '../../../domain/packed.ts';
import type { Answer } from '../../delivery/answer.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { fill } from '../../works/draft.ts';
import type { Entry } from '../../works/entries.ts';
import { receive, receiveEach } from '../../works/receive.ts';
import type { Context } from '../context.ts';
import { ask } from '../proposals/open-question.ts';
import { titleFromFile } from './file-name.ts';
import { receivedEachInWords, receivedInWords } from './received.ts';
import { isWithheld } from './withheld.ts';

/**
 * Takes a draft one step further: asks for the next thing it lacks, or receives it and gives the receipt.
 * The order is what a person would be asked: what is it, whose is it, one work or several, its title, its file.
 */
export async function settle(context: Context, draft: Entry): Promise<Answer[]> {
  if (draft.categoryId === '') return askCategory(context, draft);
  const category = categoryOf(context, draft.categoryId);
  if (draft.unitId === '') return askUnit(context, draft);
  if (category.kind === 'event' && draft.fields.date === undefined) return askEvent(context, draft);
  // A title may be meant for all that is in an archive, or the archive be a way to send several.
  const unsaid = draft.title === '' || draft.files.every(({ name }) => isPacked(name));
  if (unsaid && draft.files.length > 1 && category.kind === 'work' && draft.asOne === null)
    return askOneOrMany(context, draft, category);
  if (draft.asOne === false) return receiveApart(context, draft, category);
  if (draft.title === '') return settleTitle(context, draft, category);
  const filed = draft.files.length > 0 || category.kind === 'event' || (draft.fields.link && category.linkSuffices);
  if (!filed) return askFile(context, draft, category);
  return receivedInWords(context, await receive(context, { draft: draft.number }));
}

/** One work for each file, titled by the file's name where somebody named it. */
async function receiveApart(context: Context, draft: Entry, { short }: Category): Promise<Answer[]> {
  const titles = draft.files.map(
    ({ name }, index) =>
      titleFromFile(name, context) || context.say('intake.numbered-title', { category: short, index: index + 1 }),
  );
  return receivedEachInWords(context, await receiveEach(context, { draft: draft.number, titles }));
}

async function askCategory(context: Context, draft: Entry): Promise<Answer[]> {
  const options = likelyCategories(context.campaign.categories, draft.files);
  return ask(
    context,
    { kind: 'category', number: draft.number, options: options.map(({ id }) => id) },
    'intake.ask-category',
    {
      number: draft.number,
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

/** Photos of an event wait for the command that says what it was. */
async function askEvent(context: Context, draft: Entry): Promise<Answer[]> {
  const example = context.vocabulary.commands.event?.example ?? '';
  return [{ text: context.say('intake.ask-event', { number: draft.number, count: draft.files.length, example }) }];
}

async function askOneOrMany(context: Context, draft: Entry, category: Category): Promise<Answer[]> {
  return ask(
    context,
    { kind: 'one-or-many', number: draft.number, options: ['one', 'many'] },
    'intake.ask-one-or-many',
    {
      number: draft.number,
      count: draft.files.length,
      category: category.short,
      measure: category.measure,
    },
  );
}

async function settleTitle(context: Context, draft: Entry, category: Category): Promise<Answer[]> {
  const title =
    category.kind === 'report'
      ? context.say('intake.report-title', { unit: unitOf(context, draft.unitId).name, category: category.short })
      : titleFromFile(draft.files[0]?.name ?? '', context);
  if (title !== '') return settle(context, await fill(context, { number: draft.number, title }));
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
