import {
  type Attachment,
  type FakeDingtalk,
  type RequestFault,
  type Saying,
  startFakeDingtalk,
} from '../../../fakes/dingtalk/index.ts';
import { rendered } from '../../../src/adapters/dingtalk/render.ts';
import type { Post } from '../../../src/application/message.ts';
import type { Clock } from '../../../src/application/ports.ts';
import type { Dice } from '../../support/dice.ts';
import type { PlatformFault, Rates } from '../plan.ts';
import type { Outcome, Platform, Shown, Speech, Told, Way } from '../platform.ts';
import { lasting } from './lasting.ts';

/** Any process may have a connection; each push is acknowledged, and comes again when it is not. */
const STREAM: Way = { name: 'stream', acknowledges: true, mixes: 'pictures', groups: true };
const GROUP = 'cidGroup==';
const MONTH = 1_000_000;

export async function dingtalkPlatform(
  clock: Clock,
  dice: Dice,
  rates: Rates,
  people: string[],
): Promise<DingtalkPlatform> {
  const fake = await startFakeDingtalk({
    clock,
    members: Object.fromEntries(people.map((id) => [id, { name: id }])),
    limits: { callsPerMonth: MONTH },
  });
  for (const id of people) fake.openChat('single', id);
  fake.openChat('group', GROUP);
  fake.faults.request = (path) => requestFault(path, dice, rates);
  return new DingtalkPlatform(fake);
}

/** Of the gateway and of tokens nothing is shown to anybody; of the rest it matters whether it was done. */
function requestFault(path: string, dice: Dice, rates: Rates): RequestFault {
  if (dice.chance(rates.overloaded)) return { status: 503 };
  if (/accessToken|gettoken|connections\/open|download/i.test(path)) return undefined;
  if (dice.chance(rates.silent)) return dice.chance(0.5) ? 'drop' : { status: 504, obeyed: true };
  return dice.chance(rates.lost) ? 'lost' : undefined;
}

/** 钉钉 with the stream connections of all processes at once. */
export class DingtalkPlatform implements Platform {
  readonly channel = 'dingtalk';
  readonly ways = [STREAM];
  readonly groups = [GROUP];
  readonly #fake: FakeDingtalk;
  readonly #shown: Shown[] = [];
  #read = 0;

  constructor(fake: FakeDingtalk) {
    this.#fake = fake;
  }

  env(): Record<string, string> {
    return { ...this.#fake.env(['stream']), DINGTALK_MONTHLY_CALLS: String(MONTH) };
  }

  get shown(): readonly Shown[] {
    // Pictures stand beside words, and nobody misses them.
    for (const { chat, text, via } of this.#fake.sent.slice(this.#read))
      if (text !== '') this.#shown.push({ chat: chat.id, text, via });
    this.#read = this.#fake.sent.length;
    return this.#shown;
  }

  open(): boolean {
    return this.#fake.subscribed();
  }

  async say(_: Way, speech: Speech): Promise<Told> {
    const { msgid, outcome, body } = await this.#fake.say({ ...content(speech), from: speech.from, via: 'stream' });
    const outcomes: Record<typeof outcome, Outcome> = {
      acknowledged: 'acknowledged',
      unacknowledged: 'undecided',
      refused: 'refused',
      lost: 'refused',
      'not-delivered': 'refused',
      undecided: 'undecided',
    };
    return { messageId: `${String(body.robotCode)}:${msgid}`, outcome: outcomes[outcome] };
  }

  forms({ text }: Pick<Post, 'text'>): string[][] {
    return [rendered(text).map((message) => message.text)];
  }

  async perform(fault: PlatformFault): Promise<void> {
    const { faults } = this.#fake;
    switch (fault.kind) {
      case 'line-cut':
        return this.#fake.cut();
      case 'line-forgotten':
        return this.#fake.disconnect();
      case 'line-taken-over':
        return this.#fake.endSessions();
      case 'line-deaf':
        return this.#fake.deafen();
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
    }
  }

  get reordering(): boolean {
    return this.#fake.faults.reorder > 0;
  }

  calm(): void {
    Object.assign(this.#fake.faults, { deaf: false, unreachable: false, duplicates: 0, request: undefined });
  }

  violations(): string[] {
    return this.#fake.violations.map(({ where, rule, detail }) => `${where}: ${rule} ${detail}`.trim());
  }

  stop(): Promise<void> {
    return this.#fake.stop();
  }
}

function content({ group, text, file }: Speech): Omit<Saying, 'from' | 'via'> {
  const where = group === undefined ? {} : { chat: 'group' as const, chatid: group };
  if (!file) return { ...where, text: text ?? '' };
  const attachment: Attachment = { bytes: file.bytes, ...(file.kind === 'file' && { name: file.name }) };
  const piece = file.kind === 'image' ? { image: attachment } : { file: attachment };
  return text === undefined ? { ...where, ...piece } : { ...where, mixed: [{ text }, piece] };
}
