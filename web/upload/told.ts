/** What the server has put into the page; `src/adapters/pages/page.ts` and `form.ts` make it. */
export interface Told {
  token: string;
  limit: number;
  form: {
    categories: {
      id: string;
      name: string;
      rules: string[];
      fields: Field[];
      /** Without a file: `must` nothing can be handed in, `link` an address stands for it, `may` nothing is missing. */
      files: 'must' | 'link' | 'may';
      /** What several files are, where that is asked: first what they usually are. */
      several?: 'one' | 'each';
    }[];
    how?: 'add' | 'replace';
    /** What this page calls handing in; left out, it is a report. */
    words?: { button: string; done: string; again: string };
  };
}

export interface Field {
  id: string;
  label: string;
  must: boolean;
  day: boolean;
  /** What it is for. */
  note?: string;
  /** What stands there already. */
  value?: string;
  /** What is proposed; anything else may be written. */
  options?: string[];
}

/** How what came by the page stands: `src/adapters/pages/state.ts`. */
export interface State {
  shut: string;
  uploads: Upload[];
}

export interface Upload {
  id: string;
  name: string;
  size: number;
  offset: number;
  print: string;
  state: 'coming' | 'arrived' | 'kept' | 'refused' | 'taken';
  files: { name: string; title: string; about: string; src: string; show: string; problems: string[] }[];
  failure: string;
}

export interface HandedIn {
  outcome: 'done' | 'again' | 'not-done';
  text: string;
}

/** `/u/<code>`, however the address was written. */
export const here = location.pathname.replace(/\/+$/, '');

/** What the server says to a request; throws its sentence where it says no, and nothing in words where the line is cut. */
export async function ask<Answer>(
  told: Told,
  where: string,
  body?: unknown,
  method = body ? 'POST' : 'GET',
): Promise<Answer> {
  const response = await fetch(here + where, {
    method,
    credentials: 'same-origin',
    headers: {
      'x-page-token': told.token,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'DELETE' && { 'tus-resumable': '1.0.0' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.status === 204) return undefined as Answer;
  const said = await response.json();
  if (!response.ok) throw new Error(said.message || String(response.status));
  return said;
}
