import { XMLParser } from 'fast-xml-parser';
import { Unreadable } from './fault.ts';

/** An element, or a text when it has no name. */
export interface WordNode {
  name: string;
  text: string;
  attributes: Record<string, string>;
  children: WordNode[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
});

const DEEPEST = 200;

/** The root's children. Word writes no document type, so whoever brings one brings entities that grow. */
export function parseWord(xml: string): WordNode[] {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new Unreadable('damaged');
  let raw: unknown;
  try {
    raw = parser.parse(xml);
  } catch {
    throw new Unreadable('damaged');
  }
  return nodesOf(raw, 0);
}

function nodesOf(raw: unknown, depth: number): WordNode[] {
  if (depth > DEEPEST) throw new Unreadable('damaged');
  if (!Array.isArray(raw)) return [];
  return raw.map((one: Record<string, unknown>) => {
    const name = Object.keys(one).find((key) => key !== ':@') ?? '';
    if (name === '#text') return { name: '', text: String(one[name]), attributes: {}, children: [] };
    const attributes = (one[':@'] ?? {}) as Record<string, string>;
    return { name, text: '', attributes, children: nodesOf(one[name], depth + 1) };
  });
}

export const child = (node: WordNode | undefined, name: string): WordNode | undefined =>
  node?.children.find((one) => one.name === name);

export const childrenOf = (node: WordNode | undefined, name: string): WordNode[] =>
  node?.children.filter((one) => one.name === name) ?? [];

/** `<w:numId w:val="3"/>` → `3` */
export const value = (node: WordNode | undefined, name: string): string | undefined =>
  child(node, name)?.attributes.val;
