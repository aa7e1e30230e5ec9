/** A file in a practice chat; `from` tells whose store has its bytes. An empty file has no hash. */
export interface ChatFile {
  name: string;
  size: number;
  sha256: string;
  mime: string;
  from: 'platform' | 'bot';
}

/** A message as the page shows it. */
export interface Shown {
  messageId: string;
  chat: string;
  from: { id: string; name: string; bot: boolean };
  text: string;
  at: string;
  mention: boolean;
  mentions: string[];
  quote: { messageId: string; from: string; text: string; files: ShownFile[] } | null;
  files: ShownFile[];
}

export interface ShownFile {
  name: string;
  url: string;
  size: number;
  image: boolean;
  video: boolean;
}
