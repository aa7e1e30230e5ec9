import { completed } from './complete.ts';
import { doubtOf } from './doubt.ts';
import { INTENTS, type Intent, type Interpretation, isWrite } from './intents.ts';
import { interpretByRules, meaningBy, slotsAs } from './interpret.ts';
import { likelihoods } from './learnt.ts';
import { type Reading, thingsOf } from './reading.ts';
import { withoutTakenBack } from './taken-back.ts';
import { traitsOf } from './traits.ts';

/** What a sentence is taken for, and how surely. */
export interface Heard {
  /** Undefined when it is not sure enough to act on. */
  meaning: Interpretation | undefined;
  /** Of a hundred sentences at 0.9, ninety are meant so (`npm run eval` prints the table). */
  confidence: number;
  /** When it is not sure: the readings to offer, best first. */
  choices: Interpretation[];
}

// Below it a rule that fits is overruled by what was learnt.
const RULE_COUNTS_FROM = 0.3;
// As like as this to a line of prompts/language/examples/, a sentence means the same.
const TAUGHT_FROM = 0.9;
/** A question may be answered on a likely guess; a change is proposed only when there is hardly a doubt, or a rule says the same. */
const SURE = { read: 0.75, write: 0.92, ruledWrite: 0.8 };
/** To be refused by mistake is worse than to be asked. */
const REFUSED: readonly Intent[] = ['refuse_pii', 'refuse_unauthorized'];
const SHORTEST = 3;
const MOST_CHOICES = 3;
// What is less likely than this is not worth a line on a phone.
const WORTH_OFFERING = 0.04;

/** What a sentence is taken for, with all that it says of it. */
export function hear(reading: Reading): Heard {
  const { meaning, choices, ...rest } = weigh(reading);
  return {
    ...rest,
    meaning: meaning && whole(reading, meaning),
    choices: choices.map((choice) => whole(reading, choice)),
  };
}

function whole(reading: Reading, meaning: Interpretation): Interpretation {
  if (meaning.intent === 'revise_submission') return completed(reading, meaning);
  const meant = withoutTakenBack(reading);
  const said = meant === reading ? meaning : { ...meaning, slots: slotsAs(meant, meaning.intent) };
  return completed(meant, said);
}

/** Weighs what the rules say against what was learnt from many people's sentences. Without the latter the rules decide alone. */
function weigh(reading: Reading): Heard {
  const { learnt, nearest } = reading.tongue;
  const ruled = meaningBy(reading);
  if (!learnt) return sure(interpretByRules(reading), 1);
  if (ruled?.intent === 'refuse_pii' && thingsOf(reading, 'card').length > 0) return sure(ruled, 1);
  if (isTooShort(reading)) return sure(interpretByRules(reading), 1);
  const like = nearest.find(reading.masked, TAUGHT_FROM);
  const taught = like === 'grant_extension' && reading.who === 'county' ? 'request_extension' : like;
  const likely = likelihoods(learnt, traitsOf(reading));
  const alone = (intent: Intent) => likely[INTENTS.indexOf(intent)] ?? 0;
  const at = (intent: Intent) => {
    // More time is given by staff; whoever else speaks of it asks for it.
    if (reading.who !== 'county') return alone(intent);
    if (intent === 'grant_extension') return 0;
    return alone(intent) + (intent === 'request_extension' ? alone('grant_extension') : 0);
  };
  const order = [...INTENTS].sort((one, other) => at(other) - at(one));
  const first = taught ?? (ruled && at(ruled.intent) >= RULE_COUNTS_FROM ? ruled.intent : order[0]) ?? 'ignore';
  const confidence = taught ? Math.max(0.9, at(taught)) : at(first);
  const as = (intent: Intent): Interpretation =>
    intent === ruled?.intent ? ruled : { intent, slots: slotsAs(reading, intent) };
  const enough = first === ruled?.intent ? SURE.ruledWrite : SURE.write;
  const acts =
    isWrite(first) || REFUSED.includes(first)
      ? confidence >= enough && !(isWrite(first) && doubtOf(reading, first))
      : confidence >= SURE.read;
  if (acts) return sure(as(first), confidence);
  const others = order.filter((intent) => intent !== first);
  const worth = others.filter((intent, index) => index === 0 || at(intent) >= WORTH_OFFERING);
  return { meaning: undefined, confidence, choices: [first, ...worth].slice(0, MOST_CHOICES).map(as) };
}

/** Two characters alone are in many sentences, and mean none of them. */
const isTooShort = ({ masked, things }: Reading): boolean =>
  things.length === 0 && [...masked.replace(/[\s\p{P}\p{S}]/gu, '')].length < SHORTEST;

const sure = (meaning: Interpretation | undefined, confidence: number): Heard => ({
  meaning,
  confidence: meaning ? confidence : 0,
  choices: [],
});
