import { fold } from '../../../domain/fold.ts';
import { mediaOf } from '../../../domain/formats.ts';
import { fits } from '../../../domain/media.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf } from '../../words/lexicons.ts';
import { draftsOf, gatheredDraft } from '../../works/draft.ts';
import { type Entry, type EntryFields, type EntryFile, entriesWhere, entryByNumber } from '../../works/entries.ts';
import { standsAlone } from '../../works/receive.ts';
import type { Context } from '../context.ts';
import { fileAwaited } from '../proposals/open-question.ts';
import { speakerIn } from '../speaking.ts';

/**
 * The one place that decides what a file belongs to, whichever came first, the file or what it is for, and whatever the chat: a draft
 * belongs to a person. `homeOf` is asked for files without a command of their own, `filesBefore…` for a command without files.
 */
export type Home =
  /** Of a draft: more of its files, or in their place. */
  | { to: 'draft'; draft: Entry; replacing: boolean }
  /** Of a draft that is asked about at this moment. */
  | { to: 'gathering'; draft: Entry }
  /** Of an entry that was named for it. */
  | { to: 'entry'; entry: Entry; how: 'add' | 'replace' }
  /** Of one of several drafts that wait. */
  | { to: 'which-draft'; among: Entry[] }
  /** Of an entry just reported, or a new one. */
  | { to: 'join-or-new'; entry: Entry }
  /** Nothing waits for them. */
  | { to: 'new' };

export async function homeOf(context: Context, files: EntryFile[]): Promise<Home> {
  const open = await stillOpen(context);
  return (
    (await homeSaid(context, files)) ??
    (await awaitedHome(context)) ??
    draftHome(context, files, open) ??
    receivedHome(context, files, open) ?? { to: 'new' }
  );
}

/** Where the message itself says that its files belong: by what it quotes, or by its words. */
export async function homeSaid(context: Context, files: EntryFile[]): Promise<Home | undefined> {
  const quoted = await quotedHome(context, files);
  return quoted === 'to-be-proposed' ? undefined : (quoted ?? captionHome(context, files, await stillOpen(context)));
}

const stillOpen = (context: Context): Promise<Entry[]> =>
  entriesWhere(context, { byPerson: speakerIn(context), openUntil: { gt: context.now } }, 20, true);

/** What the words beside a file say of where it belongs, without naming an entry. */
export function captionSays({ tongue, message: { text } }: Context): 'replaces' | 'of-event' | undefined {
  const { replaces, of_event: ofEvent } = tongue.grammar.words;
  if (replaces?.test(text)) return 'replaces';
  return ofEvent?.test(text) ? 'of-event' : undefined;
}

