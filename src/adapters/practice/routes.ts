import { pipeline } from 'node:stream/promises';
import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Bot } from '../../application/bot.ts';
import type { FileStore } from '../../application/ports.ts';
import { readInstant } from '../../domain/time.ts';
import type { PracticeChannel } from './channel.ts';
import type { ChatFile, Shown } from './chat.ts';
import { advanceTo, durationMs, type PracticeClock } from './clock.ts';
import { CHANNEL, GROUP } from './people.ts';
import type { ErrorCode } from './phrases.ts';
import { readUpload, UploadRefused } from './upload.ts';

export interface PracticeParts {
  bot: Bot;
  platform: PracticeChannel;
  clock: PracticeClock;
  uploads: FileStore;
  campaign: string;
  log: Logger;
  /** The sentence for a code of `prompts/practice-errors.md`. */
  sentence(code: ErrorCode): string;
}

/** Thrown where a request cannot be met; the code names a sentence. */
class BadRequest extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  constructor(code: ErrorCode, status = 400) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

const clockMove = z.union([
  z.strictObject({ advance: z.string() }),
  z.strictObject({ set: z.string() }),
  z.strictObject({ next: z.literal(true) }),
]);

const interpretation = z.object({
  as: z.string(),
  chat: z.enum(['group', 'direct', 'single']),
  text: z.string().max(4000),
});

