import type { Dice } from '../support/dice.ts';
import type { ChaosPerson } from './people.ts';
import type { Platform, Way } from './platform.ts';
import type { SaidMessage } from './said.ts';
import type { Script, Turn } from './script.ts';

/** How many people are typing at the same time. */
const MOUTHS = 16;
const PAIR_MS = 90_000;
/** How often somebody speaks although nobody is there to hear it. */
const INTO_THE_VOID = 0.02;

export interface CrowdParts {
  people: ChaosPerson[];
  platforms: Platform[];
  script: Script;
  dice: Dice;
  messages: number;
  /** Nobody says anything more. */
  enough?: AbortSignal | undefined;
  /** Resolves when the bot has caught up so far that people go on. */
  patience(): Promise<void>;
  /** Called with the count of messages before each. */
  onCount(count: number): void;
}

/** The people, each saying one thing after another; what was said is kept, with what the platform knows of it. */
export class Crowd {
  readonly said: SaidMessage[] = [];
  /** Works whose clock jumped between their command and their file: nobody can know what became of them. */
  readonly torn = new Set<string>();
  readonly #parts: CrowdParts;
  readonly #busy = new Set<string>();
  readonly #pairs = new Map<string, { person: ChaosPerson; since: number }>();
  /** People who may have a draft nobody knows of. */
  readonly #confused = new Set<string>();
  #pairsAllowed = true;
  #begun = 0;
  #read = new Map<Platform, number>();

  constructor(parts: CrowdParts) {
    this.#parts = parts;
  }

  async speak(): Promise<void> {
    await Promise.all(Array.from({ length: MOUTHS }, () => this.#mouth()));
  }

  /** Everybody reads what is new in the chats. */
  read(): void {
    for (const platform of this.#parts.platforms) {
      const { shown } = platform;
      for (const { text } of shown.slice(this.#read.get(platform) ?? 0)) {
        const [, number, marker] = /^已收 #(\d+) 《(K\d+)》/.exec(text) ?? [];
        const failed = /“(K\d+)\.mp3”/.exec(text)?.[1];
        if (number !== undefined && marker !== undefined) this.#parts.script.seen(marker, Number(number));
        this.#pairs.delete(marker ?? failed ?? '');
      }
      this.#read.set(platform, shown.length);
    }
  }

  /** Lets no work be under way whose draft would lapse, as far as patience goes; then `jump`. */
  async withoutPairs(jump: () => void, withinMs: number): Promise<void> {
    this.#pairsAllowed = false;
    const until = performance.now() + withinMs;
    while (this.#pairs.size > 0 && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      this.read();
    }
    for (const [marker, { person }] of this.#pairs) {
      this.torn.add(marker);
      this.#confused.add(person.id);
    }
    this.#pairs.clear();
    jump();
    this.#pairsAllowed = true;
  }

  async #mouth(): Promise<void> {
    const { people, platforms, dice, messages, patience, script, enough } = this.#parts;
    while (this.#begun < messages && !enough?.aborted) {
      await patience();
      const person = dice.pick(people);
      const platform = platforms.find(({ channel }) => channel === person.channel);
      if (this.#busy.has(person.id) || !platform) continue;
      const way = dice.pick(platform.ways);
      if (!platform.open(way) && !dice.chance(INTO_THE_VOID)) continue;
      const burst = !way.acknowledges && !platform.reordering && dice.chance(0.2) ? dice.whole(2, 3) : 1;
      this.#busy.add(person.id);
      const pairs = this.#pairsAllowed && !this.#confused.has(person.id) && !platform.reordering;
      const turns = Array.from({ length: burst }, () =>
        script.turn(person, way, platform.groups, pairs && burst === 1),
      );
      await Promise.all(turns.map((turn) => this.#say(platform, person, way, turn)));
      this.#busy.delete(person.id);
    }
  }

  async #say(platform: Platform, person: ChaosPerson, way: Way, turn: Turn): Promise<void> {
    for (const { speech, meaning } of turn) {
      this.#parts.onCount(++this.#begun);
      const serial = this.#begun;
      if (meaning.kind === 'command') this.#pairs.set(meaning.marker, { person, since: performance.now() });
      const told = await platform.say(way, { ...speech, from: person.id });
      const message = {
        serial,
        person,
        way,
        speech: { ...speech, from: person.id },
        meaning,
        toldAt: performance.now(),
      };
      this.said.push({ ...message, ...told });
      if (meaning.kind === 'command' && told.outcome !== 'acknowledged') {
        // Whether the command was heard is not known: its file stays where it is.
        if (told.outcome === 'refused' && !way.acknowledges) this.#pairs.delete(meaning.marker);
        return;
      }
    }
    this.#forgetOldPairs();
  }

  #forgetOldPairs(): void {
    for (const [marker, { since }] of this.#pairs)
      if (performance.now() - since > PAIR_MS) {
        this.#pairs.delete(marker);
        this.torn.add(marker);
      }
  }
}
