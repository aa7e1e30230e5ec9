import type { Turn } from '../turn.ts';
import { categoryOf } from '../words/lexicons.ts';
import { DRAFT_MINUTES, inMinutes } from './draft.ts';
import { changeState, type Entry } from './entries.ts';

/** From here on the draft counts. `arrivedAt`: when it came, where that was before somebody took it up. */
export async function makeReceived(turn: Turn, draft: Entry, arrivedAt = turn.now): Promise<Entry> {
  const { manyFiles, kind } = categoryOf(turn, draft.categoryId);
  const more = manyFiles && (draft.files.length > 0 || kind === 'event');
  return changeState(turn, draft, 'received', {
    action: 'submission.receive',
    data: {
      receivedAt: arrivedAt,
      gathered: false,
      asOne: null,
      titles: [],
      eachFields: [],
      expects: null,
      openUntil: more ? inMinutes(turn.now, DRAFT_MINUTES) : null,
    },
  });
}
