import { reactive } from 'vue';
import { call, Refused } from '../shared/call.ts';
import type { RouteName } from '../shared/contracts/paths.ts';
import type { AnswerOf, Sent } from '../shared/contracts/routes.ts';
import { say } from './words.ts';

export type { AnswerOf };
export { Refused };

/** Set when the server says that the session has ended; the frame then shows the page of signing in. */
export const door = reactive({
  shut: false,
  /** Why signing out did not work, where it did not. */
  stillOpen: '',
});

/** Asks the server; a `Refused` that is thrown always has a sentence for the reader. */
export async function ask<Name extends RouteName>(
  name: Name,
  sent: Sent<Name>,
  signal?: AbortSignal,
): Promise<AnswerOf<Name>> {
  try {
    return await call(name, sent, signal);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 401) door.shut = true;
    if (error.message !== '') throw error;
    error.message = error.status === 0 ? say('trouble.unreachable') : say('trouble.fault');
    throw error;
  }
}

/** What to tell the reader of an error, whatever it is. */
export const sentence = (error: unknown): string => (error instanceof Refused ? error.message : say('trouble.fault'));
