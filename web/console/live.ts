import { reactive } from 'vue';
import type { WorkEvent } from '../shared/contracts/events.ts';
import { addresses } from '../shared/contracts/paths.ts';
import { door } from './ask.ts';

type Listener = (event: WorkEvent) => void;
const listeners = new Set<Listener>();

export const line = reactive({ connected: true });
let source: EventSource | undefined;

/** Hears of every change of an entry that the reader may see. The browser goes on by itself where the line broke. */
export function startListening(): void {
  source?.close();
  source = new EventSource(addresses.events());
  source.addEventListener('work', (event) => {
    const change = JSON.parse(event.data) as WorkEvent;
    for (const listener of [...listeners]) listener(change);
  });
  source.addEventListener('end', () => {
    stopListening();
    door.shut = true;
  });
  source.addEventListener('open', () => {
    line.connected = true;
  });
  source.addEventListener('error', () => {
    line.connected = false;
  });
}

export function stopListening(): void {
  source?.close();
  source = undefined;
  line.connected = true;
}

/** Calls back on every change until the returned function is called. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
