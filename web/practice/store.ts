import { computed, reactive } from 'vue';
import { type Clock, fetchChat, fetchPeople, fetchState, listen, type Message, SaidNo } from './api.ts';
import type { Person } from './person.ts';
import { words } from './words.ts';

export type ChatKind = 'group' | 'direct';

export const store = reactive({
  people: [] as Person[],
  /** The id of the person the reader is. */
  me: '',
  open: 'group' as ChatKind,
  groupTitle: '',
  campaign: '',
  now: '',
  next: null as Clock['next'],
  messages: {} as Record<string, Message[]>,
  unread: {} as Record<string, number>,
  connected: true,
  /** A sentence about what went wrong outside any chat. */
  trouble: '',
  toast: null as { text: string; chat: string } | null,
  picture: null as { name: string; url: string } | null,
});

export const me = computed(() => store.people.find((person) => person.id === store.me));
export const myDirectChat = computed(() => `direct/${store.me}`);
export const openChat = computed(() => (store.open === 'group' ? 'group' : myDirectChat.value));
export const openMessages = computed(() => store.messages[openChat.value] ?? []);

export function sentence(error: unknown): string {
  return error instanceof SaidNo ? error.message : words.wentWrong;
}

export async function start(): Promise<void> {
  try {
    const [people, state] = await Promise.all([fetchPeople(), fetchState()]);
    store.people = people;
    takeState(state);
  } catch (error) {
    store.trouble = sentence(error);
    setTimeout(start, 3000);
    return;
  }
  store.trouble = '';
  const asked = new URLSearchParams(location.search);
  store.open = asked.get('chat') === 'direct' ? 'direct' : 'group';
  const first = store.people.find((person) => person.role === 'coordinator') ?? store.people[0];
  become(store.people.find((person) => person.id === asked.get('as'))?.id ?? first?.id ?? '');
  listen({
    message: receive,
    clock: (clock) => {
      store.now = clock.now;
      store.next = clock.next;
    },
    connected: (connected) => {
      store.connected = connected;
      if (connected) refresh();
    },
  });
  setInterval(refreshState, 30_000);
}

export function become(id: string): void {
  store.me = id;
  show(store.open);
  load(myDirectChat.value);
}

export function show(chat: ChatKind): void {
  store.open = chat;
  store.unread[openChat.value] = 0;
  if (store.toast?.chat === openChat.value) store.toast = null;
  history.replaceState(null, '', `?${new URLSearchParams({ as: store.me, chat })}`);
  load(openChat.value);
}

/** Opens a chat wherever it is, becoming its person if need be. */
export function goTo(chat: string): void {
  if (chat !== 'group') store.me = chat.slice('direct/'.length);
  show(chat === 'group' ? 'group' : 'direct');
}

export async function load(chat: string): Promise<void> {
  try {
    const list = await fetchChat(chat);
    const known = new Set(list.map((message) => message.messageId));
    const meanwhile = (store.messages[chat] ?? []).filter((message) => !known.has(message.messageId));
    store.messages[chat] = [...list, ...meanwhile];
    store.trouble = '';
  } catch (error) {
    store.trouble = sentence(error);
  }
}

export function has(chat: string, messageId: string): boolean {
  return (store.messages[chat] ?? []).some((message) => message.messageId === messageId);
}

export async function refreshState(): Promise<void> {
  await fetchState().then(takeState, () => {});
}

function refresh(): void {
  refreshState();
  for (const chat of new Set(['group', myDirectChat.value])) load(chat);
}

function takeState(state: Awaited<ReturnType<typeof fetchState>>): void {
  store.groupTitle = state.group;
  store.campaign = state.campaign;
  store.now = state.now;
  store.next = state.next;
}

function receive(message: Message): void {
  const { chat } = message;
  if (has(chat, message.messageId)) {
    // A picture has been hung on it.
    store.messages[chat] = (store.messages[chat] ?? []).map((one) =>
      one.messageId === message.messageId ? message : one,
    );
    return;
  }
  store.messages[chat] = [...(store.messages[chat] ?? []), message];
  if (chat !== openChat.value && message.from.id !== store.me) store.unread[chat] = (store.unread[chat] ?? 0) + 1;
}
