import type { SlotWords } from './grammar.ts';
import type { Slots } from './intents.ts';
import type { ReaderName } from './names.ts';
import type { SlotReader } from './reading.ts';
import { type Reading, thingsOf, wordsOf } from './reading.ts';

export const chosen = (choices: SlotWords[], text: string): string | undefined =>
  choices.find(({ when }) => when.test(text))?.value;

const oneOf =
  (name: string, of: 'metric' | 'basis' | 'milestone' | 'format'): SlotReader =>
  ({ tongue, masked }) => {
    // The last alternative matches anything: it is what people mean when they say nothing. A command without words says
    // nothing at all, so it must not match.
    const value = chosen(tongue.grammar.choices[of], masked === '' ? ' ' : masked);
    return value === undefined ? {} : { [name]: value };
  };

/** Of the whole city, how many there are is asked of what was received. */
function metricOfTotal(reading: Reading): Slots {
  const { grammar } = reading.tongue;
  const metric = chosen(grammar.choices.metric, reading.masked) ?? 'all';
  const lacks = grammar.words.lack?.test(reading.masked);
  const counted = metric === 'all' && !lacks && grammar.countedAsReceived.test(reading.masked);
  return { metric: counted && thingsOf(reading, 'category').length > 0 ? 'received' : metric };
}

/** In the order in which they are asked about. */
function aspect({ tongue, said, masked }: Reading): Slots {
  const found = tongue.grammar.choices.aspect
    .flatMap(({ value, when }) => {
      const at = (when.exec(said) ?? when.exec(masked))?.index;
      return at === undefined ? [] : [{ value, at }];
    })
    .sort((a, b) => a.at - b.at);
  return found.length > 0 ? { aspect: found.map(({ value }) => value) } : {};
}

function nameTemplate(reading: Reading): Slots {
  const [quoted] = thingsOf(reading, 'template');
  const { grammar } = reading.tongue;
  const spoken = grammar.words.template_after?.exec(reading.said);
  const text = quoted
    ? wordsOf(reading, quoted).slice(1, -1)
    : spoken && reading.said.slice(spoken.index + spoken[0].length);
  if (!text) return {};
  const parts = text
    .split(/[-_－—+\s、]+|(?<=\p{Script=Han})[加和](?=\p{Script=Han})/u)
    .map((part) => part.replace(/^(?:按|用|以|命名为)/, '').replace(/(?:来)?(?:命名|这样|排).*$/, ''))
    .map((part) => grammar.raw.slots.nameParts[part])
    .filter((part) => part !== undefined);
  return parts.length > 1 ? { name_template: parts.map((part) => `{${part}}`).join('-') } : {};
}

const when =
  (word: string, slots: Slots): SlotReader =>
  ({ tongue, said }) =>
    tongue.grammar.words[word]?.test(said) ? slots : {};

/** A draft of the unit's own report is written from its own figures. */
function assistKind(reading: Reading): Slots {
  const draft = reading.tongue.grammar.words.report_draft?.test(reading.said) ?? false;
  const own = reading.who === 'county' && (draft || thingsOf(reading, 'self').length > 0);
  return { ...(own && { unit: '@self' }), ...(draft && { kind: 'draft_report' }) };
}

/** To urge, without naming whom, is to urge those who lack something. */
function forTheMissing({ tongue, said, things }: Reading): boolean {
  const { missing_ones: missing, urge } = tongue.grammar.words;
  if (things.some(({ kind }) => kind === 'unit')) return false;
  return (missing?.test(said) || urge?.test(said)) ?? false;
}

export const wordReaders: Partial<Record<ReaderName, SlotReader>> = {
  metric: oneOf('metric', 'metric'),
  metricOfTotal,
  basis: oneOf('basis', 'basis'),
  milestone: oneOf('milestone', 'milestone'),
  milestoneReport: () => ({ milestone: 'report' }),
  granularity: when('clock_asked', { granularity: 'time' }),
  aspect,
  format: oneOf('format', 'format'),
  receiptFormat: when('as_file', { format: 'file' }),
  nameTemplate,
  include: when('with_phones', { include: ['mobile'] }),
  audience: (reading) => (forTheMissing(reading) ? { audience: 'missing' } : {}),
  audienceUnnamed: ({ things }) => (things.some(({ kind }) => kind === 'unit') ? {} : { audience: 'missing' }),
  assistKind,
  mention: (reading) =>
    thingsOf(reading, 'unit').length > 0 || reading.tongue.grammar.words.at?.test(reading.said)
      ? { mode: 'mention' }
      : {},
};
