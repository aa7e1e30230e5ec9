import { computed, reactive, watch } from 'vue';
import { type Message, sendMessage } from './api.ts';
import { type ChatKind, has, load, myDirectChat, openChat, refreshState, sentence, store } from './store.ts';

export interface Draft {
  text: string;
  files: File[];
  quote: Message | null;
  /** Whether the group message is addressed to the bot. */
  mention: boolean;
  error: string;
}

/** What was sent and has not been answered yet. */
export interface Underway {
  as: string;
  text: string;
  files: string[];
  /** The bot will see it, so it is worth saying that it is at work. */
  botSees: boolean;
  /** The server has shown it in the chat. */
  shown: number;
}

const drafts = reactive<Record<string, Draft>>({});
const underway = reactive<Record<string, Underway>>({});

const emptyDraft = (): Draft => ({ text: '', files: [], quote: null, mention: true, error: '' });

/** Drafts belong to a person in a chat: changing who you are loses nothing. */
const key = computed(() => `${store.me} ${openChat.value}`);

function draftAt(at: string): Draft {
  drafts[at] ??= emptyDraft();
  return drafts[at];
}

watch(key, draftAt, { immediate: true, flush: 'sync' });
export const draft = computed(() => drafts[key.value] as Draft);
export const sent = computed(() => underway[key.value]);
export const canSend = computed(() => !sent.value && (draft.value.text.trim() !== '' || draft.value.files.length > 0));

export function addFiles(files: Iterable<File>): void {
  draft.value.files.push(...files);
}

/** Whether a group message of these parts can reach the bot at all. */
function reaches(chat: ChatKind, { text, mention }: Pick<Draft, 'text' | 'mention'>): boolean {
  return chat === 'direct' || (mention && text.trim() !== '');
}

export function moveToDirect(): boolean {
  const from = draft.value;
  const at = `${store.me} ${myDirectChat.value}`;
  const there = draftAt(at);
  if (there.text.trim() !== '' || there.files.length > 0) return false;
  drafts[at] = { ...emptyDraft(), text: from.text, files: from.files };
  drafts[key.value] = emptyDraft();
  return true;
}

export async function send(): Promise<void> {
  if (!canSend.value) return;
  const { me: as, open: kind } = store;
  const [at, chat] = [key.value, openChat.value];
  const { text, files, quote, mention } = draft.value;
  const botSees = reaches(kind, draft.value);
  underway[at] = { as, text, files: files.map((file) => file.name), botSees, shown: count(chat, as) };
  drafts[at] = emptyDraft();
  try {
    const outgoing = { as, chat: kind, text: text.trim(), files, quote: quote?.messageId ?? null };
    const { messageId } = await sendMessage({ ...outgoing, mention: kind === 'group' && botSees });
    if (!has(chat, messageId)) await load(chat);
  } catch (error) {
    const since = draftAt(at);
    if (since.text === '' && since.files.length === 0)
      drafts[at] = { text, files, quote, mention, error: sentence(error) };
    else since.error = sentence(error);
  } finally {
    delete underway[at];
  }
  await refreshState();
}

/** True while the sent message is not in the chat yet. */
export const stillSending = computed(
  () => sent.value !== undefined && count(openChat.value, sent.value.as) === sent.value.shown,
);

function count(chat: string, from: string): number {
  return (store.messages[chat] ?? []).filter((message) => message.from.id === from).length;
}
