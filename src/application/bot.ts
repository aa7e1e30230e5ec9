import { Refusal } from '../domain/refusal.ts';
import { commands } from './conversation/commands/index.ts';
import type { Context } from './conversation/context.ts';
import { deeds } from './conversation/deeds.ts';
import { fitForGroup } from './conversation/fit-for-group.ts';
import { adviceFor, type Learnt, learnMore } from './conversation/learning.ts';
import { leftOver, listeningTo } from './conversation/plain/answer.ts';
import { understandText } from './conversation/plain/understand.ts';
import { respond } from './conversation/respond.ts';
import type { Answer } from './delivery/answer.ts';
import { Crew, HANDS } from './delivery/crew.ts';
import { fetchFiles } from './delivery/fetch.ts';
import {
  alone,
  type Claimed,
  claim,
  finish,
  keepFetched,
  keepInHand,
  lookingFor,
  putBack,
  storeAll,
  takeUp,
} from './delivery/inbox.ts';
import { isPostDue, untilNextPost } from './delivery/next-post.ts';
import { asOne, enqueue, type Remake, sendWaiting, takeUpSending } from './delivery/outbox.ts';
import { tellTroubles } from './delivery/troubles.ts';
import { type Due, nextDue, nextPost, runDue } from './due.ts';
import type { Interpretation } from './language/intents.ts';
import type { Message } from './message.ts';
import type { Office } from './office.ts';
import { speakerOf } from './people/people.ts';
import type { ReceivedFile } from './ports.ts';
import { remade } from './reminding/remake.ts';
import { storable } from './words/privacy.ts';
import { refusalInWords } from './words/refuse.ts';

const MOST_ATTEMPTS = 3;
/** What whoever ends still says: about the answers to what was in hand. */
const LAST_POSTS = 4 * HANDS;

/** Another process has the message now, so what this one did about it is undone. */
class TakenOver extends Error {}

/** The one way of every message: accept (stored, then the platform is acknowledged), handle, reply. */
export class Bot {
  readonly #office: Office;
  readonly #crew: Crew;
  #stopping = false;
  #lastPosts = LAST_POSTS;
  readonly #storing = new Set<Promise<unknown>>();

