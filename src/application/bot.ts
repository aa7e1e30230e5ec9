import { Refusal } from '../domain/refusal.ts';
import { type Enter, homeOf } from './conversation/campaign-meant.ts';
import type { Context } from './conversation/context.ts';
import { contextOf } from './conversation/context-of.ts';
import { fitForGroup } from './conversation/fit-for-group.ts';
import { type Learnt, learnMore } from './conversation/learning.ts';
import { type Asked, interpret, type Weighed } from './conversation/plain/interpret.ts';
import { respondIn } from './conversation/respond-in.ts';
import { refusedInWords } from './conversation/upload-link.ts';
import type { Answer } from './delivery/answer.ts';
import { Crew, HANDS } from './delivery/crew.ts';
import { fetchFiles } from './delivery/fetch.ts';
import {
  alone,
  finish,
  keepFetched,
  keepInHand,
  type Lane,
  lookingFor,
  putBack,
  storeAll,
  type Taken,
  takeNext,
  takeUp,
} from './delivery/inbox.ts';
import { isPostDue, leftOver } from './delivery/next-post.ts';
import { asOne, enqueue, type Remake, sendWaiting, takeUpSending } from './delivery/outbox.ts';
import { setAside } from './delivery/store-outage.ts';
import { tellTroubles } from './delivery/troubles.ts';
import { type Due, nextDue, nextPost, runDue } from './due.ts';
import type { Message } from './message.ts';
import { type House, officeNamed } from './office.ts';
import { type ReceivedFile, StoreFailed } from './ports.ts';
import { remade } from './reminding/remake.ts';
import { storable } from './words/privacy.ts';

const MOST_ATTEMPTS = 3;
/** How many more posts a process that is stopping still sends: the answers to what it had in hand. */
const LAST_POSTS = 4 * HANDS;

/** Thrown to undo the transaction: another process has taken the message, and will answer it. */
class TakenOver extends Error {}

/** The one way of every message: accept (stored, then the platform is acknowledged), handle, reply. */
export class Bot {
  readonly #house: House;
  readonly #crew: Crew;
  #stopping = false;
  #lastPosts = LAST_POSTS;
  readonly #storing = new Set<Promise<unknown>>();

