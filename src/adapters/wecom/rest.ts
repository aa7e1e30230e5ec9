import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { exchange, NotSent, wholeBody } from '../wire/exchange.ts';
import { readJson } from '../wire/json.ts';
import { mediaForm } from '../wire/multipart.ts';
import type { Body, Outcome } from '../wire/outcome.ts';
import { outcomeOf } from './errors.ts';

export interface Rest {
  get(path: string, query: Record<string, string>): Promise<Outcome>;
  post(path: string, query: Record<string, string>, body: object): Promise<Outcome>;
  /** One file as multipart, field `media` (docs/protocol-wecom.md, sections 2.6 and 3). */
  upload(path: string, query: Record<string, string>, file: { name: string; bytes: Buffer }): Promise<Outcome>;
  postTo(url: URL, body: object): Promise<Outcome>;
}

export interface RestParts {
  base: string;
  withinMs: number;
  agent?: Agent | undefined;
}

const LONGEST_ANSWER = 1024 * 1024;

const ANSWER_MS = 20_000;

/** Over the way out of the house, where there is one. */
export const restThrough = ({
  base,
  proxy,
  withinMs = ANSWER_MS,
}: {
  base: string;
  proxy: string | undefined;
  withinMs?: number;
}): Rest => rest({ base, withinMs, agent: proxy === undefined ? undefined : new HttpsProxyAgent(proxy) });

export function rest({ base, withinMs, agent }: RestParts): Rest {
  const urlOf = (path: string, query: Record<string, string>) => {
    const url = new URL(`${base.replace(/\/+$/, '')}${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  };
  const call = async (url: URL, type?: string, body?: Buffer | string): Promise<Outcome> => {
    try {
      const response = await exchange(url, {
        withinMs,
        agent,
        ...(type !== undefined && { method: 'POST' as const, headers: { 'content-type': type } }),
        ...(body !== undefined && { body }),
      });
      const read = readJson(String(await wholeBody(response, LONGEST_ANSWER))) as { errcode?: unknown } | undefined;
      // An overloaded gate in front of the platform passed nothing on, so the call may be repeated.
      if (response.statusCode === 503 || response.statusCode === 429) return { state: 'offline' };
      if (typeof read !== 'object' || read === null) return { state: 'silent' };
      const errcode = typeof read.errcode === 'number' ? read.errcode : 0;
      return outcomeOf(errcode, read as Body);
    } catch (error) {
      return { state: error instanceof NotSent ? 'offline' : 'silent' };
    }
  };
  return {
    get: (path, query) => call(urlOf(path, query)),
    post: (path, query, body) => call(urlOf(path, query), 'application/json; charset=utf-8', JSON.stringify(body)),
    postTo: (url, body) => call(url, 'application/json; charset=utf-8', JSON.stringify(body)),
    upload(path, query, file) {
      const { type, body } = mediaForm(file);
      return call(urlOf(path, query), type, body);
    },
  };
}
