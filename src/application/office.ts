import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { Campaign } from '../domain/campaign.ts';
import type { Filled, FormFilling } from '../domain/form.ts';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Advisor } from './language/model.ts';
import type { Tongue } from './language/reading.ts';
import type {
  ArchiveOpener,
  Calendar,
  Channel,
  Clock,
  DocumentReader,
  FileStore,
  OutsideTable,
  PaperWriter,
  PictureMaker,
  PieceStore,
  SheetReader,
  SheetWriter,
} from './ports.ts';
import type { Lexicons } from './words/lexicons.ts';
import type { PaperWords } from './words/paper-words.ts';
import type { Vocabulary } from './words/vocabulary.ts';
import type { Say } from './words/words.ts';

/** The office's own forms. `fill` never runs within a transaction; undefined: there is no such form. */
export interface FormFiller {
  names(): Promise<string[]>;
  fill(name: string, filling: FormFilling): Promise<Filled<Readable> | undefined>;
}

export type Tx = Prisma.TransactionClient;

/** What the bot is made of, whatever the campaign; built once in `start/assemble.ts`. */
export interface House {
  prisma: PrismaClient;
  /** The house at work for each campaign, by its id, in the order in which they were named. */
  campaigns: Map<string, Office>;
  vocabulary: Vocabulary;
  /** A language model, where one is configured. */
  advisor?: Advisor;
  say: Say;
  clock: Clock;
  store: FileStore;
  /** What is on its way through pages. */
  pieces: PieceStore;
  sheets: SheetReader;
  documents: DocumentReader;
  archives: ArchiveOpener;
  workbooks: SheetWriter;
  papers: PaperWriter;
  forms: FormFiller;
  /** What papers of the office say. */
  paperWords: PaperWords;
  pictures: PictureMaker;
  /** Where browsers outside reach this server; undefined: they do not. */
  publicUrl?: string | undefined;
  /** Writes the files of the database anew, so that nothing is left in them that was erased; absent where they are a server's. */
  rewrite?: () => Promise<void>;
  /** Where the console is reached from outside, without a slash at its end; absent while nobody has said. */
  consoleUrl?: string;
  /** The address whose mails are read; undefined: none is. */
  mailbox?: string | undefined;
  /** Bytes; a larger file is refused in words. */
  fileLimit: number;
  /** Bytes of a file that comes through a page. */
  uploadLimit: number;
  /** Where people reach the pages behind links (`/u/…`), without a slash at its end; absent while nobody has said. */
  pagesUrl?: string;
  channels: Map<string, Channel>;
  /** Takes up the campaigns that were loaded since the start. */
  takeUpLoaded?: () => Promise<void>;
  log: Logger;
}

/** The house at work for one campaign: whatever counts, reminds, exports or is decided is of one. */
export interface Office extends House {
  campaign: Campaign;
  lexicons: Lexicons;
  /** What people say in plain words, with the campaign's names. */
  tongue: Tongue;
  /** Where its progress and its works are shown outside; missing: nowhere. */
  tables?: readonly OutsideTable[];
  /** The State Council's, with the campaign's own days. */
  calendar: Calendar;
}

/** The house at work for a campaign; the one that was named first when there is none of this id. */
export function officeNamed({ campaigns }: Pick<House, 'campaigns'>, id: string | undefined): Office {
  const [first] = campaigns.values();
  const found = (id === undefined ? undefined : campaigns.get(id)) ?? first;
  if (!found) throw new Error('no campaign');
  return found;
}
