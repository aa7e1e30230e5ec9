import path from 'node:path';
import { sayFrom } from '../src/adapters/prompt-files.ts';
import type { PhraseTable } from '../src/application/words/words.ts';

/** What every fake platform says at the terminal: `prompts/fake-desk.md`. */
// biome-ignore format: a table reads best with one phrase a line.
const desk = {
  'here-group': ['me', 'chat'],
  'here-single': ['me', 'chat'],
  'said': ['number', 'me', 'chat', 'text'],
  'sent': ['number', 'chat', 'via', 'text'],
  'mentions': ['names'],
  'saved': ['name', 'size', 'path'],
  'card': ['card'],
  'undecided': [],
  'violation': ['where', 'rule', 'detail'],
  'nothing-wrong': [],
  'no-file': ['path'],
  'no-number': ['number'],
  'no-card': [],
  'unknown': ['name'],
} as const;

/** What the fake 企业微信 says besides: `prompts/fake-wecom.md`. */
// biome-ignore format: a table reads best with one phrase a line.
const wecom = {
  'start': ['base', 'env', 'help'],
  'help': ['bot', 'group'],
  'subscribed': [],
  'gone': [],
  'lost': [],
  'not-delivered': [],
  'given-up': ['tries', 'status'],
  'refusal': ['where', 'errcode', 'errmsg'],
  'verified': [],
  'not-verified': ['why'],
  'no-url': [],
} as const;

/** What the fake 钉钉 says besides: `prompts/fake-dingtalk.md`. */
// biome-ignore format: a table reads best with one phrase a line.
const dingtalk = {
  'start': ['base', 'env', 'help'],
  'help': ['bot', 'group', 'shapes'],
  'subscribed': [],
  'gone': [],
  'lost': [],
  'not-delivered': [],
  'unacknowledged': [],
  'refused': ['status'],
  'refusal': ['where', 'code', 'message'],
  'privately': ['me', 'card'],
  'calls': ['calls', 'opens'],
  'no-url': [],
} as const;

/** By the file of `prompts/`. */
export const FAKE_WORDS = { 'fake-desk': desk, 'fake-wecom': wecom, 'fake-dingtalk': dingtalk } as const;

/**
 * Says what a platform says at the terminal, and what all of them do. A platform tells its facts with everything it says, so
 * that a phrase may use them. Throws `WordsInvalid` for words that cannot be used.
 */
export function wordsOfDesk(platform: 'fake-wecom' | 'fake-dingtalk', folder: string) {
  const tell = (name: keyof typeof FAKE_WORDS) =>
    sayFrom(path.join(folder, `${name}.md`), FAKE_WORDS[name] as PhraseTable) as (id: string, facts: object) => string;
  const [own, shared] = [tell(platform), tell('fake-desk')];
  return (id: string, facts: object): string => {
    if (Object.hasOwn(FAKE_WORDS[platform], id)) return own(id, facts);
    return Object.hasOwn(desk, id) ? shared(id, facts) : id;
  };
}
