import { beijingDayAndTime } from '../../../domain/time.ts';
import { peopleById } from '../../people/people.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { entryToEdit } from '../../works/access.ts';
import { draftsOf } from '../../works/draft.ts';
import { openPage, type Page, pagesFor, revokePage } from '../../works/pages.ts';
import { type Context, command } from '../context.ts';
import { speakerIn } from '../speaking.ts';
import { linkOf } from '../upload-link.ts';

const LISTED = 10;

/** A page for files that the chat does not carry, or for a unit that is not in it; which are open, and closing one. */
export const upload = command({
  id: 'upload',
  action: 'report',
  args: {
    action: { kind: 'choice', of: 'uploadActions' },
    category: { kind: 'category' },
    unit: { kind: 'unit', for: 'write' },
    numbers: { kind: 'entries', leading: true, optional: true },
    title: { kind: 'title' },
  },
  async handle(context, { action, category, unit, numbers: [number], title }) {
    speakerIn(context);
    if (action === 'list') return list(context);
    if (action === 'drop') return drop(context, number);
    if (context.inGroup) refuse('upload.in-direct');
    if (context.pagesUrl === undefined) refuse('upload.no-address');
    const opened = await openPage(context, await wantedBy(context, { category, unit, number, title }));
    return linkOf(context, opened);
  },
});

interface Wanted {
  category: string | undefined;
  unit: string | undefined;
  number: number | undefined;
  title: string;
}

/** What the page is for: the entry that is named, what is to be reported, or the one draft that waits for its file. */
async function wantedBy(context: Context, { category, unit, number, title }: Wanted) {
  if (number !== undefined) {
    const { state } = await entryToEdit(context, number);
    return { purpose: state === 'draft' ? ('draft' as const) : ('entry' as const), unitId: '', number };
  }
  const waiting = (await draftsOf(context, 5)).filter(
    ({ files, categoryId }) => files.length === 0 && categoryId !== '',
  );
  const [draft] = waiting;
  if (draft && waiting.length === 1 && unit === undefined && category === undefined && title === '')
    return { purpose: 'draft' as const, unitId: '', number: draft.number };
  const categories = category === undefined ? {} : { categoryIds: [category] };
  return { purpose: 'unit' as const, unitId: unit ?? ownUnit(context), ...categories, title };
}

function ownUnit(context: Context): string {
  const { units } = context.actor;
  const [only] = units;
  if (only !== undefined && units.length === 1) return only;
  if (units.length > 1)
    misuse('permit.several-units', { units: units.map((id) => unitOf(context, id).short).join('、') });
  return misuse('permit.name-unit', { command: '' });
}

async function list(context: Context): Promise<string> {
  const pages = await pagesFor(context);
  const people = await peopleById(
    context,
    pages.flatMap(({ byPerson }) => byPerson ?? []),
  );
  return context.say('upload.list', {
    none: pages.length === 0,
    rows: pages.slice(0, LISTED).map((page) => ({
      ...aboutPage(context, page),
      by: context.inGroup ? '' : (people.find(({ id }) => id === page.byPerson)?.name ?? ''),
    })),
    more: pages.length > LISTED ? pages.length - LISTED : '',
    all: allowed(context, 'read-all-units'),
  });
}

const aboutPage = (context: Context, { id, unitId, categoryIds, title, number, expiresAt, purpose }: Page) => ({
  id,
  unit: unitId === '' ? '' : unitOf(context, unitId).short,
  category: categoryIds.map((one) => categoryOf(context, one).short).join('、'),
  title,
  number: number ?? '',
  many: purpose === 'screening',
  until: beijingDayAndTime(expiresAt),
});

async function drop(context: Context, number: number | undefined): Promise<string> {
  if (number === undefined) return misuse('upload.which');
  return context.say('upload.dropped', aboutPage(context, await revokePage(context, { id: number })));
}
