import { z } from 'zod';
import { filled, wrong } from './bodies.ts';
import type { Sent } from './types.ts';

/** `atUserIds`, not `userIds` (docs/protocol-dingtalk.md, section 4.2). */
const at = z
  .strictObject({
    // docs/protocol-dingtalk.md, section 4.8.
    atUserIds: z.array(z.string()).max(50).optional(),
    atMobiles: z.array(z.string()).optional(),
    isAtAll: z.boolean().optional(),
  })
  .optional();

const link = z.strictObject({ title: filled, text: filled, messageUrl: filled, picUrl: z.string().optional() });
const button = z.strictObject({ title: filled, actionURL: filled });
const actionCard = z.strictObject({
  title: filled,
  text: filled,
  btnOrientation: z.enum(['0', '1']).optional(),
  btns: z.array(button).min(1).optional(),
  singleTitle: filled.optional(),
  singleURL: filled.optional(),
});

/**
 * The five kinds that a webhook can carry; images and files are none of them
 * (docs/protocol-dingtalk.md, sections 4.1, 4.2).
 */
const message = z.discriminatedUnion('msgtype', [
  z.strictObject({ msgtype: z.literal('text'), text: z.strictObject({ content: filled }), at }),
  z.strictObject({ msgtype: z.literal('markdown'), markdown: z.strictObject({ title: filled, text: filled }), at }),
  z.strictObject({ msgtype: z.literal('link'), link, at }),
  z.strictObject({ msgtype: z.literal('actionCard'), actionCard, at }),
  z.strictObject({
    msgtype: z.literal('feedCard'),
    feedCard: z.strictObject({
      links: z.array(z.strictObject({ title: filled, messageURL: filled, picURL: filled })).min(1),
    }),
  }),
]);

export type Spoken = Pick<Sent, 'msgtype' | 'title' | 'text' | 'mentions' | 'mobiles'> & Pick<Partial<Sent>, 'card'>;

/** What readers see of a webhook's body, or what is wrong with it. */
export function spoken(body: Record<string, unknown> | undefined): Spoken | string {
  const read = message.safeParse(body);
  if (!read.success) return wrong(read.error);
  const sent = read.data;
  const { msgtype } = sent;
  const bubble = { msgtype, title: '', text: '', mentions: [], mobiles: [] };
  switch (sent.msgtype) {
    case 'text':
      return { ...bubble, text: sent.text.content, ...rung(sent.at) };
    case 'markdown':
      return { ...bubble, ...sent.markdown, ...rung(sent.at, sent.markdown.text) };
    case 'link':
      return { ...bubble, title: sent.link.title, text: sent.link.text, card: sent.link };
    case 'actionCard':
      return { ...bubble, title: sent.actionCard.title, text: sent.actionCard.text, card: sent.actionCard };
    default:
      return { ...bubble, card: sent.feedCard };
  }
}

/** In markdown only who stands in the text as well is mentioned. */
function rung(given: z.infer<typeof at>, text?: string): Pick<Spoken, 'mentions' | 'mobiles'> {
  const stands = (id: string) => text === undefined || text.includes(`@${id}`);
  const all = given?.isAtAll === true ? ['@all'] : [];
  return {
    mentions: [...(given?.atUserIds ?? []).filter(stands), ...all],
    mobiles: (given?.atMobiles ?? []).filter(stands),
  };
}