/** A quoted message of the bot says which entry it is about. */
export function quotedNumber({ message: { quote } }: Pick<Context, 'message'>): number | undefined {
  const numbers = [...(quote?.text ?? '').matchAll(/#(\d{1,9})(?!\d)/g)].map(([, digits]) => Number(digits));
  return new Set(numbers).size === 1 ? numbers[0] : undefined;
}

async function quotedHome(context: Context, files: EntryFile[]): Promise<Home | 'to-be-proposed' | undefined> {
  const number = quotedNumber(context);
  const entry = number === undefined ? undefined : await entryByNumber(context, number);
  if (!entry) return undefined;
  const { state } = entry;
  if (state === 'draft')
    return entry.byPerson === speakerIn(context)
      ? { to: 'draft', draft: entry, replacing: captionSays(context) === 'replaces' }
      : undefined;
  if (entry.unitId === '' || !allowed(context, 'edit-entry', entry.unitId)) return undefined;
  if (state === 'returned') return { to: 'entry', entry, how: 'replace' };
  if (state !== 'received') return undefined;
  // What counts is exchanged by words after 确认 only.
  if (captionSays(context) === 'replaces') return 'to-be-proposed';
  return isPhotoOfEvent(context, entry, files) ? { to: 'entry', entry, how: 'add' } : { to: 'join-or-new', entry };
}

function captionHome(context: Context, files: EntryFile[], open: Entry[]): Home | undefined {
  const said = captionSays(context);
  if (said === 'replaces') {
    const draft = open.find(({ state, files: has }) => state === 'draft' && has.length > 0);
    return draft && { to: 'draft', draft, replacing: true };
  }
  const event = said === 'of-event' ? open.find((entry) => isPhotoOfEvent(context, entry, files)) : undefined;
  if (!event) return undefined;
  return event.state === 'draft'
    ? { to: 'draft', draft: event, replacing: false }
    : { to: 'entry', entry: event, how: 'add' };
}

const isPhotoOfEvent = (context: Context, { categoryId }: Entry, files: EntryFile[]): boolean =>
  categoryId !== '' &&
  categoryOf(context, categoryId).kind === 'event' &&
  files.every((file) => mediaOf(file) === 'image');

/** The file that a command without one has asked for, in whichever chat. */
async function awaitedHome(context: Context): Promise<Home | undefined> {
  const awaited = await fileAwaited(context);
  const entry = awaited && (await entryByNumber(context, awaited.number));
  if (!awaited || !entry) return undefined;
  if (entry.state === 'draft') return { to: 'draft', draft: entry, replacing: awaited.how === 'replace' };
  return { to: 'entry', entry, how: awaited.how };
}

function draftHome(context: Context, files: EntryFile[], open: Entry[]): Home | undefined {
  const drafts = open.filter(({ state }) => state === 'draft');
  const gathering = drafts.find((draft) => isGathered(draft) && alike(draft.files, files));
  if (gathering) return { to: 'gathering', draft: gathering };
  const goesOn = drafts.find((draft) => takesMore(context, draft, files));
  if (goesOn) return { to: 'draft', draft: goesOn, replacing: false };
  const waiting = drafts.filter((draft) => draft.files.length === 0).reverse();
  const meant = waiting.length > 1 ? waiting.filter((draft) => speaksOf(files, draft)) : waiting;
  const [only] = meant;
  if (meant.length === 1 && only && mayBe(context, only, files)) return { to: 'draft', draft: only, replacing: false };
  return waiting.length > 0 ? { to: 'which-draft', among: waiting } : undefined;
}

const isGathered = ({ files, categoryId, gathered }: Entry) => files.length > 0 && (categoryId === '' || gathered);

/** Photos are gathered with photos, a video is another matter. */
const alike = ([first]: EntryFile[], files: EntryFile[]) =>
  files.every((file) => !first || mediaOf(file) === mediaOf(first));

/** A draft that has files and is complete takes no more; one of photos that still lacks something does, as does one whose owner has said how many will come. */
function takesMore(context: Context, draft: Entry, files: EntryFile[]): boolean {
  if (draft.files.length === 0) return false;
  if (draft.expects !== null && draft.files.length < draft.expects) return alike(draft.files, files);
  if (draft.categoryId === '') return false;
  if (isPhotoOfEvent(context, draft, files)) return true;
  return draft.title === '' && categoryOf(context, draft.categoryId).manyFiles && alike(draft.files, files);
}

const mayBe = (context: Context, { categoryId }: Entry, files: EntryFile[]) =>
  categoryId === '' || fits(categoryOf(context, categoryId), files);

const speaksOf = (files: EntryFile[], { title }: Entry) =>
  title !== '' && files.some(({ name }) => fold(name).includes(fold(title)));

function receivedHome(context: Context, files: EntryFile[], open: Entry[]): Home | undefined {
  const entry = open.find(({ state }) => state === 'received');
  if (!entry) return undefined;
  if (isPhotoOfEvent(context, entry, files)) return { to: 'entry', entry, how: 'add' };
  const { kind, media } = categoryOf(context, entry.categoryId);
  const likewise = kind === 'work' && files.every((file) => media.includes(mediaOf(file)));
  return likewise ? { to: 'join-or-new', entry } : undefined;
}

/** The draft whose files came before the words that report them. What is complete with its link stands alone. */
export async function filesBeforeReport(
  context: Context,
  { categoryId, fields }: { categoryId: string; fields: EntryFields },
): Promise<Entry | undefined> {
  const waiting = (await gatheredDraft(context)) ?? (await linkBefore(context, fields));
  if (!waiting || categoryId === '') return waiting?.categoryId === '' ? waiting : undefined;
  const category = categoryOf(context, categoryId);
  if (!['', categoryId].includes(waiting.categoryId)) return undefined;
  if (category.kind === 'event')
    return isPhotoOfEvent(context, { ...waiting, categoryId }, waiting.files) ? waiting : undefined;
  if (standsAlone(context, { categoryId, fields })) return undefined;
  return fits(category, waiting.files) ? waiting : undefined;
}

/** The draft that a bare link has begun, for words without one. */
async function linkBefore(context: Context, { link }: EntryFields): Promise<Entry | undefined> {
  if (link !== undefined) return undefined;
  const drafts = await draftsOf(context, 5);
  return drafts.find(({ fields, title, categoryId }) => fields.link !== undefined && title === '' && categoryId === '');
}

/** The draft whose files came before the command that names an entry for them. */
export async function filesBeforeEntry(context: Context, entry: Entry): Promise<Entry | undefined> {
  const drafts = await draftsOf(context, 5);
  const waiting = drafts.find(({ number, files }) => number !== entry.number && files.length > 0);
  if (!waiting || !['', entry.categoryId].includes(waiting.categoryId)) return undefined;
  return mayBe(context, entry, waiting.files) ? waiting : undefined;
}
