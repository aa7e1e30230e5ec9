import { campaignHeaders } from './campaign.ts';
import { paths, type RouteName } from './contracts/paths.ts';
import type { AnswerOf, Problem, Sent } from './contracts/routes.ts';

/** A "no" of the server; `message` is the sentence for the reader. Status 0: nothing was heard of the server. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly by: Problem['by'];
  constructor(status: number, { code, message, by }: Problem) {
    super(message);
    this.status = status;
    this.code = code;
    this.by = by;
  }
}

interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Where something is asked for, with its parts filled in; what is undefined is left out. */
export function addressOf(name: RouteName, { params = {}, query = {} }: Parts = {}): string {
  const [, path] = paths[name];
  const filled = path.replace(/:(\w+)/g, (_, part: string) => encodeURIComponent(String(params[part])));
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(Object.fromEntries(said.map(([key, value]) => [key, String(value)]))).toString();
  return text === '' ? filled : `${filled}?${text}`;
}

/** Asks the server. Throws `Refused`. */
export async function call<Name extends RouteName>(
  name: Name,
  sent: Sent<Name>,
  signal?: AbortSignal,
): Promise<AnswerOf<Name>> {
  const [method] = paths[name];
  const { body } = sent as Parts;
  let response: Response;
  try {
    response = await fetch(addressOf(name, sent as Parts), {
      method,
      headers: { ...campaignHeaders(), ...(method === 'POST' && { 'content-type': 'application/json' }) },
      ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if ((error as Error).name === 'AbortError') throw error;
    throw new Refused(0, { code: 'unreachable', message: '' });
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as AnswerOf<Name>;
  const problem = answer as Problem | undefined;
  throw new Refused(response.status, problem?.code ? problem : { code: 'fault', message: '' });
}
