import { askStayingProcess } from '../documents/staying-process.ts';
import type { Letter, LetterAsked, LetterRefused } from './letter.ts';

const PROCESS = new URL('./letter-process.js', import.meta.url);
/** Two hundred megabytes take three seconds on a slow disk. */
const LIMITS = { patienceMs: 90_000, heapMb: 192 };

/** Takes a mail apart in a process with limits of time and memory; undefined when it cannot be, or ended the process. */
export async function openLetter(asked: LetterAsked, limits = LIMITS): Promise<Letter | undefined> {
  const told = (await askStayingProcess(PROCESS, JSON.stringify(asked), limits)) as Letter | LetterRefused | undefined;
  return told === undefined || 'refused' in told ? undefined : told;
}
