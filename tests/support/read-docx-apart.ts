import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';

// biome-ignore lint/suspicious/noExplicitAny: the parser's own answer.
type Node = any;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
});

/** The elements of a part, in their order: `[name, children, attributes]`. */
export type Element = [name: string, children: Element[], attributes: Record<string, string>];

export const partsOf = (bytes: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));

export const elementsOf = (xml: string): Element[] => parser.parse(xml).flatMap(elementOf);

function elementOf(node: Node): Element[] {
  const name = Object.keys(node).find((key) => key !== ':@');
  if (name === undefined) return [];
  if (name === '#text') return [['#text', [], { text: String(node['#text']) }]];
  return [[name, node[name].flatMap(elementOf), node[':@'] ?? {}]];
}

export const walk = (elements: Element[]): Element[] => elements.flatMap((element) => [element, ...walk(element[1])]);

/** The paragraphs of a docx as another program would read them, those of tables with their cells between bars. */
export function paragraphsOf(bytes: Uint8Array): string[] {
  const body = walk(elementsOf(partsOf(bytes)['word/document.xml'] ?? '')).find(([name]) => name === 'w:body');
  return (body?.[1] ?? []).flatMap((element) => {
    if (element[0] === 'w:p') return [textIn(element)];
    if (element[0] !== 'w:tbl') return [];
    return element[1]
      .filter(([name]) => name === 'w:tr')
      .map((row) =>
        row[1]
          .filter(([name]) => name === 'w:tc')
          .map(textIn)
          .join('|'),
      );
  });
}

const textIn = (element: Element): string =>
  walk([element])
    .filter(([name]) => name === 'w:t')
    .flatMap(([, children]) => children.map(([, , { text = '' }]) => text))
    .join('');
