import { child, childrenOf, value, type WordNode } from './word-xml.ts';

interface Level {
  format: string;
  /** `（%1）`: the number of level 1 in brackets. */
  pattern: string;
  start: number;
}

/** Word keeps no number in the text: it counts the paragraphs of a list and writes the label when it draws. */
export class WordNumbering {
  private readonly levels = new Map<string, Level[]>();
  private readonly listOf = new Map<string, string>();
  private readonly styleLists = new Map<string, { numId: string; level: number }>();
  private readonly counts = new Map<string, number[]>();

  constructor(numbering: WordNode[], styles: WordNode[]) {
    const root = numbering.find(({ name }) => name === 'numbering');
    for (const list of childrenOf(root, 'abstractNum')) {
      this.levels.set(list.attributes.abstractNumId ?? '', childrenOf(list, 'lvl').map(levelOf));
    }
    for (const list of childrenOf(root, 'num')) {
      this.listOf.set(list.attributes.numId ?? '', value(list, 'abstractNumId') ?? '');
    }
    for (const style of childrenOf(
      styles.find(({ name }) => name === 'styles'),
      'style',
    )) {
      const list = listIn(child(style, 'pPr'));
      if (list) this.styleLists.set(style.attributes.styleId ?? '', list);
    }
  }

  /** The label of a paragraph, and the count goes on; empty for a paragraph without number. */
  label(properties: WordNode | undefined): string {
    const list = listIn(properties) ?? this.styleLists.get(value(properties, 'pStyle') ?? '');
    if (!list || list.numId === '0') return '';
    const id = this.listOf.get(list.numId);
    const levels = this.levels.get(id ?? '');
    const level = levels?.[list.level];
    if (id === undefined || !levels || !level) return '';
    const counts = this.counts.get(id) ?? [];
    this.counts.set(id, counts);
    counts[list.level] = (counts[list.level] ?? level.start - 1) + 1;
    counts.length = list.level + 1;
    return level.pattern.replace(/%(\d)/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      return numeral(counts[at] ?? levels[at]?.start ?? 1, levels[at]?.format ?? 'decimal');
    });
  }
}

function levelOf(level: WordNode): Level {
  return {
    format: value(level, 'numFmt') ?? 'decimal',
    pattern: value(level, 'lvlText') ?? '',
    start: Number(value(level, 'start') ?? 1),
  };
}

function listIn(properties: WordNode | undefined): { numId: string; level: number } | undefined {
  const list = child(properties, 'numPr');
  const numId = value(list, 'numId');
  return numId === undefined ? undefined : { numId, level: Number(value(list, 'ilvl') ?? 0) };
}

const CHINESE = /^(chineseCounting|chineseCountingThousand|japaneseCounting|ideographTraditional|taiwaneseCounting)$/;
const chinese = new Intl.NumberFormat('zh-u-nu-hanidec', { useGrouping: false });
const TEN = '\u5341';

function numeral(count: number, format: string): string {
  if (format === 'bullet' || format === 'none') return '';
  if (CHINESE.test(format)) return chineseNumeral(count);
  if (format === 'decimalEnclosedCircle' && count <= 20) return String.fromCodePoint(0x245f + count);
  if (/^(upper|lower)Letter$/.test(format) && count <= 26) {
    return String.fromCharCode((format === 'upperLetter' ? 64 : 96) + count);
  }
  return String(count);
}

/** 1 to 99, as headings write them. */
function chineseNumeral(count: number): string {
  if (count < 10 || count > 99) return chinese.format(count);
  const tens = Math.floor(count / 10);
  const ones = count % 10;
  return `${tens === 1 ? '' : chinese.format(tens)}${TEN}${ones === 0 ? '' : chinese.format(ones)}`;
}
