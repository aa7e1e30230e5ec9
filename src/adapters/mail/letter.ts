/** A mail taken apart: its words, and its files as they lie in a folder. */
export interface Letter {
  name: string;
  address: string;
  subject: string;
  messageId: string;
  /** What its Date header says, as an ISO instant; empty when it says none. */
  sentAt: string;
  text: string;
  /** Addresses that stand in it. */
  links: string[];
  /** Mails that were forwarded as files, the outermost first: who wrote them, and about what. */
  inner: { name: string; address: string; subject: string }[];
  files: LetterFile[];
  /** A machine wrote it: an answer of somebody who is away, a report of something that did not arrive. */
  automatic: boolean;
}

export interface LetterFile {
  name: string;
  path: string;
  size: number;
  /** A picture that stands among the words, such as a logo below a name. */
  inline: boolean;
  failure?: 'too-large';
}

/** What the reading process is asked. */
export interface LetterAsked {
  raw: string;
  /** Empty, and nobody else's. */
  folder: string;
  /** Bytes of one file. */
  limit: number;
}

/** The process has read it and can make nothing of it. */
export interface LetterRefused {
  refused: string;
}
