import type { Intent } from './intents.ts';
import type { Reading } from './reading.ts';

/** Frames in which a wish is none, or not yet one, by the words of `prompts/language/words.yaml`. */
const FRAMES = ['question', 'refusal', 'condition', 'others', 'taken_back'] as const;
export type Frame = (typeof FRAMES)[number];

/** What is wished by these words itself: 别催了, 不是王莉是王丽, 明天还没有就提醒. */
const SAID_SO: Partial<Record<Intent, Frame[]>> = {
  mute_reminder: ['refusal'],
  configure_reminder: ['refusal', 'condition'],
  schedule_reminder: ['condition'],
  revise_submission: ['refusal'],
  zero_report: ['refusal'],
  request_extension: ['question', 'refusal', 'condition'],
  report_claim: ['others'],
};

/** Why a change is not to be proposed although it seems meant: it is asked about, refused, on a condition, somebody else's, taken back. */
export function doubtOf({ tongue, said, masked }: Reading, intent: Intent): Frame | undefined {
  const { words } = tongue.grammar;
  const polite = words.polite_wish?.test(masked);
  return FRAMES.find((frame) => {
    if (SAID_SO[intent]?.includes(frame) || (frame === 'question' && polite)) return false;
    return words[`frame_${frame}`]?.test(frame === 'others' ? said : masked) ?? false;
  });
}
