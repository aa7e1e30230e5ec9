import { reactive } from 'vue';
import { type ClockMove, moveClock } from './api.ts';
import { load, openChat, refreshState, sentence, store } from './store.ts';
import { dayTime } from './time.ts';
import { words } from './words.ts';

export const clock = reactive({ moving: '' });

let clearing: ReturnType<typeof setTimeout> | undefined;

export async function move(name: string, how: ClockMove): Promise<void> {
  if (clock.moving) return;
  clock.moving = name;
  store.toast = null;
  try {
    const { now, posted } = await moveClock(how);
    store.now = now;
    const here = posted.some((post) => post.chat === openChat.value);
    if (here) await load(openChat.value);
    const elsewhere = here ? '' : (posted[0]?.chat ?? '');
    toast(words.movedTo(dayTime(now), posted.length), elsewhere);
  } catch (error) {
    toast(sentence(error), '');
  } finally {
    clock.moving = '';
  }
  await refreshState();
}

function toast(text: string, chat: string): void {
  store.toast = { text, chat };
  clearTimeout(clearing);
  clearing = setTimeout(() => {
    store.toast = null;
  }, 6000);
}
