import type { Slots } from './intents.ts';
import type { ReaderName } from './names.ts';
import type { SlotReader } from './reading.ts';
import { type Reading, thingsOf, wordsOf } from './reading.ts';

// Behind these words stands a name that may itself contain a unit, a category or a day: it must not be read as one.
const OPEN = new Set(['place', 'workplace', 'author_unit', 'new_value']);

/** The value that one of the ways of saying it names; in the words as typed. */
export function saidAs(reading: Reading, name: string): string | undefined {
  for (const pattern of reading.tongue.grammar.said[name] ?? []) {
    const found = new RegExp(pattern.source, `${pattern.flags}d`).exec(reading.masked);
    const span = found?.indices?.groups?.v;
    if (!span || /[\uE000-\uE0FF]/.test(reading.masked.slice(span[0], span[1]))) {
      const open = found && OPEN.has(name) ? span : undefined;
      if (!open) continue;
      return reading.said.slice(open[0], open[1]).trim();
    }
    return reading.said.slice(span[0], span[1]).trim();
  }
  return undefined;
}

const slot =
  (name: string, way: string): SlotReader =>
  (reading) => {
    const value = saidAs(reading, way);
    return value === undefined || value === '' ? {} : { [name]: value };
  };

function mobile(reading: Reading): Slots {
  const [said] = thingsOf(reading, 'mobile');
  return said ? { mobile: wordsOf(reading, said).replace(/\D/g, '') } : {};
}

function code(reading: Reading): Slots {
  const [said] = thingsOf(reading, 'code');
  return said ? { code: wordsOf(reading, said).toUpperCase() } : {};
}

function link(reading: Reading): Slots {
  const [said] = thingsOf(reading, 'link');
  if (!said) return {};
  const secret = reading.tongue.grammar.words.link_code
    ? new RegExp(
        `(?:${reading.tongue.grammar.words.link_code.source})\\s*[:：是]?\\s*(?<code>[A-Za-z0-9]{4})(?![A-Za-z0-9])`,
        'iu',
      ).exec(reading.said)?.groups?.code
    : undefined;
  return { link: wordsOf(reading, said), ...(secret !== undefined && { link_code: secret }) };
}

/** The unit of the author, recognised before anything in it could be taken for the unit that reports. */
function authorUnit(reading: Reading): Slots {
  const [named] = thingsOf(reading, 'workplace');
  const said = saidAs(reading, 'author_unit') ?? (named && wordsOf(reading, named));
  return said === undefined || said === '' ? {} : { author_unit: said };
}

/** Where somebody works; after the name it may stand alone between commas. */
function workplace(reading: Reading): Slots {
  const said = saidAs(reading, 'workplace') ?? saidAs(reading, 'workplace_bare');
  const known = said === undefined || said === '' || said === saidAs(reading, 'ambassador');
  return known ? {} : { workplace: said };
}

/** Where it was; in a list of facts the place stands alone between commas. */
function place(reading: Reading): Slots {
  const said = saidAs(reading, 'place');
  const listed = reading.said.split(/[，,\s]+/).length > 2 ? saidAs(reading, 'place_bare') : undefined;
  const value = said ?? listed;
  return value === undefined || value === '' ? {} : { place: value };
}

export const peopleReaders: Partial<Record<ReaderName, SlotReader>> = {
  authorUnit,
  name: slot('name', 'name'),
  ambassadorName: slot('name', 'ambassador'),
  binder: slot('name', 'binder'),
  workplace,
  place,
  mobile,
  code,
  link,
};
