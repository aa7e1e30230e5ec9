import { linkIn } from '../../../domain/link.ts';
import type { Tongue } from '../../language/reading.ts';
import { readArguments } from '../../words/form.ts';
import { labelsToRead } from '../../words/vocabulary.ts';
import type { Context } from '../context.ts';

/** The code that some stores write into the address itself. */
export const codeInAddress = (link: string): string | undefined =>
  /[?&](?:pwd|password|code)=([A-Za-z0-9]{4,8})(?![A-Za-z0-9])/i.exec(link)?.[1];

/** A code behind its word (提取码 ab12, 访问码：ab12), and the text without the two. */
export function codeIn({ grammar }: Tongue, text: string): { code: string; left: string } | undefined {
  const { link_code: called } = grammar.words;
  const found = called && new RegExp(`[（(]?(?:${called.source})\\s*[:：]?\\s*([A-Za-z0-9]{4,8})[）)]?`).exec(text);
  const code = found?.[1];
  return found && code !== undefined ? { code, left: text.replace(found[0], ' ') } : undefined;
}

/** A message that is a link, with its code where there is one, and nothing else; undefined for any other. */
export function mereLink(context: Context): Record<string, string> | undefined {
  const { text } = context.message;
  if (linkIn(text) === undefined) return undefined;
  const { fields, head } = readArguments(text, labelsToRead(context.vocabulary, 'submit'));
  const { link: labelled, code, ...others } = fields;
  const link = linkIn(labelled ?? '') ?? linkIn(head);
  if (link === undefined || Object.keys(others).length > 0) return undefined;
  const bare = codeIn(context.tongue, `${head} ${labelled ?? ''}`);
  const left = (bare?.left ?? head).replace(link, '').replace(/[\p{P}\p{S}\s]/gu, '');
  if (left !== '' && !context.tongue.grammar.words.link_named?.test(left)) return undefined;
  const known = code ?? bare?.code ?? codeInAddress(link);
  return { link, ...(known !== undefined && { code: /[A-Za-z0-9]{4,8}/.exec(known)?.[0] ?? known }) };
}
