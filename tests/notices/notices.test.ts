import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { crossReferences } from '../../src/adapters/campaign-references.ts';
import { campaignSchema } from '../../src/adapters/campaign-schema.ts';
import { documentIn } from '../../src/adapters/documents/read.ts';
import { fold } from '../../src/domain/notice/fold.ts';
import { drafted } from '../../src/start/campaign-draft.ts';
import { documentOf, expectedOf, NOTICES } from './support/fixture.ts';
import { score } from './support/score.ts';

const notices = ['handed', 'blind', 'second', 'third'].flatMap((set) =>
  readdirSync(path.join(NOTICES, set))
    .filter((name) => !name.startsWith('.'))
    .map((name) => `${set}/${name}`),
);
const withFacts = notices.filter((name) => !name.endsWith('linfen-2020')).sort();

type Drafted = Awaited<ReturnType<typeof readDraft>>;
const made = new Map<string, Promise<Drafted>>();

function draftOf(name: string, form = expectedOf(name).form): Promise<Drafted> {
  const key = `${name} ${form}`;
  const known = made.get(key) ?? readDraft(name, form);
  made.set(key, known);
  return known;
}

async function readDraft(name: string, form: Parameters<typeof documentOf>[1]) {
  const result = await documentIn(Buffer.from(documentOf(name, form)));
  if (!result.ok) throw new Error(result.fault);
  return { ...drafted(result.document), text: textOf(result.document.blocks) };
}

type Blocks = Parameters<typeof drafted>[0]['blocks'];

const textOf = (blocks: Blocks): string =>
  blocks
    .map((block) =>
      block.kind === 'paragraph'
        ? block.text
        : block.rows
            .flat()
            .map((cell) => cell.text)
            .join('\n'),
    )
    .join('\n');

/** What is read of no notice: each is told, none is forgotten. */
const UNREAD: Record<string, string[]> = {
  'second/26-jiaotong': ['measure of 先进个人: 名'],
};

describe.each(withFacts)('%s', (name) => {
  test('is read as a careful clerk reads it, and nothing is added', async () => {
    const { missed, invented } = score(expectedOf(name), (await draftOf(name)).draft);
    expect({ missed, invented }).toEqual({ missed: UNREAD[name] ?? [], invented: [] });
  });

  test('holds every fact by words that stand in it', async () => {
    const { yaml, text } = await draftOf(name);
    const plain = (words: string) => fold(words).replace(/\s/g, '');
    const quotes = quotesIn(parse(yaml));
    expect(quotes.length).toBeGreaterThan(5);
    expect(quotes.filter((quote) => !plain(text).includes(plain(quote)))).toEqual([]);
  });

  test('makes a file that loads', async () => {
    const parsed = campaignSchema.safeParse(parse((await draftOf(name)).yaml));
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(crossReferences(parsed.data ?? {})).toEqual([]);
  });
});

function quotesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(quotesIn);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, one]) => (key === 'quote' ? [String(one)] : quotesIn(one)));
}

test('the form makes no difference: text, Word and both kinds of pdf of one notice give the same file', async () => {
  const name = 'blind/05-weijian';
  const drafts = [];
  for (const form of ['txt', 'docx', 'pdf-ruled', 'pdf-ragged', 'pdf-ruled-gbk'] as const)
    drafts.push((await draftOf(name, form)).yaml);
  expect(new Set(drafts).size).toBe(1);
});

test('a year that is nowhere is asked for, and given it dates everything', async () => {
  const result = await documentIn(Buffer.from(documentOf('blind/09-minzheng', 'txt')));
  if (!result.ok) throw new Error(result.fault);
  const asked = drafted(result.document);
  expect(asked.draft.document.issued).toBe(undefined);
  expect(asked.draft.milestones).toEqual([]);
  const given = drafted(result.document, 2020);
  expect(given.draft.document.issued).toBe('2020-08-20');
  expect(given.draft.milestones?.map(({ day, month }) => day ?? month)).toEqual([
    '2020-09-30',
    '2020-10-15',
    '2020-10-26',
  ]);
});
