/** Something that a command takes, as far as its usage line has to tell it. */
export interface Taken {
  name: string;
  kind: string;
  /** The table of `prompts/commands.yaml` whose words it is told by. */
  of?: string;
  /** Without it the command is refused. */
  required: boolean;
}

interface Written {
  name: string;
  usage: string;
  example: string;
  fields: Record<string, string[]>;
}

export interface Words {
  /** What a usage line calls things of a kind; `or`: what it puts between two ways to say something, beside the bar. */
  usageWords: Record<string, string[]>;
  /** The words of a table of choices, or of a list. */
  tables: Record<string, readonly string[]>;
  prefixes: readonly string[];
}

/** A part of a usage line: what it calls something, and whether that may be left out. */
interface Part {
  called: string;
  /** Written with a colon behind it. */
  labelled: boolean;
  optional: boolean;
  /** Which of the ways to say it that the line tells, between bars. */
  way: number;
}

/**
 * What a usage line and an example tell wrongly of what a command takes: nothing that it does not take may be named, and
 * everything that it insists on must be, where nothing says that it may be left out.
 */
export function usageProblems(takes: readonly Taken[], written: Written, words: Words): string[] {
  const { usage, example, fields } = written;
  const problems: string[] = [];
  for (const [what, line] of Object.entries({ usage, example }))
    if (nameIn(line, words.prefixes) !== written.name)
      problems.push(`the ${what} does not begin with /${written.name}`);
  for (const label of labelsIn(example))
    if (!Object.values(fields).some((names) => names.includes(label)))
      problems.push(`the example names ${label}, which the command does not take`);
  const named = new Map<string, Part[]>();
  const namedIn = (way: number, { name }: Taken) => named.get(name)?.some((part) => part.way === way);
  const { or = [] } = words.usageWords;
  for (const part of partsOf(or.reduce((line, word) => line.replaceAll(word, '|'), usage))) {
    const free = takes.filter((one) => isCalled(one, part, fields, words) && (isMany(one) || !namedIn(part.way, one)));
    const ofFields = part.labelled && Object.values(fields).some((names) => names.includes(part.called));
    const [taken] = free;
    if (taken) named.set(taken.name, [...(named.get(taken.name) ?? []), part]);
    else if (!ofFields) problems.push(`the usage names ${part.called}, which the command does not take`);
  }
  for (const { name, required } of takes)
    if (required && !named.get(name)?.some(({ optional }) => !optional))
      problems.push(`the usage does not name ${name} as something that must be told`);
  return problems;
}

const nameIn = (line: string, prefixes: readonly string[]): string | undefined =>
  prefixes.includes(line[0] ?? '') ? line.slice(1).split(/\s/)[0] : undefined;

/** `作者:李建国` → 作者; no label is a time of the day. */
const labelsIn = (line: string): string[] =>
  [...line.matchAll(/(?:^|\s)([^\s:：\d]+)[:：]/gu)].map(([, label = '']) => label);

/** `/延期 单位… | 全市 [类别] 到 日期 理由` → 单位, 全市, 类别 (may be left out), 到, 日期, 理由. */
function partsOf(usage: string): Part[] {
  const [, ...pieces] = usage.split(/(?=[[\]])|\s+/).filter((piece) => piece !== '');
  const parts: Part[] = [];
  let [optional, way] = [false, 0];
  for (const piece of pieces) {
    if (piece.startsWith('[')) optional = true;
    if (piece.startsWith(']')) optional = false;
    for (const one of piece.split(/[[\]]|(?=\|)/)) {
      if (one.startsWith('|')) way++;
      const called = one.replace(/[《》…|]/g, '').replace(/[:：].*$/, '');
      if (called !== '') parts.push({ called, labelled: /[:：]/.test(one), optional, way });
    }
  }
  return parts;
}

/** Named as often as the line likes. */
const isMany = ({ kind }: Taken): boolean => ['choice', 'entries', 'day', 'numbered', 'fields'].includes(kind);

/** By its label, by a word of its table, or (`留下的编号`) by what its kind is called. */
function isCalled({ name, kind, of }: Taken, { called }: Part, fields: Written['fields'], words: Words): boolean {
  if (fields[name]?.includes(called)) return true;
  if (of !== undefined && words.tables[of]?.includes(called)) return true;
  return words.usageWords[kind]?.some((word) => called.endsWith(word)) ?? false;
}
