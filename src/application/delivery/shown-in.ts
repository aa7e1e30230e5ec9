import { withoutMobiles } from '../../domain/phone.ts';
import type { Chat, Post } from '../message.ts';

/**
 * A post as it may be shown in a chat: no mobile number in a group, wherever it came from (docs/product.md, section 10). Every post
 * passes here on its way out, so that no sentence has to think of it.
 */
export function shownIn({ kind }: Pick<Chat, 'kind'>, post: Post): Post {
  if (kind === 'direct') return post;
  const { choices, table } = post;
  return {
    ...post,
    text: withoutMobiles(post.text),
    files: post.files.map((file) => ({ ...file, name: withoutMobiles(file.name) })),
    ...(choices && { choices: choices.map((one) => ({ ...one, label: withoutMobiles(one.label) })) }),
    ...(table && {
      table: {
        head: table.head.map(withoutMobiles),
        rows: table.rows.map((row) => row.map(withoutMobiles)),
        lines: withoutMobiles(table.lines),
      },
    }),
  };
}
