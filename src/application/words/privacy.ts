import { sensitiveSpans } from '../../domain/sensitive.ts';
import type { IncomingFile, Message } from '../message.ts';
import { fileName, LONGEST_TEXT, normalise, oneLine } from './normalise.ts';

/** Blanks the numbers of identity cards and bank cards; a text is stored only after this. */
export function maskNumbers(text: string): { text: string; masked: boolean } {
  const spans = sensitiveSpans(text);
  let result = '';
  let last = 0;
  for (const { start, end } of spans) {
    result += text.slice(last, start) + '*'.repeat(end - start);
    last = end;
  }
  return { text: result + text.slice(last), masked: spans.length > 0 };
}

/** The message as it may be stored: in normal form, without the numbers of cards in its text, quote or file names. */
export function storable(message: Message): Message {
  const { text, masked } = maskNumbers(normalise(message.text).slice(0, LONGEST_TEXT + 1));
  const files = message.files.map(withSafeName);
  const named = message.files.some(({ name }) => name !== undefined && maskNumbers(name).masked);
  const { quote, sender } = message;
  return {
    ...message,
    text,
    files,
    sender: { ...sender, ...(sender.name !== undefined && { name: oneLine(sender.name, 40) }) },
    ...((masked || named) && { masked: true }),
    ...(quote && {
      quote: {
        files: quote.files.map(withSafeName),
        ...(quote.text !== undefined && { text: maskNumbers(normalise(quote.text)).text }),
      },
    }),
  };
}

const withSafeName = (file: IncomingFile): IncomingFile =>
  file.name === undefined ? file : { ...file, name: maskNumbers(fileName(file.name)).text };
