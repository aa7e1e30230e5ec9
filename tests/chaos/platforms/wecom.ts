import type { Attachment, FrameFault, RequestFault, Saying, Sent } from '../../../fakes/wecom/index.ts';
import { type FakeWecom, startFakeWecom } from '../../../fakes/wecom/index.ts';
import { rendered } from '../../../src/adapters/wecom/render.ts';
import type { Post } from '../../../src/application/message.ts';
import type { Clock } from '../../../src/application/ports.ts';
import type { Dice } from '../../support/dice.ts';
import type { PlatformFault, Rates } from '../plan.ts';
import type { Outcome, Platform, Shown, Speech, Told, Way } from '../platform.ts';
import { lasting } from './lasting.ts';

const LINE: Way = { name: 'ws', acknowledges: false, mixes: 'anything', groups: true };
const CALLBACK: Way = { name: 'url', acknowledges: true, mixes: 'anything', groups: true };
const APP: Way = { name: 'app', acknowledges: true, mixes: 'nothing', groups: false };

const RUNG = 'wrWithRobot';
const PLAIN = 'wrWithoutRobot';

/**
 * As the bot writes on each way (docs/protocol-wecom.md, section 5.5): a text that is longer becomes several messages.
 */
const FORMS = [
  { dialect: 'markdown', limit: 4096 },
  { dialect: 'plain', limit: 2048 },
  { dialect: 'markdown', limit: 20_480 },
] as const;

/**
 * 企业微信 with all its ways at once. A real bot has the long connection or the URL callback, never both; here both are
 * tried in one run.
 */
export async function wecomPlatform(clock: Clock, dice: Dice, rates: Rates, people: string[]): Promise<WecomPlatform> {
  const fake = await startFakeWecom({
    clock,
    webhooks: { robotKey: RUNG },
    members: Object.fromEntries(people.map((id) => [id, { name: id }])),
    timings: { retryMs: 300, silenceMs: 90_000 },
  });
  for (const id of people) fake.openChat('single', id);
  for (const id of [RUNG, PLAIN]) fake.openChat('group', id);
  fake.faults.request = (path) => requestFault(path, dice, rates);
  fake.faults.frame = ({ cmd }) => frameFault(cmd, dice, rates);
  return new WecomPlatform(fake);
}

/** A token that cannot be had harms nothing that was sent; what was sent is what counts. */
function requestFault(path: string, dice: Dice, rates: Rates): RequestFault {
  if (dice.chance(rates.overloaded)) return { status: dice.pick([503, 429]) };
  if (dice.chance(rates.busy)) return { errcode: -1 };
  if (path.endsWith('/gettoken') || path.endsWith('/media/get')) return undefined;
  if (dice.chance(rates.throttled)) return { errcode: 45009 };
  if (dice.chance(rates.silent)) return dice.chance(0.1) ? 'stall' : 'drop';
  return dice.chance(rates.lost) ? 'lost' : undefined;
}

function frameFault(cmd: string, dice: Dice, rates: Rates): FrameFault {
  if (cmd === 'ping' || cmd === 'aibot_subscribe') return undefined;
  if (dice.chance(rates.busy)) return { errcode: -1 };
  if (dice.chance(rates.throttled)) return { errcode: 45009 };
  if (dice.chance(rates.silent)) return dice.pick(['silent', 'cut'] as const);
  if (dice.chance(rates.lost)) return 'lost';
  return dice.chance(rates.late) ? { late: dice.whole(200, 3_000) } : undefined;
}

export class WecomPlatform implements Platform {
  readonly channel = 'wecom';
  readonly ways = [LINE, CALLBACK, APP];
  readonly groups = [RUNG, PLAIN];
  readonly #fake: FakeWecom;
  readonly #shown: Shown[] = [];
  #read = 0;

  constructor(fake: FakeWecom) {
    this.#fake = fake;
  }

  env(): Record<string, string> {
    return this.#fake.env(['ws', 'url', 'app', 'webhook']);
  }

