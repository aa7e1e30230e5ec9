import type { Office } from '../../application/office.ts';
import type { Form } from './form.ts';

/** What the page's script is handed. */
export interface Told {
  token: string;
  form: Form;
  /** Bytes of one file. */
  limit: number;
}

/**
 * A page with its script: what is known stands in it as text, what the script needs in one attribute, so that nothing of it is ever run.
 * It works in the browsers that are built into chat programs of phones five years old. `above` and `below` the form stands what is already
 * fit for a page.
 */
export function uploadPage({ say }: Pick<Office, 'say'>, { form, ...told }: Told, above = '', below = ''): string {
  return htmlPage(
    form.heading,
    `<h1>${safe(form.heading)}</h1>
${form.known.map((line) => `<p class="small">${safe(line)}</p>`).join('\n')}
${above}
<div id="app" data-told="${safe(JSON.stringify({ ...told, form }))}"></div>
${below}
<noscript><p class="bad">${safe(say('upload.no-script'))}</p></noscript>
<script src="/u/assets/upload.js" defer></script>`,
  );
}

/** Nothing to do there but to read why. */
export const saidPage = ({ say }: Pick<Office, 'say'>, text: string): string =>
  htmlPage(
    say('upload.title'),
    `<h1>${safe(say('upload.title'))}</h1>\n${text
      .split('\n')
      .map((line) => `<p>${safe(line)}</p>`)
      .join('\n')}`,
  );

export const htmlPage = (title: string, body: string) => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no"><title>${safe(title)}</title><link rel="stylesheet" href="/u/assets/upload.css"></head>
<body><main>
${body}
</main></body></html>
`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
