// The words of a page of web/: read from prompts/<page>.yaml and compared with what the page says, when it is built.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Document, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';

const root = path.resolve(import.meta.dirname, '..');
/** `say('works.bulk', { count, numbers })`; what a text lacks or has in excess of these names is found. */
const SAID = /\bsay\(\s*'([\w-]+(?:\.[\w-]+)+)'(?:,\s*\{([^{}]*)\})?/g;
/** `sayOf('state', state)`: any of the words of a group. */
const SAID_OF = /\bsayOf\(\s*'([\w.-]+)'/g;

export type Words = Record<string, string>;

/** Every text by its name, such as `works.title`. Throws with the file's line where something is missing, unknown or of no use. */
export function pageWords(page: 'console' | 'upload'): Words {
  const file = `prompts/${page}.yaml`;
  const text = readFileSync(path.join(root, file), 'utf8');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) throw new Error(`${file}: ${document.errors[0]?.message}`);
  const words = flatten(file, document.toJS());
  const problems = [...cutOff(document), ...compare(words, pageSources(`web/${page}`))];
  const lineOf = (problem: string) => {
    const node = document.getIn((/^[\w.-]+/.exec(problem)?.[0] ?? '').split('.'), true);
    return isNode(node) && node.range ? `:${lines.linePos(node.range[0]).line}` : '';
  };
  if (problems.length > 0) throw new Error(problems.map((one) => `${file}${lineOf(one)}: ${one}`).join('\n'));
  return words;
}

/** What is wrong between texts and the sources that say them. */
export function compare(words: Words, sources: { file: string; text: string }[]): string[] {
  const problems: string[] = [];
  const used = new Set<string>();
  for (const { file, text } of sources) {
    for (const [, name = '', given = ''] of text.matchAll(SAID)) {
      used.add(name);
      const said = words[name];
      if (said === undefined) problems.push(`${name} is missing, ${file} says it`);
      else {
        const names = given
          .split(',')
          .map((part) => part.split(':')[0]?.trim())
          .filter(Boolean);
        const unknown = variablesOf(said).filter((one) => !names.includes(one));
        if (unknown.length > 0)
          problems.push(`${name}: {${unknown.join('}, {')}} is not known there; known are: ${names.join(', ')}`);
      }
    }
    for (const [, group] of text.matchAll(SAID_OF)) {
      const members = Object.keys(words).filter((name) => name.startsWith(`${group}.`));
      if (members.length === 0) problems.push(`${group} is missing, ${file} says it`);
      for (const name of members) used.add(name);
    }
  }
  for (const name of Object.keys(words)) if (!used.has(name)) problems.push(`${name} is said nowhere`);
  return problems;
}

/** YAML takes what follows a space and `#` for a remark: a text that goes on there has lost its end. */
export function cutOff(document: Document): string[] {
  const problems: string[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (isScalar(value) && value.comment?.trim())
        problems.push(`${key}: #${value.comment} is cut off, quote the text`);
    },
  });
  return problems;
}

const variablesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

function flatten(file: string, value: unknown, name = ''): Words {
  if (typeof value === 'string') return { [name]: value };
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Error(`${file}: ${name || 'the file'} is neither a text nor a group of texts`);
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, one]) => flatten(file, one, name ? `${name}.${key}` : key)),
  );
}

function pageSources(pages: string) {
  return readdirSync(path.join(root, pages), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(vue|ts)$/.test(file))
    .map((file) => ({ file: `${pages}/${file}`, text: readFileSync(path.join(root, pages, file), 'utf8') }));
}
