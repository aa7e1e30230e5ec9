import type { Callbacks, Tried, Which } from './callbacks.ts';
import { chatOf, type InboundJson, reachesBot } from './inbound.ts';
import { composeXml } from './inbound-xml.ts';
import type { LongConnection } from './long-connection.ts';
import type { MediaStore } from './media.ts';
import type { Passive } from './passive.ts';
import { appAnswered } from './passive-app.ts';
import type { Outcome, Said, Saying, Sent, Via } from './types.ts';
import type { World } from './world.ts';

type Told = Omit<Said, 'reply'>;

/** A person speaks: the message is composed, brought to the bot, and repeated where the platform would. */
export class Say {
  private readonly world: World;
  private readonly media: MediaStore;
  private readonly connection: LongConnection;
  private readonly inbound: InboundJson;
  private readonly callbacks: Callbacks;
  private readonly passive: Passive;

  constructor(
    world: World,
    media: MediaStore,
    parts: { connection: LongConnection; inbound: InboundJson; callbacks: Callbacks; passive: Passive },
  ) {
    this.world = world;
    this.media = media;
    this.connection = parts.connection;
    this.inbound = parts.inbound;
    this.callbacks = parts.callbacks;
    this.passive = parts.passive;
  }

  async say(saying: Saying): Promise<Said> {
    const chat = chatOf(saying);
    const via = saying.via ?? this.usual();
    this.world.know('single', saying.from);
    this.world.know(chat.kind, chat.id);
    const before = this.world.sent.length;
    const told = await this.tell(saying, via);
    const { msgid } = told;
    // Buttons stand under words that were said before them.
    const answers = (sent: Sent, index: number) =>
      sent.card === undefined &&
      (sent.inReplyTo === msgid || (index >= before && sent.inReplyTo === undefined && sent.chat.id === chat.id));
    const reply = () => this.world.find(() => this.world.sent.find(answers), undefined, `a reply in ${chat.id}`);
    return { ...told, reply };
  }

  private usual(): Via {
    if (this.connection.subscribed) return 'ws';
    if (this.world.botUrl !== undefined) return 'url';
    return this.world.appUrl === undefined ? 'ws' : 'app';
  }

  private tell(saying: Saying, via: Via): Promise<Told> {
    if (via === 'app') return this.tellApp(saying);
    const chat = chatOf(saying);
    if (!reachesBot(saying))
      return Promise.resolve({
        msgid: '',
        outcome: 'not-delivered',
        via,
        tries: 0,
        latencyMs: 0,
        urls: [],
      });
    if (!saying.event) this.world.spoken.add(`${chat.kind} ${chat.id}`);
    return via === 'ws' ? this.tellConnection(saying) : this.tellUrl(saying);
  }

  private async tellConnection(saying: Saying): Promise<Told> {
    const inbound = this.inbound.compose(saying, 'ws');
    const { body, callback, urls } = inbound;
    this.passive.expect(inbound);
    const { msgid } = callback;
    const cmd = saying.event ? 'aibot_event_callback' : 'aibot_msg_callback';
    const began = performance.now();
    const read = await this.connection.push(cmd, body, callback);
    const outcome: Outcome = read === undefined ? 'undecided' : read ? 'acknowledged' : 'lost';
    const told: Told = { msgid, outcome, via: 'ws', tries: 1, latencyMs: performance.now() - began, urls };
    return this.noted(told);
  }

  private async tellUrl(saying: Saying): Promise<Told> {
    const inbound = this.inbound.compose(saying, 'url');
    this.passive.expect(inbound);
    const once = saying.event?.eventtype === 'template_card_event';
    const judge = (tried: Tried) => this.passive.answered(inbound, tried);
    const tried = await this.posted('bot', JSON.stringify(inbound.body), once, judge);
    return this.noted({ ...this.toldOf(inbound.callback.msgid, 'url', tried), urls: inbound.urls });
  }

  private async tellApp(saying: Saying): Promise<Told> {
    const chat = chatOf(saying);
    // docs/protocol-wecom.md, section 2.2: an app hears no group.
    if (chat.kind === 'group')
      return { msgid: '', outcome: 'not-delivered', via: 'app', tries: 0, latencyMs: 0, urls: [] };
    const { msgid, xml } = composeXml(this.world, this.media, saying);
    const judge = (tried: Tried) => appAnswered(this.world, tried, chat, msgid);
    const tried = await this.posted('app', xml, false, judge);
    return this.noted(this.toldOf(msgid, 'app', tried));
  }

  /** Repeats are posted at the same time; the answer to each is judged, the first one counts. */
  private async posted(which: Which, message: string, once: boolean, judge: (tried: Tried) => void): Promise<Tried> {
    const deliver = async () => {
      const tried = await this.callbacks.deliver(which, message, once);
      judge(tried);
      return tried;
    };
    const repeats = Array.from({ length: this.world.faults.duplicates }, deliver);
    const [first] = await Promise.all([deliver(), ...repeats]);
    return first;
  }

  private toldOf(msgid: string, via: Via, { tries, latencyMs, status, body }: Tried): Told {
    const outcome: Outcome = body === undefined ? 'given-up' : 'acknowledged';
    return { msgid, outcome, via, tries, latencyMs, urls: [], ...(status !== undefined && { status }) };
  }

  private noted(told: Told): Told {
    const { via, msgid, latencyMs, tries, outcome } = told;
    if (outcome === 'acknowledged') this.world.counters.acks.push({ via, msgid, latencyMs, tries });
    this.world.changed();
    return told;
  }
}
