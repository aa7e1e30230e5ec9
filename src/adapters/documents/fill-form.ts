import { ScopeData, type ScopeDataArgs, TagDisposition, TemplateHandler, TemplateSyntaxError } from 'easy-template-x';
import { strFromU8, unzipSync, zipSync } from 'fflate';
import { type FormFault, type FormFilling, type FormTag, formFault } from '../../domain/form.ts';
import { xmlText } from './storable-text.ts';

export type FilledForm = { docx: Uint8Array } | { fault: FormFault };

/** Fills an office's own docx. The same form and filling make the same bytes. */
export async function fillForm(form: Uint8Array, filling: FormFilling): Promise<FilledForm> {
  if (!isDocx(form)) return { fault: { code: 'unreadable' } };
  const handler = new TemplateHandler({ scopeDataResolver: found });
  try {
    const tags = (await handler.parseTags(Buffer.from(form))).map(tagOf);
    const fault = formFault(tags, filling) ?? strayIn(await handler.getText(Buffer.from(form)));
    if (fault) return { fault };
    const filled = await handler.process(Buffer.from(form), dataOf(filling));
    // The package writes the hour into the zip; this is the first day that a zip can name.
    return { docx: zipSync(unzipSync(filled), { mtime: new Date(1980, 0, 1), level: 6 }) };
  } catch (error) {
    if (error instanceof NotFound)
      return { fault: { code: 'unknown', tag: `{${error.message}}`, known: Object.keys(filling.words) } };
    if (error instanceof TemplateSyntaxError) return { fault: { code: 'unpaired', tag: signOf(error) } };
    throw error;
  }
}

class NotFound extends Error {}

/** Heads and feet of pages are filled too, but their tags are not among those that the package lists. */
function found(args: ScopeDataArgs): ReturnType<typeof ScopeData.defaultResolver> {
  const value = ScopeData.defaultResolver(args);
  if (value === undefined) throw new NotFound(args.strPath.at(-1));
  return value;
}

/** The package leaves a bracket alone that never closes in its paragraph. */
function strayIn(text: string): FormFault | undefined {
  const stray = /\{[^{}]{0,20}|[^{}]{0,20}\}/.exec(text.replace(/\{[^{}]*\}/g, ''));
  return stray ? { code: 'unpaired', tag: stray[0] } : undefined;
}

/** Whatever else a zip holds, without the document itself there is nothing to fill. */
function isDocx(bytes: Uint8Array): boolean {
  try {
    const main = unzipSync(bytes, { filter: ({ name }) => name === 'word/document.xml' })['word/document.xml'];
    return main !== undefined && strFromU8(main).includes('<w:document');
  } catch {
    return false;
  }
}

const KINDS: Record<string, FormTag['kind']> = {
  [TagDisposition.Open]: 'begins',
  [TagDisposition.Close]: 'ends',
};

const tagOf = ({ name, disposition }: { name: string; disposition: string }): FormTag => ({
  kind: KINDS[disposition] ?? 'word',
  name,
});

function dataOf({ words, tables }: FormFilling) {
  const said = (texts: Record<string, string | null>) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, xmlText(text ?? '')]));
  return {
    ...said(words),
    ...Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table?.rows.map(said) ?? []])),
  };
}

/** What a form has too much or too little of, as it is written. */
const signOf = (error: TemplateSyntaxError): string => {
  const { openDelimiterText, closeDelimiterText, tagRawText } = error as unknown as Partial<Record<string, string>>;
  return tagRawText ?? openDelimiterText ?? closeDelimiterText ?? '';
};
