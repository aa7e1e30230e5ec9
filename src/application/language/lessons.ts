import { beijingDay } from '../../domain/time.ts';
import { SIGNS } from './grammar.ts';
import { type Intent, isOfStaff } from './intents.ts';
import type { Lesson } from './learnt.ts';
import { type Reading, readSentence, type Thing, type Tongue, type Who } from './reading.ts';
import { segmentsOf } from './segments.ts';
import { traitsOf } from './traits.ts';

/** A sentence of `prompts/language/sentences/`: who says it where, and what it is meant as. */
export interface Sentence {
  text: string;
  role?: 'county' | 'city' | 'anyone' | undefined;
  unit?: string | null | undefined;
  context?: 'group' | 'single' | undefined;
  intent: Intent;
}

/** When the sentences were said; a day that is past is something else than one to come. */
export const SAID_ON = new Date('2020-09-10T15:00:00+08:00');

export const whoSays = ({ role = 'county' }: Pick<Sentence, 'role'>): Who => (role === 'city' ? 'staff' : role);

/** What is learnt from sentences of many people, besides the examples in the language's own files. */
export function lessonsFrom(tongue: Tongue, sentences: readonly Sentence[]): Lesson[] {
  return sentences.map((sentence) => ({ traits: traitsOf(readingOf(tongue, sentence)), intent: sentence.intent }));
}

/** The examples of `examples/` and of the rules. */
export function lessonsOfGrammar(tongue: Tongue): Lesson[] {
  const { rules, raw } = tongue.grammar;
  const ofRules = rules.flatMap(({ intent, who, examples }) =>
    examples.map((text) => {
      const role = who?.includes('county') === false || (!who && isOfStaff(intent)) ? ('city' as const) : undefined;
      return { traits: traitsOf(readingOf(tongue, { text, role, intent })), intent };
    }),
  );
  const own = Object.entries(raw.examples).flatMap(([name, texts]) =>
    texts.map((text) => ({ traits: traitsOf(readingOfExample(tongue, text, name as Intent)), intent: name as Intent })),
  );
  return [...ofRules, ...own];
}

function readingOf(tongue: Tongue, sentence: Sentence): Reading {
  const who = whoSays(sentence);
  const unit = sentence.unit ?? tongue.campaign.units[0]?.id ?? '';
  return readSentence(tongue, segmentsOf(sentence.text, tongue.grammar.raw.entities.labels), {
    who,
    ownUnits: who === 'county' ? [unit] : [],
    inGroup: sentence.context === 'group',
    now: SAID_ON,
    today: beijingDay(SAID_ON),
  });
}

/** An example is written with `<unit>` for any unit; it is read as if one stood there. */
function readingOfExample(tongue: Tongue, text: string, intent: Intent): Reading {
  const { campaign } = tongue;
  const things: Thing[] = [];
  let masked = '';
  for (const part of text.split(/(<[a-z]+>)/)) {
    const kind = /^<([a-z]+)>$/.exec(part)?.[1];
    const start = masked.length;
    masked += kind === undefined ? part : (SIGNS[kind] ?? '');
    if (kind !== undefined)
      things.push({ kind: kind === 'event' ? 'category' : kind, start, end: start + 1, ...named(kind) });
  }
  const staff = isOfStaff(intent);
  const who = staff ? 'staff' : 'county';
  const ownUnits = staff ? [] : [campaign.units[0]?.id ?? ''];
  const now = { inGroup: false, now: SAID_ON, today: beijingDay(SAID_ON) };
  return { tongue, said: masked, files: [], masked, things, toPerson: false, who, ownUnits, ...now };

  function named(kind: string): Pick<Thing, 'ids' | 'n'> {
    const category = campaign.categories.find((one) => one.kind === (kind === 'event' ? 'event' : 'work'))?.id ?? '';
    if (kind === 'unit') return { ids: [campaign.units[1]?.id ?? ''] };
    if (kind === 'category' || kind === 'event') return { ids: [category] };
    return kind === 'day' || kind === 'time' ? {} : { n: 1 };
  }
}
