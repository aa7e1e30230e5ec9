// A 企业微信 to play with, for a person at a terminal: npm run fake:wecom.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import mustache from 'mustache';
import { readSections } from '../src/adapters/prompt-files.ts';
import {
  type FakeWecom,
  type Quoted,
  type Saying,
  type Sent,
  startFakeWecom,
  type Via,
} from '../tests/fakes/wecom/index.ts';

const GROUP = 'wrFakeGroupAAAA';
const FOREVER = 2 ** 31 - 1;
const sections = readSections(path.join(import.meta.dirname, '../prompts'));

const words = (id: string, facts: Record<string, unknown> = {}) =>
  mustache.render(sections.get(`fake-wecom.${id}`)?.template ?? id, facts, {}, { escape: String });
const print = (id: string, facts: Record<string, unknown> = {}) => console.log(words(id, facts));

/** Where the person sits, what was said so far, and what a line typed means. */
class Desk {
  private me = 'zhangsan';
  private group: string | undefined;
  private via: Via | undefined;
  /** Everything that can be quoted; its number is the index plus one. */
  private readonly quotable: Quoted[] = [];
  private lastCard: Record<string, unknown> | undefined;
  private readonly folder: string;
  private readonly fake: FakeWecom;

  constructor(fake: FakeWecom, folder: string) {
    this.fake = fake;
    this.folder = folder;
  }

  prompt(): string {
    const id = this.group === undefined ? 'here-single' : 'here-group';
    return `${words(id, { me: this.me, chat: this.group })} `;
  }

  /** False when the person leaves. */
  async line(line: string): Promise<boolean> {
    const [, name, rest = ''] = /^[:：](\S+)\s*(.*)$/.exec(line.trim()) ?? [];
    if (name === 'quit') return false;
    if (name !== undefined) await this.command(name, rest.trim());
    else if (line.trim() !== '') await this.say({ text: line.trim() }, { text: line.trim() }, line.trim());
    return true;
  }

  async show(sent: Sent): Promise<void> {
    const chat = sent.chat.id;
    const shown = sent.text || sent.msgtype;
    const file = sent.files[0];
    this.quotable.push(file ? { file: { bytes: file.bytes, name: file.name } } : { text: shown });
    print('sent', { number: this.quotable.length, chat, via: sent.via, text: shown });
    const rung = [...sent.mentions, ...sent.mobiles];
    if (rung.length > 0) print('mentions', { names: rung.join(' ') });
    if (sent.card) {
      this.lastCard = sent.card;
      print('card', { card: JSON.stringify(sent.card) });
    }
    for (const { name, bytes } of sent.files) {
      const saved = path.join(this.folder, `${this.quotable.length}-${path.basename(name || 'image')}`);
      await writeFile(saved, bytes);
      print('saved', { name, size: bytes.length, path: saved });
    }
  }

