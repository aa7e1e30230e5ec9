import type { Logger } from 'pino';
import { z } from 'zod';
import type { SayOf } from '../words/words.ts';
import { INTENTS, type Interpretation } from './intents.ts';
import { slotsFor } from './interpret.ts';
import { type Reading, thingsOf } from './reading.ts';
import { saidAs } from './slots-people.ts';

/** A language model that fills a JSON schema. Throws when no answer comes, in time and readable. */
export interface LanguageModel {
  complete(question: { system: string; user: string; schema: object }): Promise<unknown>;
}

/** What a model is told, in `prompts/model/`. */
export const BRIEFING = {
  'interpret.sentence': ['intents', 'categories', 'categories.id', 'categories.short', 'aspects'],
} as const;

/** A model with what it is told. */
export interface Advisor {
  model: LanguageModel;
  say: SayOf<typeof BRIEFING>;
}

/** Thrown inside a transaction when the rules leave a sentence open: the model is asked outside of it. */
export class LeftOpen extends Error {
  readonly reading: Reading;
  constructor(reading: Reading) {
    super('left open by the rules');
    this.reading = reading;
  }
}

// The model chooses only among these words. Units, entries, days, numbers and people are read by the rules, so that it
// cannot invent any.
const METRICS = ['submitted', 'received', 'remaining', 'all'] as const;
const BASES = ['any_submission', 'below_quota'] as const;
const MILESTONES = ['report', 'review', 'bulletin'] as const;

function answerFor({ campaign }: Reading['tongue'], aspects: string[]) {
  const ids = campaign.categories.map(({ id }) => id);
  return z.strictObject({
    intent: z.enum([...INTENTS, 'unclear']),
    category: z.enum(ids).nullable(),
    metric: z.enum(METRICS).nullable(),
    basis: z.enum(BASES).nullable(),
    milestone: z.enum(MILESTONES).nullable(),
    aspect: z.array(z.enum(aspects)).max(5),
  });
}

/** What the model takes a sentence for; undefined when it does not say, or says what it may not. */
export async function adviceOn(
  { advisor, log }: { advisor?: Advisor; log: Pick<Logger, 'warn'> },
  reading: Reading,
  people: readonly string[],
): Promise<Interpretation | undefined> {
  if (!advisor) return undefined;
  const { campaign, grammar } = reading.tongue;
  const aspects = grammar.choices.aspect.map(({ value }) => value);
  const answer = answerFor(reading.tongue, aspects);
  const system = advisor.say('interpret.sentence', {
    intents: INTENTS.join(', '),
    categories: campaign.categories.map(({ id, short }) => ({ id, short })),
    aspects: aspects.join(', '),
  });
  try {
    const said = await advisor.model.complete({
      system,
      user: withoutPeople(reading, people),
      schema: z.toJSONSchema(answer),
    });
    const read = answer.parse(said);
    return read.intent === 'unclear' ? undefined : meaningOf(reading, { ...read, intent: read.intent });
  } catch (error) {
    log.warn({ reason: (error as Error).name }, 'no use of the language model');
    return undefined;
  }
}

type Advice = Omit<z.infer<ReturnType<typeof answerFor>>, 'intent'> & { intent: Interpretation['intent'] };

/** The model's choice of words, with the names and numbers that stand in the sentence itself. */
function meaningOf(reading: Reading, { intent, aspect, ...chosen }: Advice): Interpretation {
  const { reason: _, ...slots } = slotsFor(reading, intent);
  for (const [name, value] of Object.entries(chosen))
    if (value !== null && !(name === 'category' && 'category' in slots)) slots[name] = value;
  if (intent === 'query_total_progress') slots.scope = 'city';
  return { intent, slots: aspect.length > 0 ? { ...slots, aspect } : slots };
}

const HIDDEN: Record<string, string> = { mobile: 'PHONE', card: 'CARD', title: 'TITLE', link: 'LINK', code: 'CODE' };
const DIGITS = /\d{5,}(?:[-\s]?\d{2,})*/g;

/** The sentence as a model may see it: no number of a phone or a card, nobody's name, no title or link. */
function withoutPeople(reading: Reading, people: readonly string[]): string {
  let text = reading.said;
  for (const thing of [...thingsOf(reading, ...Object.keys(HIDDEN))].sort((a, b) => b.start - a.start))
    text = `${text.slice(0, thing.start)}[${HIDDEN[thing.kind]}]${text.slice(thing.end)}`;
  const said = ['author', 'name', 'ambassador', 'binder'].flatMap((way) => saidAs(reading, way) ?? []);
  for (const name of [...said, ...people].filter((one) => one.length > 1)) text = text.replaceAll(name, '[NAME]');
  return text.replace(DIGITS, '[NUMBER]');
}
