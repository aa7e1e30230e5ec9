import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Message } from '../../application/message.ts';
import type { Clock } from '../../application/ports.ts';
import { Failures } from '../wire/failures.ts';
import { readJson } from '../wire/json.ts';
import type { MentionStripper } from '../wire/mentions.ts';
import { Nonces } from '../wire/nonces.ts';
import { decodeBot } from './decode.ts';
import { type AppPress, decodeApp, encryptedInXml, pressOnApp, readXml, textField, XmlRefused } from './decode-app.ts';
import { EnvelopeInvalid, keyOf, openSigned } from './envelope.ts';
import { lastWord } from './last-word.ts';
import type { OpenPosts } from './open-posts.ts';
import { type Sealed, sealedFor } from './sealed-answer.ts';

/**
 * A callback URL of the console: its token, its key, and whom it must be sealed for
 * (docs/protocol-wecom.md, sections 1.1 and 1.4).
 */
export interface CallbackSettings {
  token: string;
  aesKey: string;
  receiver: string;
}

export interface CallbackParts {
  bot?: CallbackSettings | undefined;
  app?: CallbackSettings | undefined;
  strip: MentionStripper;
  clock: Clock;
  log: Logger;
  welcome(): string;
  /** What a sender hears whose message could not be stored. */
  notStored(): string;
  /** Resolves when the message is stored; only then the platform is told that it arrived. */
  accept(message: Message): Promise<unknown>;
  /** Resolves when it is stored. */
  pressed(press: AppPress): Promise<void>;
  openPosts: OpenPosts;
}

/** A request that is turned away. */
class TurnedAway extends Error {
  readonly status: number;
  constructor(status: number, why: string) {
    super(why);
    this.status = status;
  }
}

/** How far the time of a request may be off from ours, in milliseconds; an older request may be a recording. */
const WINDOW_MS = 5 * 60_000;
/** A message has at most some 4,000 characters and fifty addresses. */
const BODY_LIMIT = 64 * 1024;
/** What the console sends to be sent back is a number (docs/protocol-wecom.md, section 1.5); what people write is not. */
const ECHO = /^[\w-]{1,64}$/;
/**
 * The platform posts a message so often until it is acknowledged (docs/protocol-wecom.md, section 1.7); then nobody
 * would ever hear of it.
 */
const MOST_TRIES = 3;

const query = z.looseObject({
  msg_signature: z.string().max(200),
  timestamp: z.string().regex(/^\d{1,12}$/),
  nonce: z.string().min(1).max(200),
  echostr: z.string().max(4000).optional(),
});
type Query = z.infer<typeof query>;

/** `/wecom/bot` and `/wecom/app`: what the platform posts to us (docs/protocol-wecom.md, sections 1.5 to 1.7). */
export function callbackRoutes(parts: CallbackParts): Router {
  const router = Router();
  if (parts.bot) mount(router, '/bot', parts.bot, parts, fromBot);
  if (parts.app) mount(router, '/app', parts.app, parts, fromApp);
  return router;
}

/** What differs between the two: JSON and XML. */
interface Platform {
  encryptedIn(body: string): string | undefined;
  /** Resolves when the message is stored, to the text to answer with; undefined for an empty body. */
  take(text: string, parts: CallbackParts & { failures: Failures }): Promise<string | undefined>;
  envelope(sealed: Sealed): { type: string; body: string };
}

function mount(router: Router, path: string, settings: CallbackSettings, parts: CallbackParts, platform: Platform) {
  const { log, clock } = parts;
  const key = keyOf(settings.aesKey);
  const nonces = new Nonces(3 * WINDOW_MS);
  const failures = new Failures();

  const timely = (request: Request): Query => {
    const read = queryOf(request);
    const off = Math.abs(clock.now().getTime() - Number(read.timestamp) * 1000);
    if (off > WINDOW_MS) throw new TurnedAway(403, 'timestamp');
    return read;
  };

  /** What was sealed, once: nobody who has recorded a request has any use of it. Whoever opens it may `forget` that it was seen. */
  const opened = ({ msg_signature: signature, timestamp, nonce }: Query, encrypted: string) => {
    let text: string;
    try {
      text = openSigned({ ...settings, key }, { encrypted, signature, timestamp, nonce });
    } catch (error) {
      if (!(error instanceof EnvelopeInvalid)) throw error;
      throw new TurnedAway(['signature', 'receiver'].includes(error.fault) ? 403 : 400, error.fault);
    }
    const seen = `${timestamp} ${nonce}`;
    if (!nonces.remember(seen, clock.now().getTime())) throw new TurnedAway(403, 'nonce');
    return { text, forget: () => nonces.forget(seen) };
  };

  const guarded = (handle: (request: Request, response: Response, next: NextFunction) => Promise<void>) => {
    return async (request: Request, response: Response, next: NextFunction) => {
      try {
        await handle(request, response, next);
      } catch (error) {
        if (!(error instanceof TurnedAway)) throw error;
        log.warn({ path: request.path, why: error.message }, 'wecom: callback turned away');
        response.status(error.status).type('text/plain').send('');
      }
    };
  };

  router.get(
    path,
    guarded(async (request, response) => {
      const read = timely(request);
      // A proxy that decodes half of it makes blanks of `+` (docs/protocol-wecom.md, section 1.1).
      const echo = read.echostr?.replaceAll(' ', '+');
      if (echo === undefined) throw new TurnedAway(400, 'echostr');
      const { text } = opened(read, echo);
      if (!ECHO.test(text)) throw new TurnedAway(403, 'no echo');
      response.type('text/plain').send(text);
    }),
  );

  router.post(
    path,
    // Nothing is read of what is not even signed.
    guarded(async (request, _response, next) => {
      timely(request);
      next();
    }),
    express.raw({ type: () => true, limit: BODY_LIMIT }),
    guarded(async (request, response) => {
      const read = timely(request);
      const body = Buffer.isBuffer(request.body) ? request.body.toString() : '';
      const encrypted = platform.encryptedIn(body);
      if (encrypted === undefined) throw new TurnedAway(400, 'body');
      const { text, forget } = opened(read, encrypted);
      try {
        const answer = await platform.take(text, { ...parts, failures });
        if (answer === undefined) response.status(200).type('text/plain').end();
        else {
          const { type, body: sealed } = platform.envelope(
            sealedFor(answer, { ...settings, key, nonce: read.nonce, now: clock.now() }),
          );
          response.type(type).send(sealed);
        }
      } catch (error) {
        forget();
        throw error;
      }
    }),
  );
}

