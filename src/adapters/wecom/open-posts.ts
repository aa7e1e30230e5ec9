import type { Message } from '../../application/message.ts';
import type { ReplyContext } from './decode.ts';

/** The platform waits five seconds (docs/protocol-wecom.md, section 1.7). */
const ANSWER_WITHIN_MS = 3_500;

/**
 * POSTs of the URL callback that are not answered yet. What is said in the answer costs no `response_url`
 * (docs/protocol-wecom.md, section 4.4), so that a sender can hear there that a long download has begun.
 */
export class OpenPosts {
  readonly #open = new Map<string, (text: string | undefined) => void>();

  /**
   * The answer to a POST with files is held for a while. Resolves to what it is to say; undefined when there is nothing to
   * say.
   */
  async waitFor({ files, quote, replyContext }: Message): Promise<string | undefined> {
    const url = urlIn(replyContext);
    if (url === undefined || files.length + (quote?.files.length ?? 0) === 0) return undefined;
    return new Promise((resolve) => {
      const close = (text: string | undefined) => {
        clearTimeout(late);
        if (this.#open.get(url) === close) this.#open.delete(url);
        resolve(text);
      };
      const late = setTimeout(close, ANSWER_WITHIN_MS, undefined);
      this.#open.set(url, close);
    });
  }

  /** Says it in the answer, if that is not given yet; without a text nothing will be said there any more. */
  answer(replyContext: unknown, text?: string): void {
    const url = urlIn(replyContext);
    if (url !== undefined) this.#open.get(url)?.(text);
  }
}

function urlIn(replyContext: unknown): string | undefined {
  const context = replyContext as ReplyContext | undefined;
  return context?.via === 'callback' ? context.responseUrl : undefined;
}
