import type { HttpCallbacks } from './http-callbacks.ts';
import { chatOf, type RobotMessage, type RobotMessages, reachesBot } from './robot-message.ts';
import type { Stream } from './stream.ts';
import type { Outcome, Said, Saying, Sent, Via } from './types.ts';
import type { World } from './world.ts';

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';

type Told = { outcome: Outcome; latencyMs: number; status?: number };

/** A person speaks: the message is composed and brought to the bot. */
export class Say {
  private readonly world: World;
  private readonly messages: RobotMessages;
  private readonly stream: Stream;
  private readonly callbacks: HttpCallbacks;

  constructor(world: World, messages: RobotMessages, ways: { stream: Stream; callbacks: HttpCallbacks }) {
    this.world = world;
    this.messages = messages;
    this.stream = ways.stream;
    this.callbacks = ways.callbacks;
  }

  async say(saying: Saying): Promise<Said> {
    const chat = chatOf(saying);
    const via = saying.via ?? this.usual();
    this.world.know('single', saying.from);
    this.world.know(chat.kind, chat.id);
    const before = this.world.sent.length;
    if (!reachesBot(saying)) {
      const reply = () => Promise.reject(new Error('the platform did not pass this on'));
      return { msgid: '', outcome: 'not-delivered', via, latencyMs: 0, codes: [], body: {}, reply };
    }
    const message = this.messages.compose(saying);
    const told = await (via === 'stream' ? this.overStream(message) : this.callbacks.deliver(message.body));
    if (via === 'http' && told.outcome === 'acknowledged')
      this.world.counters.acks.push({ msgid: message.msgid, messageId: '', latencyMs: told.latencyMs, delivery: 1 });
    this.world.changed();
    const { msgid, codes, body } = message;
    const answers = (sent: Sent, index: number) =>
      sent.inReplyTo === msgid || (index >= before && sent.inReplyTo === undefined && sent.chat.id === chat.id);
    const reply = () => this.world.find(() => this.world.sent.find(answers), undefined, `a reply in ${chat.id}`);
    return { msgid, codes, body, via, ...told, reply };
  }

  private usual(): Via {
    return !this.stream.subscribed && this.world.robotUrl !== undefined ? 'http' : 'stream';
  }

  private async overStream({ body, msgid }: RobotMessage): Promise<Told> {
    const { acked: _, ...told } = await this.stream.push({ type: 'CALLBACK', topic: ROBOT_TOPIC, data: body }, msgid);
    return told;
  }
}
