import type { Interpretation } from '../../language/intents.ts';
import { adviceOn } from '../../language/model.ts';
import type { Reading } from '../../language/reading.ts';
import type { Office } from '../../office.ts';
import { namesIn, speakerOf } from '../../people/people.ts';
import { leftOver } from './answer.ts';
import { understandText } from './understand.ts';
import { listeningTo } from './understood.ts';

/** Who says what, and where. */
export interface Asked {
  channel: string;
  senderId: string;
  inGroup: boolean;
  text: string;
}

/** What the language model takes a sentence for that the rules leave open; undefined when it does not know, or there is none. */
export const adviceFor = async (office: Office, reading: Reading): Promise<Interpretation | undefined> =>
  adviceOn(office, reading, await namesIn(office.prisma, reading.said));

/** What a sentence would be taken for, how surely, and what would be offered when it is not sure. */
export interface Weighed extends Interpretation {
  confidence: number;
  choices: Interpretation[];
}

/** What a sentence would be taken for; nothing is done about it. */
export async function interpret(office: Office, { channel, senderId, inGroup, text }: Asked): Promise<Weighed> {
  const { prisma, campaign, tongue, vocabulary, clock } = office;
  const actor = await speakerOf(prisma, campaign, channel, senderId);
  const { reading, meaning, confidence, choices } = understandText(tongue, vocabulary, text, {
    ...listeningTo(actor),
    inGroup,
    now: clock.now(),
  });
  if (meaning) return { ...meaning, confidence, choices: [] };
  const advice = await adviceFor(office, reading);
  if (advice) return { ...advice, confidence, choices: [] };
  return { ...(choices[0] ?? leftOver(reading)), confidence, choices };
}
