import type { Answer } from '../../delivery/answer.ts';
import { directChatKnown } from '../../people/people.ts';
import { allowed } from '../../people/permit.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { sizeInWords } from '../../words/measures.ts';
import { refuse } from '../../words/refuse.ts';
import { entryToRead } from '../../works/access.ts';
import type { EntryFile } from '../../works/entries.ts';
import { consolePage } from '../console-page.ts';
import { command } from '../context.ts';
import { apart, hereIn, MOST_FILES } from '../files-to-chat.ts';
import { stateName } from '../state-name.ts';

/** The files of an entry themselves, into the direct chat; what the platform does not take is told with where to look. */
export const view = command({
  id: 'view',
  action: 'read-unit',
  args: { number: { kind: 'entry', required: true } },
  phrases: {
    'view.direct': ['number'],
    'view.files': [
      ...(['number', 'title', 'unit', 'category', 'state', 'coming', 'sent', 'more', 'none', 'link', 'code'] as const),
      ...(['left', 'left.name', 'left.size', 'unsent', 'limit', 'console', 'staff'] as const),
    ],
    'view.file': ['number', 'index', 'count', 'name'],
  },
  async handle(context, { number }, say) {
    const entry = await entryToRead(context, number);
    const direct = context.inGroup ? await directChatKnown(context, context.message) : hereIn(context);
    if (!direct) return refuse('view.speak-first', { number });
    const { sent, left, limit } = apart(context, entry.files, direct);
    const head = say('view.files', {
      number,
      title: entry.title,
      unit: entry.unitId === '' ? '' : unitOf(context, entry.unitId).short,
      category: entry.categoryId === '' ? '' : categoryOf(context, entry.categoryId).short,
      state: stateName(context, entry.state),
      coming: sent.length > 0,
      sent: sent.length,
      more: sent.length > MOST_FILES ? MOST_FILES : '',
      none: entry.files.length === 0,
      link: entry.fields.link ?? '',
      code: entry.fields.code ?? '',
      left: left.map(({ name, size }) => ({ name, size: sizeInWords(size) })),
      unsent: left.length > 0,
      limit: limit > 0 ? sizeInWords(limit) : '',
      console: consolePage(context, `/works/${number}`),
      staff: allowed(context, 'review'),
    });
    const files = sent.slice(0, MOST_FILES);
    const to = context.inGroup ? { to: direct } : {};
    const answers: Answer[] = [
      { text: head, ...to },
      ...files.map((file, index) => ({ ...fileAnswer(file, index), ...to })),
    ];
    return context.inGroup ? [{ text: say('view.direct', { number }) }, ...answers] : answers;

    /** A post for each: what one of them becomes says nothing of the others. */
    function fileAnswer({ name, sha256 }: EntryFile, index: number): Answer {
      return {
        text: say('view.file', { number, index: index + 1, count: files.length, name }),
        files: [{ name, sha256 }],
      };
    }
  },
});
