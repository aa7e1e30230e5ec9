import type { Express, Router } from 'express';
import type { Bot } from '../application/bot.ts';
import type { House, Office } from '../application/office.ts';
import type { Lease, OutsideTable } from '../application/ports.ts';
import type { PhraseTable } from '../application/words/words.ts';
import type { ChannelEnvironment } from './environment.ts';
import type { Checkup, CheckupGiven } from './wire/checkup.ts';

/**
 * A channel as the program knows it before it runs: a folder here and a line in `start/channels.ts`. What is not set up is
 * not loaded, so `start` and `checkup` import their files when they are called.
 */
export interface ChannelKind<Name extends string = string, Settings = unknown> {
  /** As messages, the database and `/readyz` have it; in capitals it begins the names of the settings. */
  readonly name: Name;
  readonly environment: ChannelEnvironment<Settings>;
  readonly phrases: ChannelPhrases;
  /** Puts it together and into `office.channels`; nothing is connected yet. */
  start(settings: Settings, given: ChannelStart): Promise<StartedChannel>;
  /** The tables outside that it writes to; `start` puts the same into `office.tables`. */
  tables?(settings: Settings, office: TablesOffice): Promise<OutsideTable[]>;
  /** What `npm run doctor` looks at; its words are in `prompts/doctor-<name>.md`. */
  checkup(settings: Settings, given: CheckupGiven): Promise<Checkup>;
}

/** The part of the office that a table outside is made with. */
export type TablesOffice = Pick<Office, 'prisma' | 'campaign' | 'vocabulary' | 'say' | 'log'>;

/** What a channel says to the person who runs the bot; checked when that person starts something. */
export interface ChannelPhrases {
  /** In `prompts/start.md`, as `<name>-<id>`. */
  readonly start: PhraseTable;
  /** The rules of its settings, in `prompts/start.md` as `setting-<rule>`. */
  readonly settings: readonly string[];
  /** In `prompts/doctor-<name>.md`; no such file without any. */
  readonly doctor: PhraseTable;
}

export interface ChannelStart {
  office: House;
  bot: Bot;
  /** Where pages are shown, and where a platform posts to. */
  http: { app: Express; callbacks: Router };
  /** For a channel with a connection that one process alone may hold; called once at most. */
  lease(): Lease;
  /** Says the sentence `<name>-<id>` of `prompts/start.md` to the person who runs the bot. */
  tell(id: string, facts?: Record<string, unknown>): void;
  /** The folder of the program, and the one of its data. */
  folders: { program: string; data: string };
}

export interface StartedChannel {
  /** Calls to the platform's interfaces that there are in a calendar month, where the platform counts them. */
  monthlyCalls?: number;
  /** Connects, once what an earlier process left has been taken up. */
  open(): void;
  /** Takes nothing new; resolves when what came in is stored. */
  stop(): Promise<void>;
}
