import type { Post } from '../../application/message.ts';
import { deliveryOf } from '../wire/outcome.ts';
import { type Part, refused } from '../wire/parts.ts';
import { AddressRefused, guarded } from '../wire/public-address.ts';
import { type Form, rendered } from './render.ts';
import type { Rest } from './rest.ts';

/** One call is all there is, so it may be long. */
const FORM: Form = { dialect: 'markdown', limit: 20_480 };

/** The address came with a message: only the platform's own hosts are written to. */
const PLATFORM = /(^|\.)(weixin|work\.weixin)\.qq\.com$/;

/**
 * The one answer to a message of the bot's URL callback, within an hour (docs/protocol-wecom.md, section 4.4). The POST
 * itself is answered with an empty body: what the bot says comes after the message is stored and handled, and a restart
 * in between loses nothing, which a stream that waits to be polled would.
 */
export function responseUrlParts(rest: Rest, trusted: Set<string>, responseUrl: string, post: Post): Part[] {
  const [first, ...more] = rendered(post, FORM);
  const say: Part = async () => {
    if (first === undefined) return refused('no text');
    try {
      const { url } = guarded(responseUrl, trusted);
      if (!trusted.has(url.hostname) && !PLATFORM.test(url.hostname)) return refused('address');
      return deliveryOf(await rest.postTo(url, { msgtype: 'markdown', markdown: { content: first } }));
    } catch (error) {
      if (error instanceof AddressRefused) return refused('address');
      throw error;
    }
  };
  const over = more.length + post.files.length;
  return over === 0 ? [say] : [say, async () => refused('one answer only')];
}
