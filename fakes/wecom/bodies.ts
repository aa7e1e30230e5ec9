import { z } from 'zod';

/** docs/protocol-wecom.md, section 5.5: limits count bytes of UTF-8. */
export const bytes = (most: number) =>
  z.string().refine((text) => Buffer.byteLength(text) <= most, `over ${most} bytes`);
export const filled = (most: number) => bytes(most).refine((text) => text.trim() !== '', 'empty');

/** Zod's own check takes a second for a megabyte. */
export const base64 = z
  .string()
  .refine((text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text), 'not base64');

const CONTENT = 20_480;

const cardButton = z.looseObject({
  text: z.string().min(1),
  style: z.int().min(1).max(4).optional(),
  key: filled(1024),
});

/**
 * docs/protocol-wecom.md, section 4.6; the document calls lengths of words a suggestion, so only counts, keys and ids
 * are held.
 */
export const templateCard = z
  .looseObject({
    card_type: z.enum(['text_notice', 'news_notice', 'button_interaction', 'vote_interaction', 'multiple_interaction']),
    main_title: z.looseObject({ title: z.string().optional(), desc: z.string().optional() }).optional(),
    horizontal_content_list: z
      .array(z.looseObject({ keyname: z.string().min(1) }))
      .max(6)
      .optional(),
    jump_list: z
      .array(z.looseObject({ title: z.string().min(1) }))
      .max(3)
      .optional(),
    button_list: z.array(cardButton).min(1).max(6).optional(),
    task_id: z
      .string()
      .regex(/^[0-9A-Za-z_\-@]{1,128}$/)
      .optional(),
  })
  .superRefine((card, context) => {
    const need = (name: string) => {
      if (card[name] === undefined) context.addIssue({ code: 'custom', message: `${card.card_type} needs ${name}` });
    };
    if (card.card_type.endsWith('_notice')) need('card_action');
    else need('task_id');
    if (card.card_type === 'button_interaction') need('button_list');
  });

const mediaId = z.strictObject({ media_id: z.string().min(1) });
const feedback = z.strictObject({ id: filled(256) }).optional();

const markdown = z.strictObject({
  msgtype: z.literal('markdown'),
  markdown: z.strictObject({ content: filled(CONTENT), feedback }),
});
const card = z.strictObject({ msgtype: z.literal('template_card'), template_card: templateCard });
const file = z.strictObject({ msgtype: z.literal('file'), file: mediaId });
const image = z.strictObject({ msgtype: z.literal('image'), image: mediaId });
const voice = z.strictObject({ msgtype: z.literal('voice'), voice: mediaId });
const videoStruct = z.strictObject({
  media_id: z.string().min(1),
  title: bytes(64).optional(),
  description: bytes(512).optional(),
});
const video = z.strictObject({ msgtype: z.literal('video'), video: videoStruct });
/** docs/protocol-wecom.md, section 4.7: no `msg_item` over the long connection. */
const plainStream = z.strictObject({
  id: z.string().min(1),
  finish: z.boolean().default(false),
  content: bytes(CONTENT).default(''),
  feedback,
});
const stream = z.strictObject({ msgtype: z.literal('stream'), stream: plainStream });
const text = z.strictObject({ msgtype: z.literal('text'), text: z.strictObject({ content: filled(2048) }) });

/** docs/protocol-wecom.md, sections 4.4 and 4.7. */
export const respondMsg = z.discriminatedUnion('msgtype', [stream, card, markdown, file, image, voice, video]);
export const welcome = z.discriminatedUnion('msgtype', [text, card]);
export const cardUpdate = z.strictObject({
  response_type: z.literal('update_template_card'),
  template_card: templateCard,
  /** Whose card changes; everybody's when absent. */
  userids: z.array(z.string()).optional(),
});
export const responseUrl = z.discriminatedUnion('msgtype', [markdown, card]);

/** docs/protocol-wecom.md, section 4.7: `text` and `markdown_v2` are not accepted. */
export const pushed = z.discriminatedUnion('msgtype', [markdown, card, file, image, voice, video]);
export const address = z.object({ chatid: z.string().min(1), chat_type: z.int().min(0).max(2).optional() });

/** docs/protocol-wecom.md, section 4.4. */
const picture = z.strictObject({
  msgtype: z.literal('image'),
  image: z.strictObject({ base64: base64, md5: z.string() }),
});
const passiveStream = plainStream.extend({ msg_item: z.array(picture).max(10).optional() });
export const passive = z.discriminatedUnion('msgtype', [
  z.strictObject({ msgtype: z.literal('stream'), stream: passiveStream }),
  card,
  z.strictObject({
    msgtype: z.literal('stream_with_template_card'),
    stream: passiveStream,
    template_card: templateCard.optional(),
  }),
]);
export type PassiveStream = z.infer<typeof passiveStream>;

/** docs/protocol-wecom.md, section 4.8. */
export const uploadInit = z.strictObject({
  type: z.enum(['file', 'image', 'voice', 'video']),
  filename: filled(256),
  total_size: z.int().min(5),
  total_chunks: z.int().min(1).max(100),
  md5: z.string().regex(/^[0-9a-f]{32}$/),
});
export const uploadChunk = z.strictObject({
  upload_id: z.string(),
  chunk_index: z.int().min(0),
  base64_data: base64,
});
export const uploadFinish = z.strictObject({ upload_id: z.string() });

export const subscribe = z.strictObject({
  bot_id: z.string(),
  secret: z.string(),
  scene: z.unknown().optional(),
  plug_version: z.unknown().optional(),
});
export const frame = z.strictObject({
  cmd: z.string().min(1),
  headers: z.strictObject({ req_id: z.string().min(1) }),
  body: z.record(z.string(), z.unknown()).optional(),
});

/** What is wrong in one line. */
export const wrong = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');

/**
 * docs/protocol-wecom.md, section 9: 93017 for an empty content, 40058 for any other field (the code of an over-long
 * stream is UNCONFIRMED).
 */
export const codeOf = (error: z.ZodError) => (error.issues.some(({ message }) => message === 'empty') ? 93017 : 40058);
