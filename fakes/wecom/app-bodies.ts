import { z } from 'zod';
import { bytes, filled, templateCard } from './bodies.ts';

const flag = z.int().min(0).max(1).optional();
/** An all-digit id belongs into `touser` as well, never into `toparty` (docs/protocol-wecom.md, section 2.4). */
const envelope = {
  touser: z
    .string()
    .refine((ids) => ids.split('|').length <= 1000, 'over 1000 ids')
    .optional(),
  toparty: z.literal('').optional(),
  totag: z.literal('').optional(),
  agentid: z.int(),
  safe: flag,
  enable_id_trans: flag,
  enable_duplicate_check: flag,
  duplicate_check_interval: z
    .int()
    .min(0)
    .max(4 * 3600)
    .optional(),
};
const mediaId = z.strictObject({ media_id: z.string().min(1) });
const content = z.strictObject({ content: z.string().refine((text) => text.trim() !== '', 'empty') });

/**
 * docs/protocol-wecom.md, section 2.4. The length of text and markdown is not held here: the platform cuts them off.
 */
export const appMessage = z.discriminatedUnion('msgtype', [
  z.strictObject({ ...envelope, msgtype: z.literal('text'), text: content }),
  z.strictObject({ ...envelope, msgtype: z.literal('markdown'), markdown: content }),
  z.strictObject({ ...envelope, msgtype: z.literal('image'), image: mediaId }),
  z.strictObject({ ...envelope, msgtype: z.literal('voice'), voice: mediaId }),
  z.strictObject({ ...envelope, msgtype: z.literal('file'), file: mediaId }),
  z.strictObject({
    ...envelope,
    msgtype: z.literal('video'),
    video: z.strictObject({
      media_id: z.string().min(1),
      title: z.string().optional(),
      description: z.string().optional(),
    }),
  }),
  z.strictObject({
    ...envelope,
    msgtype: z.literal('textcard'),
    textcard: z.strictObject({
      title: filled(128),
      description: bytes(512),
      url: z.string().min(1),
      btntxt: z.string().optional(),
    }),
  }),
  z.strictObject({
    ...envelope,
    msgtype: z.literal('news'),
    news: z.strictObject({
      articles: z
        .array(z.looseObject({ title: z.string().min(1) }))
        .min(1)
        .max(8),
    }),
  }),
  z.strictObject({
    ...envelope,
    msgtype: z.literal('template_card'),
    template_card: templateCard,
  }),
]);

/** docs/protocol-wecom.md, section 2.4: another card in its place, or its button told. */
export const appCardUpdate = z
  .strictObject({
    userids: z.array(z.string()).max(1000).optional(),
    atall: flag,
    agentid: z.int(),
    response_code: z.string().min(1),
    button: z.strictObject({ replace_name: z.string().min(1) }).optional(),
    template_card: templateCard.optional(),
  })
  .refine(({ button, template_card }) => (button === undefined) !== (template_card === undefined), 'one of the two');
