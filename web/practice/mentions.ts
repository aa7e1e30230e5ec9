import type { Message } from './api.ts';
import { words } from './words.ts';

export interface Piece {
  text: string;
  mention: boolean;
}

/** The text of a message in pieces, so that a mention can be coloured without any markup. */
export function pieces(message: Message): Piece[] {
  const names = message.mentions.map((name) => `@${name.replace(/^@/, '')}`);
  const bot = `@${words.bot}`;
  const absent = names.filter((name) => !message.text.includes(name));
  const addressed = message.chat === 'group' && message.mention && !message.text.includes(bot);
  const before = addressed ? `${bot} ` : '';
  const after = absent.filter((name) => !addressed || name !== bot);
  const text = before + message.text + (after.length > 0 ? `\n${after.join(' ')}` : '');
  return split(text, [...new Set([...names, bot])]);
}

function split(text: string, marks: string[]): Piece[] {
  const longestFirst = marks
    .toSorted((a, b) => b.length - a.length)
    .map((mark) => mark.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return text
    .split(new RegExp(`(${longestFirst.join('|')})`))
    .map((piece, index) => ({ text: piece, mention: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
