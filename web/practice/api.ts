import type { Person } from './person.ts';
import { words } from './words.ts';

export interface SentFile {
  name: string;
  url: string;
  size: number;
  image: boolean;
  video: boolean;
}

export interface Quote {
  messageId: string;
  from: string;
  text: string;
  files: (string | { name: string })[];
}

export interface Message {
  messageId: string;
  /** `group` or `direct/<person id>`. */
  chat: string;
  from: { id: string; name: string; bot: boolean };
  text: string;
  at: string;
  mention: boolean;
  mentions: string[];
  quote: Quote | null;
  files: SentFile[];
}

export interface Clock {
  now: string;
  next: { at: string; what: string } | null;
}

export interface State extends Clock {
  campaign: string;
  group: string;
}

export interface Outgoing {
  as: string;
  chat: 'group' | 'direct';
  text: string;
  mention: boolean;
  quote: string | null;
  files: File[];
}

export type ClockMove = { advance: 'PT1H' | 'P1D' } | { next: true };

/** A "no" whose message is a sentence for the reader. */
export class SaidNo extends Error {}

const base = '/practice';

async function ask<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(base + path, init);
  } catch {
    throw new SaidNo(words.unreachable);
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as Answer;
  throw new SaidNo(body?.error ?? (response.status === 413 ? words.tooLarge : words.wentWrong));
}

export const fetchPeople = () => ask<Person[]>('/people');
export const fetchState = () => ask<State>('/state');
export const fetchChat = (chat: string) => ask<Message[]>(`/chats/${chat}`);

export function sendMessage(message: Outgoing): Promise<{ messageId: string }> {
  const form = new FormData();
  form.set('as', message.as);
  form.set('chat', message.chat);
  form.set('text', message.text);
  form.set('mention', String(message.mention));
  if (message.quote) form.set('quote', message.quote);
  for (const file of message.files) form.append('files', file);
  return ask('/messages', { method: 'POST', body: form });
}

export function moveClock(move: ClockMove): Promise<{ now: string; posted: { messageId: string; chat: string }[] }> {
  return ask('/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(move),
  });
}

interface Listener {
  message(message: Message): void;
  clock(clock: Clock): void;
  connected(connected: boolean): void;
}

/** The browser reconnects by itself; `connected(true)` is then called again. */
export function listen(listener: Listener): EventSource {
  const events = new EventSource(`${base}/events`);
  events.addEventListener('message', (event) => listener.message(JSON.parse(event.data)));
  events.addEventListener('clock', (event) => listener.clock(JSON.parse(event.data)));
  events.addEventListener('open', () => listener.connected(true));
  events.addEventListener('error', () => listener.connected(false));
  return events;
}
