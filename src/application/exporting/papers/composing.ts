import type { Category } from '../../../domain/campaign.ts';
import type { PaperBlock } from '../../../domain/official-paper.ts';
import type { PaperWords, Values } from '../../words/paper-words.ts';
import { type Figure, figureOf, type Spelling } from './counting.ts';
import { CATEGORY_FIGURES, CITY_FIGURES, type Counted, type Query } from './figures.ts';

/** A figure as it stands in a paper: where it is said, and what it was counted from. */
export interface Told {
  figure: Figure;
  /** The sentence, or the name of the table and the cell. */
  sentence: string;
}

/** Puts a paper's text together and keeps of every figure where it stands. */
export interface Composer {
  blocks: PaperBlock[];
  told: Told[];
  /** Stands there only when a paragraph follows. */
  heading(id: string): void;
  subheading(id: string): void;
  /** The paragraphs of a section, about the whole campaign; `note` before them, when there are any. */
  text(id: string, note?: string): void;
  /** The same as one string, for what is no paragraph. */
  line(id: string): string;
  /** A numbered paragraph about each of these categories. */
  items(id: string, categories: readonly Category[]): void;
  /** A figure of a table, as its cell shows it; empty where there is none. */
  cell(query: Query, about: Pick<Figure, 'explained' | 'category' | 'unit'>, where: string): string;
}

export const spellingOf = (words: PaperWords): Spelling => ({
  join: (names) => names.join(words.say('paper.join')),
  level: (level, count) => words.say('paper.level', { level, count }),
});

export function composer(counted: Counted, words: PaperWords, facts: Values): Composer {
  const numerals = [...words.say('paper.numerals')];
  const numbers = { heading: 0, subheading: 0 };
  const blocks: PaperBlock[] = [];
  const told: Told[] = [];
  const spelling = spellingOf(words);
  const city = figuresBy(CITY_FIGURES, (query, name) =>
    figureOf(counted, query, { explained: name, category: '', unit: '' }, spelling),
  );

  /** A section's paragraphs with its figures, each noted with the sentence that tells it. */
  const paragraphs = (id: string, figures: Record<string, Figure | undefined>, more: Values = {}): string[] => {
    const values = { ...facts, ...more, ...valuesOf(figures) };
    return words.sentences(id, values).map((sentences) =>
      sentences
        .map(({ text, told: names }) => {
          for (const name of names) {
            const figure = figures[name];
            if (figure) told.push({ figure, sentence: text });
          }
          return text;
        })
        .join(''),
    );
  };
  const headings: { as: 'heading' | 'subheading'; id: string }[] = [];
  const write = (texts: string[]) => {
    if (texts.length === 0) return;
    for (const { as, id } of headings.splice(0)) {
      if (as === 'heading') numbers.subheading = 0;
      const numeral = numerals[numbers[as]++] ?? String(numbers[as]);
      blocks.push({ as, text: words.say(`paper.${as}`, { numeral, text: words.say(id) }) });
    }
    blocks.push(...texts.map((text) => ({ as: 'text' as const, text })));
  };

  return {
    blocks,
    told,
    heading(id) {
      headings.splice(0);
      headings.push({ as: 'heading', id });
    },
    subheading(id) {
      if (headings.at(-1)?.as === 'subheading') headings.pop();
      headings.push({ as: 'subheading', id });
    },
    text(id, note) {
      const texts = paragraphs(id, city);
      if (texts.length > 0) write([...(note === undefined ? [] : paragraphs(note, city)), ...texts]);
    },
    line: (id) => paragraphs(id, city).join(''),
    items(id, categories) {
      let index = 0;
      for (const category of categories) {
        const figures = figuresBy(CATEGORY_FIGURES, ({ explained, of }) =>
          figureOf(counted, of(category.id), { explained, category: category.name, unit: '' }, spelling),
        );
        const [text] = paragraphs(id, figures, { category: category.name, measure: category.measure });
        if (text) write([words.say('paper.item', { index: ++index, text })]);
      }
    },
    cell(query, about, where) {
      const figure = figureOf(counted, query, about, spelling);
      if (figure) told.push({ figure, sentence: where });
      return figure === undefined ? '' : String(figure.value);
    },
  };
}

function figuresBy<Entry>(
  table: Record<string, Entry>,
  make: (entry: Entry, name: string) => Figure | undefined,
): Record<string, Figure | undefined> {
  return Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, make(entry, name)]));
}

const valuesOf = (figures: Record<string, Figure | undefined>): Values =>
  Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, figure?.value]));