  constructor(house: House) {
    this.#house = house;
    this.#crew = new Crew({
      handle: (looks) => this.#handleWaiting('handle', looks),
      fetch: (looks) => this.#handleWaiting('fetch', looks),
      send: (looks) => this.#send(looks),
      close: () => this.#close(),
      log: house.log,
    });
  }

  /** Stores the message. When this returns, the platform may be told that it arrived. */
  async accept(message: Message): Promise<'stored' | 'duplicate'> {
    return (await this.acceptAll([message]))[0] ?? 'stored';
  }

  /** The same for messages that came at once, in their order. */
  acceptAll(messages: Message[]): Promise<('stored' | 'duplicate')[]> {
    const stored = storeAll(this.#house, messages.map(storable));
    this.#storing.add(stored);
    stored.catch(() => undefined).finally(() => this.#storing.delete(stored));
    return stored;
  }

  /**
   * Handles and sends everything that waits; work already begun goes on beside it. Resolves when nothing is left,
   * including what came meanwhile; rejects with the first failure.
   */
  work(): Promise<void> {
    return this.#crew.work();
  }

  /** Resolves when nothing is in hand and no timer will start anything. */
  idle(): Promise<void> {
    return this.#crew.idle();
  }

  /**
   * Begins nothing new. Resolves with true once everything in hand is done, or with false when the time is over first:
   * what is left is taken up by another process or by the next start.
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
      await runDue(this.#house);
    } finally {
      await this.goOn();
    }
  }

  /** Does what waits, also what another process died over. */
  async goOn(): Promise<void> {
    await takeUpSending(this.#house, 'expired');
    this.#crew.another('fetch');
    await this.work();
  }

  /** Sends what other processes have made and cannot send themselves. */
  async sendDue(): Promise<void> {
    if (await isPostDue(this.#house)) await this.work();
  }

  /** The next instant at which `tick` has something to do, if any. */
  nextDue(after: Date): Promise<Due | undefined> {
    return nextDue(this.#house, after);
  }

  /** The next reminder that a group will get, and why. */
  nextReminder(): Promise<{ at: Date; why: string } | undefined> {
    return nextPost(this.#house);
  }

  /**
   * To be called once before the first `work`: takes up what a crash left. What other living processes may have in hand
   * is taken up by `goOn`, when nobody has renewed it.
   */
  async recover(processes: 'only' | 'one-of-several' = 'only'): Promise<void> {
    if (processes === 'only') await takeUp(this.#house);
    await takeUpSending(this.#house, processes === 'only' ? 'all' : 'expired');
  }

  async #handleWaiting(lane: Lane, looks: () => void): Promise<void> {
    for (let first = true; !this.#stopping; first = false) {
      looks();
      const { taken, waits } = await takeNext(this.#house, lane);
      if (taken && waits[lane]) this.#crew.another(lane);
      // A hand that fetches nothing asks for no other: over what waits behind one in hand they would ask each other for ever.
      if (lane === 'handle' && waits.fetch) this.#crew.another('fetch');
      if (lane === 'fetch' && waits.handle && !first) this.#crew.another('handle');
      if (!taken) return;
      await this.#handle(taken);
      if (lane === 'fetch') this.#crew.another('handle');
      this.#crew.send();
      // Storing goes first: a platform waits for its acknowledgement, nobody waits for the next answer as urgently.
      await Promise.allSettled(this.#storing);
    }
  }

  #send(looks: () => void): Promise<void> {
    const remake: Remake = (recipe, to, since) => remade(this.#house, recipe, to, since);
    const goesOn = () => {
      looks();
      return !this.#stopping || this.#lastPosts-- > 0;
    };
    return sendWaiting(this.#house, remake, goesOn, () => this.#crew.send());
  }

  /** What is left when nothing is to be sent any more: what staff have to be told, and what waits for its time. */
  async #close(): Promise<number | undefined> {
    const { nextMs, untold } = await leftOver(this.#house);
    if (!untold || !(await tellTroubles(this.#house))) return nextMs;
    this.#crew.send();
    return this.#close();
  }

  async #handle(taken: Taken): Promise<void> {
    const { log } = this.#house;
    const inbound = String(taken.id);
    const letGo = keepInHand(this.#house, taken);
    try {
      // A message that fails is given up at its last attempt, below. One that was taken more often than that has ended
      // its process each time, so it is given up at once.
      if (taken.attempts > MOST_ATTEMPTS)
        return await this.#giveUp(taken, ({ say }) => say('bot.given-up', { number: inbound }));
      const looking = lookingFor(this.#house, taken);
      const files = taken.fetched ?? (await fetchFiles(this.#house, taken.message, looking));
      if (!taken.fetched && files.length > 0) await keepFetched(this.#house, taken, files);
      await this.#respond(taken, files);
    } catch (error) {
      if (error instanceof TakenOver) return log.warn({ inbound }, 'message taken over by another process');
      if (error instanceof Refusal) return this.#answer(taken, (context) => refusedInWords(context, error));
      log.error({ inbound, attempt: taken.attempts, error }, 'message not handled');
      if (taken.attempts >= MOST_ATTEMPTS)
        await this.#giveUp(taken, ({ say }) => say('bot.fault', { number: inbound }));
      else if (error instanceof StoreFailed) await setAside(this.#house, taken, error);
      else await putBack(this.#house, taken);
    } finally {
      letGo();
    }
  }

  /** What is missing is found out between two transactions; then the message is answered from the start. */
  async #respond(taken: Taken, files: ReceivedFile[], learnt: Learnt = {}): Promise<void> {
    const [house, at]: [House, { campaign?: string }] = [this.#house, {}];
    try {
      await this.#answer(taken, (context, { enter, isHome }) => {
        const more = { files, ...learnt };
        return respondIn({ ...context, ...more }, isHome, {
          enter: async (office) => ({ ...(await enter(office)), ...more }),
          at,
        });
      });
    } catch (error) {
      const more = await learnMore(officeNamed(house, at.campaign), error, learnt, lookingFor(house, taken));
      if (!more) throw error;
      await this.#respond(taken, files, more);
    }
  }

  /** What a message would be taken for; nothing is done about it. */
  interpret(asked: Asked): Promise<Weighed> {
    return interpret(officeNamed(this.#house, undefined), asked);
  }

  #giveUp(taken: Taken, words: (context: Context) => string): Promise<void> {
    return this.#answer(taken, async (context) => [{ text: words(context) }], 'failed');
  }

  /** Runs one answer in one transaction with the mark that the message was handled. */
  async #answer(
    taken: Taken,
    answer: (context: Context, where: { enter: Enter; isHome: boolean }) => Promise<Answer[]>,
    state = 'handled',
  ): Promise<void> {
    const [house, { message }] = [this.#house, taken];
    await house.prisma.$transaction(
      async (tx) => {
        const now = house.clock.now();
        // Checked first, so that no number of an entry is used up by a transaction that is then undone.
        if (!(await alone(tx, taken))) throw new TakenOver();
        const enter = contextOf(taken, { tx, now });
        const home = await homeOf(house, tx, message);
        const context = await enter(home ?? officeNamed(house, undefined));
        const answers = fitForGroup(context, await answer(context, { enter, isHome: home !== undefined }));
        if (!(await finish(tx, taken, state, now))) throw new TakenOver();
        const once = house.channels.get(message.channel)?.answersOnce?.(message) === true;
        await enqueue(tx, once ? asOne(answers) : answers, now, { message, inboundId: taken.id });
      },
      { timeout: 30_000, maxWait: 30_000 },
    );
  }
}
