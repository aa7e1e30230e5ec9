import { Refusal } from '../domain/refusal.ts';
import type { Answer, Context, Office, ReceivedFile } from './context.ts';
import { type Due, nextDue, nextPost, runDue } from './due.ts';
import { fetchFiles } from './fetch.ts';
import { type Claimed, claim, inHand, keepFetched, keepInHand, putBack, store, storeAll, takeUp } from './inbox.ts';
import { leftOver, listeningTo } from './language/answer.ts';
import type { Interpretation } from './language/intents.ts';
import { adviceOn, LeftOpen } from './language/model.ts';
import type { Reading } from './language/reading.ts';
import { understandText } from './language/understand.ts';
import type { Message, Post } from './message.ts';
import { asOne, enqueue, isPostDue, sendWaiting, takeUpSending } from './outbox.ts';
import { namesIn, namesOf, speakerOf, staffMembers } from './people.ts';
import { fitForGroup, storable } from './privacy.ts';
import { respond } from './respond.ts';
import type { Facts } from './words.ts';

const MOST_ATTEMPTS = 3;
/** Messages in hand at once, so that one person's long download keeps nobody waiting. */
const HANDS = 4;

const NAMES_BETWEEN = '、';

/** Another process has the message now, so what this one did about it is undone. */
class TakenOver extends Error {}

/** The one way of every message: accept (stored, then the platform is acknowledged), handle, reply. */
export class Bot {
  readonly #office: Office;
  #working: Promise<void> | undefined;
  #again = false;

  constructor(office: Office) {
    this.#office = office;
  }