  /** Where its callbacks go: a balancer in front of the bot's processes. */
  callTo(origin: string): void {
    this.#fake.botUrl = `${origin}/wecom/bot`;
    this.#fake.appUrl = `${origin}/wecom/app`;
  }

  get shown(): readonly Shown[] {
    for (const sent of this.#fake.sent.slice(this.#read)) {
      const { chat, text, via } = sent;
      // Buttons and pictures stand beside words, and nobody misses them.
      if (!isPassive(sent) && text !== '') this.#shown.push({ chat: chat.id, text, via });
    }
    this.#read = this.#fake.sent.length;
    return this.#shown;
  }

  open(way: Way): boolean {
    return way !== LINE || this.#fake.subscribed();
  }

  async say(way: Way, speech: Speech): Promise<Told> {
    const told = await this.#fake.say({
      ...content(speech),
      from: speech.from,
      via: way.name as Saying['via'] & string,
    });
    const outcomes: Record<typeof told.outcome, Outcome> = {
      acknowledged: 'acknowledged',
      'given-up': 'refused',
      lost: 'refused',
      'not-delivered': 'refused',
      undecided: 'undecided',
    };
    // In the answer itself the bot says nothing but that it could not store the message: its sender knows.
    const refusedInWords = this.#fake.sent.some((sent) => isPassive(sent) && sent.inReplyTo === told.msgid);
    const outcome = refusedInWords ? 'refused' : outcomes[told.outcome];
    return { messageId: `${way === APP ? 'app' : 'bot'}:${told.msgid}`, outcome };
  }

  forms(post: Pick<Post, 'text' | 'table'>): string[][] {
    return FORMS.map((form) => rendered(post, form));
  }

  async perform(fault: PlatformFault): Promise<void> {
    const { faults } = this.#fake;
    switch (fault.kind) {
      case 'line-cut':
        return this.#fake.cut();
      case 'line-forgotten':
        return this.#fake.forgetSubscription();
      case 'line-taken-over':
        return this.#fake.kick();
      case 'token-ended':
        return this.#fake.endToken();
      case 'reordered':
        faults.reorder = fault.count;
        return;
      case 'duplicates':
        return lasting(fault.forMs, (on) => {
          faults.duplicates = on ? 1 : 0;
        });
      case 'unreachable':
        return lasting(fault.forMs, (on) => {
          faults.unreachable = on;
        });
      case 'line-deaf':
        return lasting(fault.forMs, (on) => {
          faults.deaf = on;
        });
    }
  }

  /** While messages are kept back, the order in which they arrive is the platform's. */
  get reordering(): boolean {
    return this.#fake.faults.reorder > 0;
  }

  /** Ends what would keep something back. */
  calm(): void {
    Object.assign(this.#fake.faults, {
      deaf: false,
      unreachable: false,
      duplicates: 0,
      request: undefined,
      frame: undefined,
    });
  }

  violations(): string[] {
    const swallowed = this.#fake.counters.dropped;
    const wrong = this.#fake.violations.map(({ where, rule, detail }) => `${where}: ${rule} ${detail}`.trim());
    return swallowed > 0 ? [...wrong, `message/send: ${swallowed} posts swallowed, over ${30} a minute`] : wrong;
  }

  stop(): Promise<void> {
    return this.#fake.stop();
  }
}

/** Said in the very answer to a callback. */
const isPassive = ({ via, inReplyTo }: Sent) => via === 'url-reply' || (via === 'app' && inReplyTo !== undefined);

function content({ group, text, file }: Speech): Omit<Saying, 'from' | 'via'> {
  const where = group === undefined ? {} : { chat: 'group' as const, chatid: group };
  if (!file) return { ...where, text: text ?? '' };
  const attachment: Attachment = { bytes: file.bytes, ...(file.kind === 'file' && { name: file.name }) };
  const piece = file.kind === 'image' ? { image: attachment } : { file: attachment };
  return text === undefined ? { ...where, ...piece } : { ...where, mixed: [{ text }, piece] };
}
