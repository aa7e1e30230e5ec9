import { EventEmitter } from 'node:events';

/** Lets a test wait for what happens, without sleeping. */
export class Watch {
  private readonly changes = new EventEmitter().setMaxListeners(0);

  changed(): void {
    this.changes.emit('change');
  }

  /** Asks `look` now and after every change, until it finds something; after `withinMs` it fails with what `missing` says. */
  find<T>(look: () => T | undefined, withinMs: number, missing: () => string): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.changes.off('change', attempt);
        settle();
      };
      const attempt = () => {
        try {
          const found = look();
          if (found !== undefined) end(() => resolve(found));
        } catch (error) {
          end(() => reject(error));
        }
      };
      const timer = setTimeout(() => end(() => reject(new Error(missing()))), withinMs);
      this.changes.on('change', attempt);
      attempt();
    });
  }
}