  private async command(name: string, rest: string): Promise<void> {
    const commands: Record<string, () => unknown> = {
      me: () => {
        this.me = rest || this.me;
      },
      group: () => {
        this.group = rest || GROUP;
      },
      single: () => {
        this.group = undefined;
      },
      via: () => {
        this.via = rest === 'ws' || rest === 'url' || rest === 'app' ? rest : undefined;
      },
      file: () => this.attach('file', rest),
      image: () => this.attach('image', rest),
      video: () => this.attach('video', rest),
      voice: () => this.say({ voice: rest }, { voice: rest }, rest),
      quote: () => this.quote(rest),
      enter: () => this.say({ event: { eventtype: 'enter_chat' } }, undefined, 'enter_chat'),
      press: () => this.press(rest),
      verify: () => this.verify(rest === 'app' ? 'app' : 'bot'),
      cut: () => this.fake.cut(),
      kick: () => this.fake.kick(),
      wrong: () => this.wrong(),
      help: () => print('help', { bot: this.fake.bot.name, group: GROUP }),
    };
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command) await command();
    else print('unknown', { name });
  }

  private async say(saying: Omit<Saying, 'from'>, quotable: Quoted | undefined, text: string): Promise<void> {
    if ((this.via === 'url' && !this.fake.botUrl) || (this.via === 'app' && !this.fake.appUrl)) return print('no-url');
    if (quotable) this.quotable.push(quotable);
    print('said', { number: quotable ? this.quotable.length : ' ', me: this.me, chat: this.group ?? '', text });
    const via = this.via && { via: this.via };
    const place = this.group === undefined || saying.event?.eventtype === 'enter_chat' ? {} : { chatid: this.group };
    // Not awaited: an unanswered callback takes fifteen seconds, and people go on typing.
    void this.fake.say({ from: this.me, ...place, ...via, ...saying }).then(({ outcome, tries, status }) => {
      if (outcome !== 'acknowledged') print(outcome, { tries, status });
    });
  }

  private async attach(kind: 'file' | 'image' | 'video', file: string): Promise<void> {
    const read = await this.read(file);
    if (!read) return;
    const piece = { [kind]: read } as { file: typeof read };
    await this.say(piece, piece, read.name);
  }

  /** By number, or a file by its path: the way a file gets into a group (protocol, section 4.2). */
  private async quote(rest: string): Promise<void> {
    const [, what = '', text = ''] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
    const file = /^\d+$/.test(what) ? undefined : await this.read(what);
    const quote = file ? { file } : this.quotable[Number(what) - 1];
    if (quote) await this.say({ text, quote }, { text }, `「${what}」${text}`);
    else if (/^\d+$/.test(what)) print('no-number', { number: what });
  }

  private async press(key: string): Promise<void> {
    if (!this.lastCard) return print('no-card');
    const { card_type, task_id } = this.lastCard;
    const template_card_event = { card_type, task_id, event_key: key };
    await this.say({ event: { eventtype: 'template_card_event', template_card_event } }, undefined, key);
  }

  private async verify(which: 'bot' | 'app'): Promise<void> {
    if ((which === 'bot' ? this.fake.botUrl : this.fake.appUrl) === undefined) return print('no-url');
    const { ok, why } = await this.fake.verifyUrl(which);
    print(ok ? 'verified' : 'not-verified', { why });
  }

  private wrong(): void {
    for (const violation of this.fake.violations) print('violation', { ...violation });
    for (const refusal of this.fake.refusals) print('refusal', { ...refusal });
    if (this.fake.violations.length + this.fake.refusals.length === 0) print('nothing-wrong');
  }

  private async read(file: string): Promise<{ bytes: Buffer; name: string } | undefined> {
    try {
      return { bytes: await readFile(file), name: path.basename(file) };
    } catch {
      print('no-file', { path: file });
      return undefined;
    }
  }
}

/** Prints what readers see as it comes; a stream when it is finished. */
async function follow(fake: FakeWecom, desk: Desk): Promise<void> {
  const shown = new Set<Sent>();
  let online = false;
  const fresh = () => fake.sent.filter((sent) => !shown.has(sent) && sent.stream?.finished !== false);
  for (;;) {
    await fake.until(() => fresh().length > 0 || fake.subscribed() !== online, FOREVER);
    if (fake.subscribed() !== online) {
      online = !online;
      print(online ? 'subscribed' : 'gone');
    }
    for (const sent of fresh()) {
      shown.add(sent);
      await desk.show(sent);
    }
  }
}

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'bot-url': { type: 'string' }, 'app-url': { type: 'string' } },
});
const fake = await startFakeWecom({
  // Always the same, so that the lines in .env stay true.
  port: Number(values.port ?? 3901),
  webhooks: { 'fake-webhook-key': GROUP },
  ...(values['bot-url'] && { botUrl: values['bot-url'] }),
  ...(values['app-url'] && { appUrl: values['app-url'] }),
});
const modes = [values['bot-url'] ? ('url' as const) : ('ws' as const), 'webhook' as const];
const settings = fake.env(values['app-url'] ? [...modes, 'app'] : modes);
const env = Object.entries(settings).map(([name, value]) => `${name}=${value.includes('"') ? `'${value}'` : value}`);
print('start', {
  base: fake.apiBase,
  env: env.join('\n'),
  help: words('help', { bot: fake.bot.name, group: GROUP }),
});

const desk = new Desk(fake, await mkdtemp(path.join(tmpdir(), 'fake-wecom-')));
void follow(fake, desk);
const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
const ask = () => {
  terminal.setPrompt(process.stdin.isTTY ? desk.prompt() : '');
  terminal.prompt();
};
ask();
for await (const line of terminal) {
  if (!(await desk.line(line))) break;
  ask();
}
await fake.stop();
process.exit(0);
