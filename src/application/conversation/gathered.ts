import type { Answer } from '../delivery/answer.ts';

/** Several decisions at once are one message for each who hears of them. */
export function gathered(answers: Answer[]): Answer[] {
  const byChat = new Map<string, Answer>();
  for (const answer of answers) {
    const chat = JSON.stringify(answer.to ?? null);
    const before = byChat.get(chat);
    byChat.set(chat, before ? { ...before, text: `${before.text}\n${answer.text}` } : answer);
  }
  return [...byChat.values()];
}
