import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { jsonObject, wholeBody } from '../platform/whole-body.ts';
import { type Answer, apiError, oapiError } from './answers.ts';
import type { RequestFault } from './faults.ts';
import type { World } from './world.ts';

export interface Call {
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export type Endpoint = (call: Call) => Answer | Promise<Answer>;
/** `POST /v1.0/robot/groupMessages/send` → what answers it. */
export type Endpoints = Record<string, Endpoint>;
/** Serves bytes by itself when the path is its own. */
export type Files = (path: string, response: ServerResponse) => boolean;

export const jsonOf = ({ body }: Call) => jsonObject(body);

/** One of the two hosts, with its shape of errors. */
export class Rest {
  readonly server: Server;
  private readonly world: World;
  private readonly host: 'api' | 'oapi';
  private readonly endpoints: Endpoints;
  private readonly files: Files | undefined;

  constructor(world: World, host: 'api' | 'oapi', endpoints: Endpoints, files?: Files) {
    this.world = world;
    this.host = host;
    this.endpoints = endpoints;
    this.files = files;
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.world.origins[this.host]);
    if (this.world.faults.unreachable) {
      response.writeHead(503).end();
      return;
    }
    if (request.method === 'GET' && this.files?.(url.pathname, response)) return;
    const nth = (this.world.counters.requests[url.pathname] ?? 0) + 1;
    this.world.counters.requests[url.pathname] = nth;
    const fault = this.world.faults.request?.(url.pathname, nth);
    const body = await wholeBody(request);
    const call = { path: url.pathname, query: url.searchParams, headers: request.headers, body };
    await this.answer(`${request.method} ${url.pathname}`, call, fault, response);
    this.world.changed();
  }

  private async answer(name: string, call: Call, fault: RequestFault, response: ServerResponse): Promise<void> {
    if (fault === 'stall') return;
    if (fault === 'lost') {
      response.destroy();
      return;
    }
    if (typeof fault === 'object' && !('obeyed' in fault && fault.obeyed)) {
      write(this.faulty(call.path, fault), response);
      return;
    }
    const answer = await this.obey(name, call);
    if (fault === 'mute') return;
    if (fault === 'drop') response.destroy();
    else write(fault === undefined ? answer : this.faulty(call.path, fault), response);
  }

  private faulty(where: string, fault: Exclude<RequestFault, string | undefined>): Answer {
    if ('errcode' in fault) return oapiError(this.world, where, { ...fault, errmsg: 'fault' });
    if ('code' in fault) return apiError(this.world, where, { ...fault, message: 'fault' });
    this.world.note({ where, code: String(fault.status), message: 'fault' });
    return { status: fault.status, body: fault.body ?? '', ...(fault.type !== undefined && { type: fault.type }) };
  }

  private obey(name: string, call: Call): ReturnType<Endpoint> {
    const endpoint = this.endpoints[name];
    if (endpoint) return endpoint(call);
    const rule = 'unknown-path';
    return this.host === 'api'
      ? apiError(this.world, this.host, { status: 404, code: 'InvalidAction.NotFound', rule, detail: name })
      : oapiError(this.world, this.host, { errcode: 22, rule, detail: name });
  }
}

function write({ status, body, type }: Answer, response: ServerResponse): void {
  response.writeHead(status, { 'content-type': type ?? 'application/json;charset=utf-8' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
