import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { jsonObject, wholeBody } from '../platform/whole-body.ts';
import type { FileServer } from './file-server.ts';
import type { Answer, World } from './world.ts';

export interface Call {
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  ip: string;
}

/** Bytes instead of JSON (media/get). */
export interface Download {
  status: number;
  headers: Record<string, string | number>;
  bytes: Buffer;
}

export type Endpoint = (call: Call) => Answer | Download | Promise<Answer | Download>;
/** `POST /cgi-bin/message/send` → what answers it. */
export type Endpoints = Record<string, Endpoint>;

/** The HTTP side of the platform: every answer has status 200, errors too (docs/protocol-wecom.md, section 3). */
export class Rest {
  readonly server: Server;
  private readonly world: World;
  private readonly files: FileServer;
  private readonly endpoints: Endpoints;

  constructor(world: World, files: FileServer, endpoints: Endpoints) {
    this.world = world;
    this.files = files;
    this.endpoints = endpoints;
    this.server = createServer((request, response) => void this.handle(request, response));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.world.origin);
    if (this.world.faults.unreachable) {
      response.writeHead(503).end();
      return;
    }
    if (url.pathname.startsWith('/cos/')) return this.files.serve(url.pathname, response);
    const nth = (this.world.counters.requests[url.pathname] ?? 0) + 1;
    this.world.counters.requests[url.pathname] = nth;
    const fault = this.world.faults.request?.(url.pathname, nth);
    const body = await wholeBody(request);
    if (fault === 'lost') return void request.socket.destroy();
    if (typeof fault === 'object' && 'status' in fault) return void response.writeHead(fault.status).end();
    const call = { path: url.pathname, query: url.searchParams, headers: request.headers, body, ip: '127.0.0.1' };
    const refused = typeof fault === 'object' && 'errcode' in fault;
    const answer = refused
      ? this.world.refuse(url.pathname, fault.errcode, 'fault')
      : await this.answer(`${request.method} ${url.pathname}`, call);
    if (fault === 'drop') request.socket.destroy();
    else if (fault !== 'stall') write(answer, response);
    this.world.changed();
  }

  private answer(name: string, call: Call): ReturnType<Endpoint> {
    const endpoint = this.endpoints[name];
    return endpoint ? endpoint(call) : this.world.forbid('http', 'unknown-path', 404, name);
  }
}

function write(answer: Answer | Download, response: ServerResponse): void {
  if ('errcode' in answer) {
    response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
    response.end(JSON.stringify(answer));
  } else {
    const { status, headers, bytes } = answer as Download;
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    response.end(bytes);
  }
}

/** Undefined when it is no JSON object. */
export const jsonOf = ({ body }: Call) => jsonObject(body);
