import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { wordsOfDesk } from './fake-phrases.ts';

export interface Attachment {
  bytes: Buffer;
  name: string;
}

export type Piece = { text: string } | { file: Attachment } | { image: Attachment } | { video: Attachment };
export type Quotable = Piece | { voice: string };

export interface Saying<Via extends string> {
  from: string;
  chatid?: string;
  via?: Via;
  text?: string;
  voice?: string;
  file?: Attachment;
  image?: Attachment;
  video?: Attachment;
  quote?: Quotable;
}

export interface Sent {
  via: string;
  chat: { id: string };
  msgtype: string;
  text: string;
  mentions: string[];
  mobiles: string[];
  files: Attachment[];
  card?: Record<string, unknown>;
  stream?: { finished: boolean };
}

/** What the fakes have in common. */
export interface Fake<Via extends string> {
  readonly sent: Sent[];
  readonly violations: object[];
  readonly refusals: object[];
  say(saying: Saying<Via>): Promise<{ outcome: string; tries?: number; status?: number }>;
  until(check: () => boolean, withinMs?: number): Promise<void>;
  subscribed(): boolean;
  stop(): Promise<void>;
}

export type Command = (rest: string) => unknown;

export interface Platform<Via extends string> {
  /** Of the file of its words in `prompts/`. */
  name: 'fake-wecom' | 'fake-dingtalk';
  /** Where `:group` leads without an id. */
  group: string;
  vias: readonly Via[];
  /** Facts for the help. */
  facts: Record<string, unknown>;
  /** False: nothing would hear it that way. */
  hears(via: Via | undefined): boolean;
  /** By name, beside those that every platform has. */
  commands(desk: Desk<Via>): Record<string, Command>;
}

/** Where the person sits, what was said so far, and what a line typed means. */
export class Desk<Via extends string> {
  me = 'zhangsan';
  lastCard: Sent | undefined;
  /** Goes with everything that is said. */
  manner: Record<string, unknown> = {};
  private group: string | undefined;
  private via: Via | undefined;
  /** Everything that can be quoted; its number is the index plus one. */
  private readonly quotable: Quotable[] = [];
  private readonly fake: Fake<Via>;
  private readonly platform: Platform<Via>;
  private readonly folder: string;
  private readonly said: (id: string, facts: object) => string;
  private readonly commands: Record<string, Command>;

  constructor(fake: Fake<Via>, platform: Platform<Via>, folder: string) {
    this.fake = fake;
    this.platform = platform;
    this.folder = folder;
    this.said = wordsOfDesk(platform.name, path.join(import.meta.dirname, '../prompts'));
    this.commands = { ...this.own(), ...platform.commands(this) };
  }

  words(id: string, facts: Record<string, unknown> = {}): string {
    return this.said(id, { ...this.platform.facts, ...facts });
  }

  print(id: string, facts: Record<string, unknown> = {}): void {
    console.log(this.words(id, facts));
  }

  prompt(): string {
    const id = this.group === undefined ? 'here-single' : 'here-group';
    return `${this.words(id, { me: this.me, chat: this.group })} `;
  }

  /** False when the person leaves. */
  async line(line: string): Promise<boolean> {
    const [, name, rest = ''] = /^[:：](\S+)\s*(.*)$/.exec(line.trim()) ?? [];
    if (name === 'quit') return false;
    const text = line.trim();
    if (name === undefined) {
      if (text !== '') this.say({ text }, { text }, text);
      return true;
    }
    const command = Object.hasOwn(this.commands, name) ? this.commands[name] : undefined;
    if (command) await command(rest.trim());
    else this.print('unknown', { name });
    return true;
  }

  /** Not awaited: an unanswered message takes its time, and people go on typing. */
  say(saying: object, quotable: Quotable | undefined, text: string): void {
    if (!this.platform.hears(this.via)) {
      this.print('no-url');
      return;
    }
    if (quotable) this.quotable.push(quotable);
    this.print('said', { number: quotable ? this.quotable.length : ' ', me: this.me, chat: this.group ?? '', text });
    const place = { ...(this.group !== undefined && { chatid: this.group }), ...(this.via && { via: this.via }) };
    void this.fake.say({ from: this.me, ...place, ...this.manner, ...saying }).then(({ outcome, tries, status }) => {
      if (outcome !== 'acknowledged') this.print(outcome, { tries, status });
    });
  }

  async show(sent: Sent): Promise<void> {
    const shown = sent.text || sent.msgtype;
    const [file] = sent.files;
    this.quotable.push(file ? { file: { bytes: file.bytes, name: file.name } } : { text: shown });
    const number = this.quotable.length;
    this.print('sent', { number, chat: sent.chat.id, via: sent.via, text: shown });
    const rung = [...sent.mentions, ...sent.mobiles];
    if (rung.length > 0) this.print('mentions', { names: rung.join(' ') });
    if (sent.card) {
      this.lastCard = sent;
      this.print('card', { card: JSON.stringify(sent.card) });
    }
    for (const { name, bytes } of sent.files) {
      const saved = path.join(this.folder, `${number}-${path.basename(name || 'image')}`);
      await writeFile(saved, bytes);
      this.print('saved', { name, size: bytes.length, path: saved });
    }
  }

  private own(): Record<string, Command> {
    return {
      me: (rest) => {
        this.me = rest || this.me;
      },
      group: (rest) => {
        this.group = rest || this.platform.group;
      },
      single: () => {
        this.group = undefined;
      },
      via: (rest) => {
        this.via = this.platform.vias.find((via) => via === rest);
      },
      file: (rest) => this.attach('file', rest),
      image: (rest) => this.attach('image', rest),
      video: (rest) => this.attach('video', rest),
      voice: (rest) => this.say({ voice: rest }, { voice: rest }, rest),
      quote: (rest) => this.quote(rest),
      wrong: () => this.wrong(),
      help: () => this.print('help'),
    };
  }

  private async attach(kind: 'file' | 'image' | 'video', file: string): Promise<void> {
    const read = await this.read(file);
    if (!read) return;
    const piece = { [kind]: read } as { file: Attachment };
    this.say(piece, piece, read.name);
  }

  /** By number, or a file by its path: the way a file gets into a group. */
  private async quote(rest: string): Promise<void> {
    const [, what = '', text = ''] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
    const file = /^\d+$/.test(what) ? undefined : await this.read(what);
    const quote = file ? { file } : this.quotable[Number(what) - 1];
    if (quote) this.say({ text, quote }, { text }, `「${what}」${text}`);
    else if (/^\d+$/.test(what)) this.print('no-number', { number: what });
  }

  private wrong(): void {
    for (const violation of this.fake.violations) this.print('violation', { ...violation });
    for (const refusal of this.fake.refusals) this.print('refusal', { ...refusal });
    if (this.fake.violations.length + this.fake.refusals.length === 0) this.print('nothing-wrong');
  }

  private async read(file: string): Promise<Attachment | undefined> {
    try {
      return { bytes: await readFile(file), name: path.basename(file) };
    } catch {
      this.print('no-file', { path: file });
      return undefined;
    }
  }
}