/** The practice interface (docs/product.md, section 11): JSON, from this computer only. */
export function practiceRoutes(parts: PracticeParts): Router {
  const { bot, platform, clock, uploads, sentence } = parts;
  const router = Router();
  router.use(fromThisComputer(sentence('this-computer-only')));

  router.get('/people', (_request, response) => {
    response.json(platform.people);
  });

  router.get('/chats/group', async (_request, response) => {
    response.json(await platform.chat(GROUP));
  });

  router.get('/chats/direct/:person', async (request, response) => {
    personOf(request.params.person);
    response.json(await platform.chat(`direct/${request.params.person}`));
  });

  router.post('/messages', async (request, response) => {
    const { fields, files } = await readUpload(request, uploads);
    const as = personOf(fields.as);
    const where = fields.chat;
    if (where !== 'group' && where !== 'direct') throw new BadRequest('unknown-chat');
    const chat = where === 'group' ? GROUP : `direct/${as.id}`;
    const quote = fields.quote ? await quoted(fields.quote, chat) : undefined;
    const { shown, message } = await platform.say({
      as,
      chat,
      text: fields.text ?? '',
      mention: where === 'group' && fields.mention === 'true',
      files,
      ...(quote !== undefined && { quote }),
    });
    if (message) {
      await bot.accept(message);
      await bot.work();
    }
    response.json({
      messageId: shown.messageId,
      replies: message ? (await platform.repliesTo(message.id)).map(brief) : [],
    });
  });

  router.post('/interpret', express.json(), async (request, response) => {
    const asked = interpretation.safeParse(request.body);
    if (!asked.success) throw new BadRequest('unknown-chat');
    const { as, chat, text } = asked.data;
    response.json(
      await bot.interpret({ channel: CHANNEL, senderId: personOf(as).id, inGroup: chat === 'group', text }),
    );
  });

  router.get('/state', async (_request, response) => {
    response.json({ campaign: parts.campaign, group: platform.names.group, ...(await clockState()) });
  });

  router.post('/clock', express.json(), async (request, response) => {
    const move = clockMove.safeParse(request.body);
    if (!move.success) throw new BadRequest('clock-form');
    const target = await instantOf(move.data);
    const from = await platform.last();
    if (target < clock.now()) throw new BadRequest('clock-back');
    moving = moving.catch(() => undefined).then(() => advanceTo(bot, clock, target));
    await moving;
    tell('clock', await clockState());
    response.json({ now: clock.now().toISOString(), posted: (await platform.saidSince(from)).map(brief) });
  });

  router.get('/files/:file', async (request, response) => {
    const [id = '', index = ''] = request.params.file.split('-');
    const row = /^\d{1,18}$/.test(id) ? await platform.message(BigInt(id)) : null;
    const file = (row?.files as unknown as ChatFile[] | undefined)?.[Number(index)];
    if (!file) throw new BadRequest('no-file', 404);
    const inline = /^(image\/(png|jpeg|gif|webp)|video\/(mp4|webm|quicktime))$/.test(file.mime);
    response.setHeader('content-type', inline ? file.mime : 'application/octet-stream');
    response.setHeader(
      'content-disposition',
      `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    );
    await pipeline(platform.bytes(file), response).catch(() => response.destroy());
  });

  const listeners = new Set<Response>();
  const tell = (event: string, data: unknown) => {
    for (const listener of listeners) listener.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  platform.listen((shown) => tell('message', shown));
  router.get('/events', (request, response) => {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      connection: 'keep-alive',
    });
    response.write(': open\n\n');
    listeners.add(response);
    request.on('close', () => listeners.delete(response));
  });

  // Express takes a function for an error handler by its four parameters, so none may be left out.
  router.use((error: Error, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const refused = refusalOf(error);
    if (!refused) {
      // The database is down, the disk is full: whatever it is, there is no receipt, and the sender is told so.
      parts.log.error({ error }, 'practice request failed');
      return response.status(503).json({ error: sentence('out-of-order') });
    }
    response.status(refused.status).json({ error: sentence(refused.code) });
  });

  let moving: Promise<void> = Promise.resolve();

  async function instantOf(move: z.infer<typeof clockMove>): Promise<Date> {
    if ('next' in move) {
      const next = await bot.nextReminder();
      if (!next) throw new BadRequest('no-reminder');
      return next.at;
    }
    if ('advance' in move) {
      const length = durationMs(move.advance);
      if (length === undefined || length > MOST_AT_ONCE_MS) throw new BadRequest('clock-form');
      return new Date(clock.now().getTime() + length);
    }
    const at = readInstant(move.set);
    if (!at || at.getTime() - clock.now().getTime() > MOST_AT_ONCE_MS) throw new BadRequest('clock-form');
    return at;
  }

  async function clockState() {
    const next = await bot.nextReminder();
    return { now: clock.now().toISOString(), next: next ? { at: next.at.toISOString(), what: next.why } : null };
  }

  function personOf(id: string | undefined) {
    const person = platform.people.find((one) => one.id === id);
    if (!person) throw new BadRequest('unknown-person');
    return person;
  }

  async function quoted(id: string, chat: string): Promise<bigint> {
    const row = /^\d{1,18}$/.test(id) ? await platform.message(BigInt(id)) : null;
    if (row?.chat !== chat) throw new BadRequest('unknown-quote');
    return row.id;
  }

  return router;
}

/** What is wrong with a request itself; undefined when it is us. */
function refusalOf(error: Error & { status?: number; type?: string }): { status: number; code: ErrorCode } | undefined {
  if (error instanceof UploadRefused || error instanceof BadRequest) return error;
  const { status = 500, type } = error;
  if (status < 400 || status > 499) return undefined;
  if (type === 'entity.parse.failed') return { status, code: 'clock-form' };
  return { status, code: status === 413 ? 'too-long' : 'not-a-form' };
}

const MOST_AT_ONCE_MS = 5 * 366 * 24 * 60 * 60 * 1000;

const brief = ({ messageId, chat, text, files }: Shown) => ({ messageId, chat, text, files });

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const LOCAL_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Refuses other computers, other names for this one (DNS rebinding) and requests that another site's page makes. */
export function fromThisComputer(refusal: string): RequestHandler {
  return (request, response, next) => {
    const origin = request.headers.origin;
    const local =
      LOOPBACK.has(request.socket.remoteAddress ?? '') &&
      LOCAL_NAME.test(request.headers.host ?? '') &&
      request.headers['x-forwarded-for'] === undefined &&
      (origin === undefined || origin === `http://${request.headers.host}`);
    if (local) next();
    else response.status(403).json({ error: refusal });
  };
}
