import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Alias, type Document, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { rendered } from '../application/words/words.ts';
import type { Campaign } from '../domain/campaign.ts';
import { crossReferences, type Mistake } from './campaign-references.ts';
import { review } from './campaign-review.ts';
import { campaignSchema } from './campaign-schema.ts';
import { readSections } from './prompt-files.ts';
import { ROOT } from './root.ts';
import { lineOf, readablePath } from './yaml-file.ts';

/** A campaign file that cannot be used. The message is for its editor: one line per problem, `file:line path: sentence`. */
export class CampaignInvalid extends Error {
  override name = 'CampaignInvalid';
}

interface Problem extends Mistake {
  /** Not known when the file could not be read at all. */
  line?: number;
}

/** Reads a campaign file. Throws `CampaignInvalid` with every problem at once. */
export function loadCampaign(path: string): Campaign {
  const file = basename(path);
  const source = sourceOf(path);
  if (typeof source !== 'string') throw invalid(file, [source]);
  return campaignFrom(source, file);
}

/** The same of what stands in a file that lies elsewhere. */
export function campaignFrom(source: string, file: string): Campaign {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const broken = syntaxProblem(document, lines);
  if (broken) throw invalid(file, [broken]);

  const raw: unknown = document.toJS();
  const parsed = campaignSchema.safeParse(raw);
  const mistakes = parsed.success ? [] : parsed.error.issues.flatMap((issue) => shapeMistakes(issue, raw));
  const sound = parsed.success ? parsed.data : soundParts(raw, mistakes);
  mistakes.push(...crossReferences(sound));
  if (mistakes.length === 0 && parsed.success) return parsed.data;
  const problems = mistakes.map((mistake) => ({ ...mistake, line: lineOf(document, lines, mistake.path) }));
  throw invalid(
    file,
    problems.sort((one, other) => one.line - other.line),
  );
}

function sourceOf(path: string): string | Problem {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { path: [], code: 'no-file', facts: { path } };
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { path: [], code: 'encoding', facts: {} };
    return { path: [], code: 'unreadable', facts: { path, code } };
  }
}

/** Only the first: what the parser complains of afterwards mostly follows from it. */
function syntaxProblem(document: Document.Parsed, lines: LineCounter): Problem | undefined {
  const [error] = document.errors;
  const open = error ? openQuote(document, error.pos[0]) : undefined;
  const alias = error ? undefined : danglingAlias(document);
  const offset = open ?? alias?.range?.[0] ?? error?.pos[0];
  if (offset === undefined) return undefined;
  const code = alias ? 'alias' : open === undefined ? error?.code : 'quote';
  const detail = alias ? `*${alias.source}` : (error?.message ?? '');
  return { line: lines.linePos(offset).line, path: [], code: `yaml-${code}`, facts: { detail } };
}

/** Where the quotation begins that runs up to `offset`; the parser only says where it gave up, often the end of the file. */
function openQuote(document: Document.Parsed, offset: number): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar(_, { range, type }) {
      if (range && type?.startsWith('QUOTE') && range[0] < offset && offset <= range[2]) start = range[0];
    },
  });
  return start;
}

/** A text that begins with `*` is an alias to YAML, and `toJS` throws when nothing bears that name. */
function danglingAlias(document: Document.Parsed): Alias | undefined {
  let dangling: Alias | undefined;
  visit(document, {
    Alias(_, alias) {
      if (!alias.resolve(document)) dangling ??= alias;
    },
  });
  return dangling;
}

type Issue = z.core.$ZodIssue;

function shapeMistakes(issue: Issue, raw: unknown): Mistake[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...issue.path, key], code: 'unknown-key', facts: { key } }));
  const { path } = issue;
  const found = valueAt(raw, path);
  if (found === undefined) return [{ path, code: 'missing', facts: { key: String(path.at(-1) ?? '') } }];
  const { code, facts } = shapeMistake(issue);
  return [{ path, code, facts: { found: shown(found), ...facts } }];
}

function shapeMistake(issue: Issue): Pick<Mistake, 'code' | 'facts'> {
  switch (issue.code) {
    case 'invalid_type':
      return { code: `type-${issue.expected}`, facts: {} };
    case 'invalid_value':
      return { code: 'one-of', facts: { allowed: issue.values.map(String).join(' ') } };
    case 'invalid_union':
      return { code: 'one-of', facts: { allowed: 'options' in issue ? (issue.options as string[]).join(' ') : '' } };
    case 'too_small':
      return { code: `too-small-${issue.origin}`, facts: { least: Number(issue.minimum) } };
    case 'too_big':
      return { code: `too-big-${issue.origin}`, facts: { most: Number(issue.maximum) } };
    case 'custom':
      return { code: String(issue.params?.code), facts: {} };
    default:
      return { code: 'other', facts: { detail: issue.message } };
  }
}

const valueAt = (raw: unknown, path: PropertyKey[]) =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], raw);

const shown = (value: unknown) => {
  if (value === null || typeof value === 'object') return '';
  const text = String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
};

/** The top-level parts without a mistake of their own, so that references among them are checked in the same go. */
function soundParts(raw: unknown, mistakes: Mistake[]): Partial<Campaign> {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw)) return {};
  const faulty = new Set(mistakes.map(({ path }) => path[0]));
  const sound = Object.fromEntries(Object.entries(raw).filter(([part]) => !faulty.has(part)));
  // Its defaults are needed to add its weights up.
  const rules = review.safeParse(sound.review);
  const { review: _, ...others } = sound;
  return rules.success ? { ...others, review: rules.data } : others;
}

function invalid(file: string, problems: Problem[]): CampaignInvalid {
  const sections = readSections(join(ROOT, 'prompts'));
  const sentence = ({ code, facts }: Problem) => {
    const section =
      sections.get(`campaign-check.problem-${code}`) ??
      sections.get(`campaign-check.problem-${code.startsWith('yaml-') ? 'yaml' : 'other'}`);
    return section ? rendered(section, facts) : code;
  };
  const place = ({ line, path }: Problem) =>
    [line ? `${file}:${line}` : file, readablePath(path)].filter(Boolean).join(' ');
  return new CampaignInvalid(problems.map((problem) => `${place(problem)}: ${sentence(problem)}`).join('\n'));
}
