import type { Post } from '../../../src/application/message.ts';
import type { Office } from '../../../src/application/office.ts';

export * from '../../../src/application/delivery/outbox.ts';

/** The bug: a post is sent first and marked afterwards, so that whoever looks meanwhile sends it too. */
export async function sendWaiting({ prisma, channels, clock }: Office): Promise<void> {
  for (;;) {
    const waiting = await prisma.outbound.findFirst({ where: { state: 'waiting' }, orderBy: { id: 'asc' } });
    if (!waiting) return;
    const inbound = waiting.inboundId && (await prisma.inbound.findUnique({ where: { id: waiting.inboundId } }));
    const replyContext = (inbound as { message?: { replyContext?: unknown } } | null)?.message?.replyContext;
    const chat = { kind: waiting.chatKind as 'group' | 'direct', id: waiting.chatId };
    const post = waiting.post as unknown as Post;
    const sent = await channels.get(waiting.channel)?.send(chat, post, `out-${waiting.id}`, replyContext);
    const state = sent?.state === 'sent' ? 'sent' : 'unknown';
    await prisma.outbound.update({ where: { id: waiting.id }, data: { state, sentAt: clock.now() } });
  }
}