function queryOf(request: Request): Query {
  const read = query.safeParse(request.query);
  if (!read.success) throw new TurnedAway(400, 'query');
  return read.data;
}

/**
 * True: it is stored. False: it could not be stored at the platform's last try, so that the sender has to be told now
 * or never.
 */
async function accepted(message: Message, { accept, log, failures }: CallbackParts & { failures: Failures }) {
  try {
    await accept(message);
    return true;
  } catch (error) {
    if (failures.count(message.id) < MOST_TRIES) throw error;
    log.error({ error, message: message.id }, 'wecom: message not stored');
    return false;
  }
}

const fromBot: Platform = {
  encryptedIn(body) {
    const read = readJson(body) as { encrypt?: unknown } | null | undefined;
    return typeof read?.encrypt === 'string' ? read.encrypt : undefined;
  },
  async take(text, parts) {
    const { strip, clock, log, welcome, notStored } = parts;
    const decoded = decodeBot(readJson(text), { strip, now: clock.now() });
    if (!decoded) throw new TurnedAway(400, 'message');
    if (decoded.what === 'welcome') return JSON.stringify({ msgtype: 'text', text: { content: welcome() } });
    if (decoded.what === 'message' && !(await accepted(decoded.message, parts)))
      return JSON.stringify(lastWord(notStored()));
    // Cards go out over the long connection alone, and so do their presses come in.
    if (decoded.what === 'press') log.debug('wecom: press ignored');
    if (decoded.what === 'nothing') log.debug({ event: decoded.event }, 'wecom: event ignored');
    const meanwhile = decoded.what === 'message' ? await parts.openPosts.waitFor(decoded.message) : undefined;
    return meanwhile === undefined ? undefined : JSON.stringify(lastWord(meanwhile));
  },
  /** `msgsignature` without an underscore, the time as a number (docs/protocol-wecom.md, section 1.7). */
  envelope: ({ signature, ...sealed }) => ({
    type: 'application/json',
    body: JSON.stringify({ ...sealed, msgsignature: signature }),
  }),
};

const fromApp: Platform = {
  encryptedIn: encryptedInXml,
  async take(text, parts) {
    const fields = fieldsOf(text);
    const press = pressOnApp(fields);
    if (press) return void (await parts.pressed(press)) as undefined;
    const message = decodeApp(fields);
    if (!message || (await accepted(message, parts))) return undefined;
    const createdAt = Math.floor(parts.clock.now().getTime() / 1000);
    const [to, from] = [message.sender.id, textField(fields, 'ToUserName')].map(cdata);
    return `<xml><ToUserName>${to}</ToUserName><FromUserName>${from}</FromUserName><CreateTime>${createdAt}</CreateTime><MsgType>text</MsgType><Content>${cdata(parts.notStored())}</Content></xml>`;
  },
  /** docs/protocol-wecom.md, section 1.6. */
  envelope: ({ encrypt, signature, timestamp, nonce }) => ({
    type: 'text/xml',
    body: `<xml><Encrypt>${cdata(encrypt)}</Encrypt><MsgSignature>${cdata(signature)}</MsgSignature><TimeStamp>${timestamp}</TimeStamp><Nonce>${cdata(nonce)}</Nonce></xml>`,
  }),
};

const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

function fieldsOf(xml: string) {
  try {
    return readXml(xml);
  } catch (error) {
    throw error instanceof XmlRefused ? new TurnedAway(400, 'xml') : error;
  }
}
