import { onBeforeUnmount, onMounted } from 'vue';

/** What typing goes into, and what uses the keys itself. */
const TAKES_KEYS = 'input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=combobox]';
/** A box that is asked something; one that fades away takes no keys any more. */
const OPEN_BOX = '.el-overlay:not([style*="display: none"]):not(.dialog-fade-leave-active) [role=dialog]';
/** Enter and space mean these when they are in hand. */
const PRESSED_BY_SPACE = 'button, video, audio, input, summary';

/** Keys of a page, while nothing that is typed into is in hand and no input method is composing. */
export function onKeys(keys: Record<string, () => void>): void {
  const pressed = (event: KeyboardEvent) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target instanceof Element ? event.target : document.body;
    if (at.closest(TAKES_KEYS) || document.querySelector(OPEN_BOX)) return;
    if (event.key === ' ' && at.closest(PRESSED_BY_SPACE)) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  onMounted(() => document.addEventListener('keydown', pressed));
  onBeforeUnmount(() => document.removeEventListener('keydown', pressed));
}
