import { mediaOf } from '../../../domain/formats.ts';
import { beijingDayAndTime } from '../../../domain/time.ts';
import type { Answer } from '../../delivery/answer.ts';
import { allowed } from '../../people/permit.ts';
import { platformWorksInWords } from '../../reminding/platform-reminder.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { entryToRead } from '../../works/access.ts';
import { onPlatformOf, type Standing, worksOnPlatforms } from '../../works/double-submission.ts';
import { type Context, command } from '../context.ts';
import { notingEach, saidOfPlatform } from '../intake/on-platform.ts';
import { usableFiles } from '../intake/usable-files.ts';
import { inNumbers } from '../receipts.ts';

/** As many rows as a phone shows. */
const LISTED = 8;

export const onPlatform = command({
  id: 'onPlatform',
  action: 'read-unit',
  takesFiles: true,
  args: {
    numbers: { kind: 'entries', leading: true, optional: true },
    everyone: { kind: 'everyone' },
    units: { kind: 'units', for: 'read', sure: true },
    categories: { kind: 'categories', for: 'read' },
    code: { kind: 'text', labelled: true },
    said: { kind: 'text' },
  },
  async handle(context, { numbers, units, categories, code, said }) {
    if (numbers.length > 0) return ofWorks(context, numbers, { code, said });
    if (code !== '' || saidOfPlatform(context, said)) misuse('entry.no-number', { written: '' });
    return list(context, units, categories);
  },
});

async function ofWorks(
  context: Context,
  numbers: number[],
  { code, said }: { code: string; said: string },
): Promise<Answer[]> {
  const [shot] = usableFiles(context).filter((file) => mediaOf(file) === 'image');
  const read = code === '' ? saidOfPlatform(context, said) : { handedIn: true, platformNumber: code };
  const told = read ?? (shot && { handedIn: true });
  if (!told) return standing(context, numbers);
  if ('platformNumber' in told && numbers.length > 1) refuse('platform.several', { range: numbers[0] ?? '' });
  return notingEach(context, numbers, told, shot);
}

async function standing(context: Context, numbers: number[]): Promise<Answer[]> {
  const known = await onPlatformOf(context, numbers);
  const rows = [];
  for (const number of numbers) {
    const { title } = await entryToRead(context, number);
    const kept = known.get(number);
    const state = context.say('platform.state', {
      asked: kept === undefined || kept.answer === 'asked',
      yes: kept?.answer === 'yes',
      no: kept?.answer === 'no',
      number: kept?.number ?? '',
      screenshot: kept?.sha256 !== null && kept !== undefined,
    });
    rows.push({ number, title, state });
  }
  return [{ text: context.say('platform.standing', { rows, example: inNumbers(numbers) }) }];
}

async function list(context: Context, asked: string[], categoryIds: string[]): Promise<string> {
  const { actor, campaign } = context;
  const every = allowed(context, 'read-all-units');
  const unitIds = asked.length > 0 ? asked.filter((id) => allowed(context, 'read-unit', id)) : every ? [] : actor.units;
  if (unitIds.length === 0 && !every)
    refuse('progress.not-yours', { units: asked.map((id) => unitOf(context, id).short).join('、') });
  const works = await worksOnPlatforms(context, { unitIds, categoryIds });
  const open = works.filter(({ onPlatform }) => onPlatform?.answer !== 'yes');
  const groups = groupsOf(context, open);
  return context.say('platform.list', {
    about: [
      ...unitIds.map((id) => unitOf(context, id).short),
      ...categoryIds.map((id) => categoryOf(context, id).short),
    ].join('、'),
    count: open.length,
    of: works.length > 0 ? works.length : '',
    none: open.length === 0,
    clause: campaign.alsoOnPlatform?.clause ?? '',
    rows: groups.slice(0, LISTED).map((group) => rowOf(context, group, unitIds.length !== 1)),
    more: groups.length > LISTED ? groups.length - LISTED : '',
    own: open.some(({ unitId }) => actor.units.includes(unitId)),
    example: open[0]?.number ?? '',
    time: beijingDayAndTime(context.now),
  });
}

/** The works of a unit in a category together, in the campaign's order. */
function groupsOf({ campaign }: Context, works: Standing[]): Standing[][] {
  return campaign.units.flatMap((unit) =>
    campaign.categories
      .map((category) => works.filter(({ unitId, categoryId }) => unitId === unit.id && categoryId === category.id))
      .filter((group) => group.length > 0),
  );
}

function rowOf(context: Context, group: Standing[], namesUnit: boolean) {
  const [{ unitId, categoryId } = { unitId: '', categoryId: '' }] = group;
  const { short, project } = categoryOf(context, categoryId);
  return {
    unit: namesUnit ? unitOf(context, unitId).short : '',
    category: short,
    host: namesUnit ? '' : (project?.host ?? ''),
    day: project?.deadline?.day ?? '',
    works: platformWorksInWords(context, group),
  };
}
