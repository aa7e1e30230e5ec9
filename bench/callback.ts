export interface Load {
  url: string;
  token: string;
  aesKey: string;
  /** Where the bot's answers go. */
  responseUrl: string;
  /** Ids begin with it. */
  name: string;
  messages: number;
  connections: number;
  /** Messages a second; without it each connection sends as soon as it has its answer. */
  rate?: number;
}

export interface Measured {
  acknowledged: number;
  refused: number;
  /** Acknowledgements a second. */
  perSecond: number;
  /** Milliseconds from when a message was due to its acknowledgement. */
  p50: number;
  p99: number;
  worst: number;
}

export const PEOPLE = 57;
export const ASKED = ['/进度', '/截止', '我们县还差几个', '/任务', '/我的'];

export const person = (index: number) => `person${index % PEOPLE}`;
