import { Arrivals as Sound } from '../../../src/adapters/wire/arrivals.ts';
import type { Message } from '../../../src/application/message.ts';

/** The bug: the platform is told that a message arrived while it is still being stored. */
export class Arrivals extends Sound {
  override async accept(message: Message): Promise<'stored' | 'duplicate'> {
    super.accept(message).catch(() => undefined);
    return 'stored';
  }
}
