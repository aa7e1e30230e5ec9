import type { Agent } from 'node:http';
import { exchange, NotSent, wholeBody } from '../wire/exchange.ts';
import { readJson } from '../wire/json.ts';
import { mediaForm } from '../wire/multipart.ts';
import { isFault, type Outcome } from '../wire/outcome.ts';
import { outcomeOf } from './errors.ts';

/** Calls to the platform's two hosts (docs/protocol-dingtalk.md, section 4). */
export interface Rest {
  /** `api.dingtalk.com`, the token in a header; without a token it is asked for one. */
  post(path: string, token: string | undefined, body: object): Promise<Outcome>;
  /** The same with another verb. */
  send(method: 'POST' | 'PUT', path: string, token: string, body: object): Promise<Outcome>;
  /** One file as multipart to `oapi.dingtalk.com` (docs/protocol-dingtalk.md, section 4.6). */
  upload(token: string, type: string, file: { name: string; bytes: Buffer }): Promise<Outcome>;
  /** An address that the platform gave out; no call that is counted. */
  postTo(url: URL, body: object): Promise<Outcome>;
}

export interface RestParts {
  apiBase: string;
  oapiBase: string;
  withinMs: number;
  agent?: Agent | undefined;
  /** Asked before each call that counts; false when the month's calls are used up. */
  spend(): Promise<boolean>;
  /** The platform says that they are, or those of the day, with its code. */
  onQuota(code: string): Promise<void>;
}

const LONGEST_ANSWER = 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' };

export const placeOf = (base: string, path: string): URL => new URL(`${base.replace(/\/+$/, '')}${path}`);

export function rest({ apiBase, oapiBase, withinMs, agent, spend, onQuota }: RestParts): Rest {
  const call = async (
    url: URL,
    headers: Record<string, string>,
    body: Buffer | string,
    method: 'POST' | 'PUT' = 'POST',
  ): Promise<Outcome> => {
    try {
      const response = await exchange(url, { method, withinMs, agent, headers, body });
      const read = readJson(String(await wholeBody(response, LONGEST_ANSWER)));
      const fields = typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
      return outcomeOf(response.statusCode ?? 0, fields);
    } catch (error) {
      return { state: error instanceof NotSent ? 'offline' : 'silent' };
    }
  };
  const counted = async (...asked: Parameters<typeof call>): Promise<Outcome> => {
    if (!(await spend())) return { state: 'fault', fault: 'quota', code: 'held back' };
    const answer = await call(...asked);
    if (isFault(answer, 'quota')) await onQuota(answer.code);
    return answer;
  };
  return {
    post(path, token, body) {
      const headers = { ...JSON_TYPE, ...(token !== undefined && { 'x-acs-dingtalk-access-token': token }) };
      return counted(placeOf(apiBase, path), headers, JSON.stringify(body));
    },
    send(method, path, token, body) {
      const headers = { ...JSON_TYPE, 'x-acs-dingtalk-access-token': token };
      return counted(placeOf(apiBase, path), headers, JSON.stringify(body), method);
    },
    upload(token, type, file) {
      const url = placeOf(oapiBase, '/media/upload');
      url.search = new URLSearchParams({ access_token: token, type }).toString();
      const form = mediaForm(file, { type });
      return counted(url, { 'content-type': form.type }, form.body);
    },
    postTo: (url, body) => call(url, JSON_TYPE, JSON.stringify(body)),
  };
}