  constructor(office: Office) {
    this.#office = office;
    this.#crew = new Crew({
      handle: () => this.#handleWaiting(),
      send: () => this.#send(),
      close: () => this.#close(),
      log: office.log,
    });
  }

  /** Stores the message. When this returns, the platform may be told that it arrived. */
  async accept(message: Message): Promise<'stored' | 'duplicate'> {
    const [stored = 'stored'] = await this.acceptAll([message]);
    return stored;
  }

  /** The same for messages that came at once, in their order. */
  acceptAll(messages: Message[]): Promise<('stored' | 'duplicate')[]> {
    const stored = storeAll(this.#office, messages.map(storable));
    this.#storing.add(stored);
    const over = () => this.#storing.delete(stored);
    stored.then(over, over);
    return stored;
  }

  /**
   * Handles what waits and sends what waits, beside what is in hand already; resolves when nothing is left, also of what
   * came meanwhile. Rejects with what failed first.
   */
  work(): Promise<void> {
    return this.#crew.work();
  }

  /** Resolves when nothing is in hand any more, nor will be by itself. */
  idle(): Promise<void> {
    return this.#crew.idle();
  }

  /**
   * Takes up nothing more. Resolves when what is in hand is done, or after so long: what is left is taken up by another
   * process, or by the next start. False: something is left in hand.
   */
  async stop(withinMs: number): Promise<boolean> {
    this.#stopping = true;
    this.#crew.stop();
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), withinMs).unref());
    return Promise.race([this.idle().then(() => true), late]);
  }

  /** Does what is due by the clock: drafts that lapse, reminders, what another process died over. */
  async tick(): Promise<void> {
    try {
      await runDue(this.#office);
    } finally {
      await this.goOn();
    }
  }

  /** Does what waits, also what another process died over. */
  async goOn(): Promise<void> {
    await takeUpSending(this.#office, 'expired');
    await this.work();
  }

  /** Sends what other processes have made and cannot send themselves. */
  async sendDue(): Promise<void> {
    if (await isPostDue(this.#office)) await this.work();
  }

  /** The next instant at which `tick` has something to do, if any. */
  nextDue(after: Date): Promise<Due | undefined> {
    return nextDue(this.#office, after);
  }

  /** The next reminder that a group will get, and why. */
  nextReminder(): Promise<{ at: Date; why: string } | undefined> {
    return nextPost(this.#office);
  }

  /**
   * To be called once before the first `work`: takes up what a crash left. What other living processes may have in hand
   * is taken up by `goOn`, when nobody has renewed it.
   */
  async recover(processes: 'only' | 'one-of-several' = 'only'): Promise<void> {
    if (processes === 'only') await takeUp(this.#office);
    await takeUpSending(this.#office, processes === 'only' ? 'all' : 'expired');
  }

  async #handleWaiting(): Promise<void> {
    while (!this.#stopping) {
      const claimed = await claim(this.#office);
      if (!claimed) return;
      await this.#handle(claimed);
      this.#crew.send();
      // Whoever waits to be acknowledged goes first.
      await Promise.allSettled(this.#storing);
    }
  }

  #send(): Promise<void> {
    const remake: Remake = (recipe, to, since) => remade(this.#office, recipe, to, since);
    return sendWaiting(this.#office, remake, () => !this.#stopping || this.#lastPosts-- > 0);
  }

  /** What is left when nothing is to be sent any more: what staff have to be told, and what waits for its time. */
  async #close(): Promise<number | undefined> {
    while (await tellTroubles(this.#office)) this.#crew.send();
    return untilNextPost(this.#office);
  }

  async #handle(claimed: Claimed): Promise<void> {
    const { log } = this.#office;
    const inbound = String(claimed.id);
    const letGo = keepInHand(this.#office, claimed);
    try {
      // It was left over more often than it failed: it may be what kills the process.
      if (claimed.attempts > MOST_ATTEMPTS)
        return await this.#giveUp(claimed, ({ say }) => say('bot.given-up', { number: inbound }));
      const looking = lookingFor(this.#office, claimed);
      const files = claimed.fetched ?? (await fetchFiles(this.#office, claimed.message, looking));
      if (!claimed.fetched && files.length > 0) await keepFetched(this.#office, claimed, files);
      await this.#respond(claimed, files);
    } catch (error) {
      if (error instanceof TakenOver) return log.warn({ inbound }, 'message taken over by another process');
      if (error instanceof Refusal)
        return this.#answer(claimed, async (context) => [{ text: refusalInWords(context, error) }]);
      log.error({ inbound, attempt: claimed.attempts, error }, 'message not handled');
      if (claimed.attempts >= MOST_ATTEMPTS)
        await this.#giveUp(claimed, ({ say }) => say('bot.fault', { number: inbound }));
      else await putBack(this.#office, claimed);
    } finally {
      letGo();
    }
  }

  /** What is missing is found out between two transactions; then the message is answered from the start. */
  async #respond(claimed: Claimed, files: ReceivedFile[], learnt: Learnt = {}): Promise<void> {
    try {
      await this.#answer(claimed, (context) => respond({ ...context, files, ...learnt }));
    } catch (error) {
      const more = await learnMore(this.#office, error, learnt, lookingFor(this.#office, claimed));
      if (!more) throw error;
      await this.#respond(claimed, files, more);
    }
  }

  /** What a message would be taken for; nothing is done about it. */
  async interpret(asked: {
    channel: string;
    senderId: string;
    inGroup: boolean;
    text: string;
  }): Promise<Interpretation> {
    const { prisma, campaign, tongue, vocabulary, clock } = this.#office;
    const actor = await speakerOf(prisma, campaign, asked.channel, asked.senderId);
    const situation = { ...listeningTo(actor), inGroup: asked.inGroup, now: clock.now() };
    const { reading, meaning } = understandText(tongue, vocabulary, asked.text, situation);
    return meaning ?? (await adviceFor(this.#office, reading)) ?? leftOver(reading);
  }

  #giveUp(claimed: Claimed, words: (context: Context) => string): Promise<void> {
    return this.#answer(claimed, async (context) => [{ text: words(context) }], 'failed');
  }

  /** Runs one answer in one transaction with the mark that the message was handled. */
  async #answer(claimed: Claimed, answer: (context: Context) => Promise<Answer[]>, state = 'handled'): Promise<void> {
    const { prisma, ...office } = this.#office;
    await prisma.$transaction(
      async (tx) => {
        const { message } = claimed;
        const now = office.clock.now();
        // Before a number is drawn for nothing.
        if (!(await alone(tx, claimed))) throw new TakenOver();
        const { channel, chat } = message;
        const actor = await speakerOf(tx, office.campaign, channel, message.sender.id);
        const origin = { entrance: 'message', id: String(claimed.id), chat: { channel, chat } };
        const inGroup = chat.kind === 'group';
        const turn = { ...office, tx, now, actor, origin };
        const context: Context = { ...turn, commands, deeds, message, inGroup, files: [], sheets: new Map() };
        const answers = fitForGroup(context, await answer(context));
        if (!(await finish(tx, claimed, state, now))) throw new TakenOver();
        const once = office.channels.get(message.channel)?.answersOnce?.(message) === true;
        await enqueue(tx, once ? asOne(answers) : answers, now, { message, inboundId: claimed.id });
      },
      { timeout: 30_000, maxWait: 30_000 },
    );
  }
}
