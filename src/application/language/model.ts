import type { Logger } from 'pino';
import { z } from 'zod';
import { NAME } from '../../domain/person-name.ts';
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
const DIGITS = /\p{N}{5,}(?:[-\s.]?\p{N}{2,})*/gu;
const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** Somebody's name by where it stands: alone between commas, before a title of respect, or behind what is said of people. */
const NAMES: readonly RegExp[] = [
  new RegExp(`(?<=^|[\\s\\p{P}])${NAME}(?=$|[\\s\\p{P}])`, 'gu'),
  new RegExp(
    `${NAME}${/(?=同志|老师|主任|科长|师傅|书记|主席|经理|大姐|大哥|[的]?(?:电话|手机|号码|作品|视频|照片))/u.source}`,
    'gu',
  ),
  new RegExp(
    `${/(?<=叫|姓名|名字|作者|主创|演唱|朗诵|联系人|联络员|宣传员|推荐|找|由|让|问|联系)/u.source}[是:：]?${NAME}${/(?=$|[\s\p{P}的来去说在和是]|负责|对接|接|拍|写|唱|讲|录)/u.source}`,
    'gu',
  ),
];

/** The sentence as a model may see it: no number of a phone or a card, no address of mail, nobody's name, no title or link. */
function withoutPeople(reading: Reading, people: readonly string[]): string {
  const hidden = [
    ...thingsOf(reading, ...Object.keys(HIDDEN)).map(({ start, end, kind }) => ({
      start,
      end,
      as: HIDDEN[kind] ?? '',
    })),
    ...NAMES.flatMap((pattern) =>
      [...reading.masked.matchAll(pattern)].map((found) => ({
        start: found.index,
        end: found.index + found[0].length,
        as: 'NAME',
      })),
    ),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  let text = '';
  let last = 0;
  for (const { start, end, as } of hidden)
    if (start >= last) {
      text += `${reading.said.slice(last, start)}[${as}]`;
      last = end;
    }
  text += reading.said.slice(last);
  const said = ['author', 'name', 'ambassador', 'binder'].flatMap((way) => saidAs(reading, way) ?? []);
  for (const name of [...said, ...people].filter((one) => one.length > 1)) text = text.replaceAll(name, '[NAME]');
  return text.replace(MAIL, '[MAIL]').replace(DIGITS, '[NUMBER]');
}