  /** Stores the message. When this returns, the platform may be told that it arrived. */
  async accept(message: Message): Promise<'stored' | 'duplicate'> {
    const stored = await store(this.#office, storable(message));
    return stored === 'duplicate' ? 'duplicate' : 'stored';
  }

  /** The same for messages that came at once, in their order. */
  acceptAll(messages: Message[]): Promise<('stored' | 'duplicate')[]> {
    return storeAll(this.#office, messages.map(storable));
  }

  /** Handles what waits and sends what waits; resolves when nothing is left. Calls during a run extend it. */
  work(): Promise<void> {
    if (this.#working) this.#again = true;
    this.#working ??= this.#run();
    return this.#working;
  }

  /** Resolves when nothing is in hand any more. */
  async idle(): Promise<void> {
    await this.#working?.catch(() => undefined);
  }

  /** Does what is due by the clock: drafts that lapse, reminders, what another process died over. */
  async tick(): Promise<void> {
    await runDue(this.#office);
    await this.goOn();
  }

  /** Does what waits, also what another process died over. */
  async goOn(): Promise<void> {
    await this.#takeUpSending('expired');
    await this.work();
  }

  /** Sends what other processes have made and cannot send themselves. */
  async sendDue(): Promise<void> {
    if (!this.#working && (await isPostDue(this.#office))) await this.work();
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
    await this.#takeUpSending(processes === 'only' ? 'all' : 'expired');
  }

  async #takeUpSending(which: 'all' | 'expired'): Promise<void> {
    for (const id of await takeUpSending(this.#office, which)) await this.#tellStaff(id);
  }

  async #run(): Promise<void> {
    try {
      do {
        this.#again = false;
        const hands = await Promise.allSettled(Array.from({ length: HANDS }, () => this.#handleWaiting()));
        for (const hand of hands) if (hand.status === 'rejected') throw hand.reason;
        await this.#send();
      } while (this.#again);
    } finally {
      // In the same step as the last look at `#again`, so that no call of `work` falls in between.
      this.#working = undefined;
    }
  }

  async #handleWaiting(): Promise<void> {
    for (let claimed = await claim(this.#office); claimed; claimed = await claim(this.#office)) {
      await this.#handle(claimed);
      await this.#send();
    }
  }

  #send(): Promise<void> {
    return sendWaiting(this.#office, {
      onTrouble: (id, unreached) => this.#tellStaff(id, unreached),
      onLater: (ms) => {
        setTimeout(() => this.work().catch((error) => this.#office.log.error({ error }, 'sending failed')), ms).unref();
      },
    });
  }

  async #handle(claimed: Claimed): Promise<void> {
    const { log } = this.#office;
    const inbound = String(claimed.id);
    const letGo = keepInHand(this.#office, claimed);
    try {
      // It was left over more often than it failed: it may be what kills the process.
      if (claimed.attempts > MOST_ATTEMPTS) return await this.#giveUp(claimed);
      const files = claimed.fetched ?? (await fetchFiles(this.#office, claimed.message));
      if (!claimed.fetched && files.length > 0) await keepFetched(this.#office, claimed, files);
      await this.#respond(claimed, files);
    } catch (error) {
      if (error instanceof TakenOver) return log.warn({ inbound }, 'message taken over by another process');
      if (error instanceof Refusal) return this.#answer(claimed, async ({ say }) => [{ text: sayRefusal(say, error) }]);
      log.error({ inbound, attempt: claimed.attempts, error }, 'message not handled');
      if (claimed.attempts >= MOST_ATTEMPTS) await this.#giveUp(claimed);
      else await putBack(this.#office, claimed);
    } finally {
      letGo();
    }
  }

  /** A sentence that the rules leave open is put to the model between two transactions, never within one. */
  async #respond(claimed: Claimed, files: ReceivedFile[]): Promise<void> {
    try {
      await this.#answer(claimed, (context) => respond({ ...context, files }));
    } catch (error) {
      if (!(error instanceof LeftOpen)) throw error;
      const advice = (await this.#adviceOn(error.reading)) ?? null;
      await this.#answer(claimed, (context) => respond({ ...context, files, advice }));
    }
  }

  async #adviceOn(reading: Reading): Promise<Interpretation | undefined> {
    return adviceOn(this.#office, reading, await namesIn(this.#office.prisma, reading.said));
  }

  /** What a message would be taken for; nothing is done about it. */
  async interpret(asked: {
    channel: string;
    senderId: string;
    inGroup: boolean;
    text: string;
  }): Promise<Interpretation> {
    const { prisma, campaign, tongue, vocabulary, clock } = this.#office;
    const speaker = await speakerOf(prisma, campaign, asked.channel, asked.senderId);
    const situation = { ...listeningTo(speaker), inGroup: asked.inGroup, now: clock.now() };
    const { reading, meaning } = understandText(tongue, vocabulary, asked.text, situation);
    return meaning ?? (await this.#adviceOn(reading)) ?? leftOver(reading);
  }

  #giveUp(claimed: Claimed): Promise<void> {
    const fault: Facts<'bot.fault'> = { number: String(claimed.id) };
    return this.#answer(claimed, async ({ say }) => [{ text: say('bot.fault', fault) }], 'failed');
  }

  /** Runs one answer in one transaction with the mark that the message was handled. */
  async #answer(claimed: Claimed, answer: (context: Context) => Promise<Answer[]>, state = 'handled'): Promise<void> {
    const { prisma, ...office } = this.#office;
    await prisma.$transaction(
      async (tx) => {
        const { message } = claimed;
        const now = office.clock.now();
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${message.channel}/${message.sender.id}`}, 0))`;
        const speaker = await speakerOf(tx, office.campaign, message.channel, message.sender.id);
        const inGroup = message.chat.kind === 'group';
        const context = { ...office, tx, now, message, speaker, inGroup, files: [], confirmed: false };
        const answers = fitForGroup(context, await answer(context));
        const marked = await tx.inbound.updateMany({
          where: inHand(claimed),
          data: { state, handledAt: now, leaseUntil: null },
        });
        if (marked.count !== 1) throw new TakenOver();
        const once = office.channels.get(message.channel)?.answersOnce?.(message) === true;
        await enqueue(tx, once ? asOne(answers) : answers, now, { message, inboundId: claimed.id });
      },
      { timeout: 30_000, maxWait: 30_000 },
    );
  }

  /**
   * Staff learn of a post that did not arrive, or not with these people, unless it was meant for staff: telling may not
   * fail for ever.
   */
  async #tellStaff(outboundId: bigint, unreached?: string[]): Promise<void> {
    const { prisma, say, clock, campaign } = this.#office;
    const lost = await prisma.outbound.findUniqueOrThrow({ where: { id: outboundId } });
    const { text: lostText = '', mentions = [] } = lost.post as Partial<Post>;
    const first = lostText.split('\n')[0] ?? '';
    await prisma.$transaction(async (tx) => {
      const chats = (await staffMembers(tx)).flatMap(({ to }) => to ?? []);
      if (chats.some(({ channel, chat }) => channel === lost.channel && chat.id === lost.chatId)) return;
      const names = (await namesOf(tx, lost.channel, unreached ?? mentions)).join(NAMES_BETWEEN);
      const where = { first, group: lost.chatKind === 'group', campaign: campaign.name };
      const text = unreached
        ? say('bot.post-unreached', { first, names, campaign: campaign.name })
        : lost.state === 'unknown'
          ? say('bot.post-unknown', where)
          : say('bot.post-refused', { ...where, names });
      await enqueue(
        tx,
        chats.map((to) => ({ to, text })),
        clock.now(),
      );
    });
  }
}

function sayRefusal(say: Office['say'], refusal: Refusal): string {
  const text = (say as (id: string, facts: object) => string)(refusal.code, refusal.facts);
  const example = refusal.facts.commandExample;
  return refusal.withExample && typeof example === 'string' ? `${text}\n${say('bot.example', { example })}` : text;
}
