import { randomUUID } from 'node:crypto';

/** An answer that needs no database: a stream which is whole at once (docs/protocol-wecom.md, sections 4.4 and 4.7). */
export const lastWord = (content: string) => ({
  msgtype: 'stream',
  stream: { id: randomUUID(), finish: true, content },
});
