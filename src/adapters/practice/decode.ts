import type { IncomingFile, Message } from '../../application/message.ts';
import type { PracticeMessage } from '../../generated/prisma/client.ts';
import type { ChatFile, Shown } from './chat.ts';
import { CHANNEL, GROUP, type PracticePerson } from './people.ts';

/** What somebody says on the page. */
export interface Spoken {
  as: PracticePerson;
  /** `group`, or `direct/<person>`. */
  chat: string;
  text: string;
  mention: boolean;
  /** The id of the message quoted. */
  quote?: bigint;
  files: ChatFile[];
}

/** In a group, only what is addressed to the bot reaches it, as on real platforms. `at` is its name with the sign before it. */
export const reachesBot = ({ chat, mention }: Spoken, { text }: Shown, at: string): boolean =>
  chat !== GROUP || mention || text.trimStart().startsWith(at);

/** What reaches the bot: of a group, pictures, but no plain files. */
export function decode(spoken: Spoken, { messageId }: Shown, quoted: PracticeMessage | null, at: string): Message {
  const direct = spoken.chat !== GROUP;
  const files = direct ? spoken.files : spoken.files.filter(({ mime }) => mime.startsWith('image/'));
  return {
    channel: CHANNEL,
    id: messageId,
    chat: { kind: direct ? 'direct' : 'group', id: direct ? spoken.as.id : GROUP },
    sender: { id: spoken.as.id, name: spoken.as.name },
    text: spoken.text.replace(at, ' ').trim(),
    files: files.map(announced),
    ...(quoted && { quote: { text: quoted.text, files: (quoted.files as unknown as ChatFile[]).map(announced) } }),
  };
}

/** Where the channel finds the bytes again. */
export type FileSource = Pick<ChatFile, 'sha256' | 'from'>;

const announced = ({ name, size, sha256, from }: ChatFile): IncomingFile => ({
  name,
  size,
  source: { sha256, from } satisfies FileSource,
});
