import type { Agent } from 'node:http';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { AddressRefused, judgeForProxy } from './public-address.ts';

export interface Asked {
  method?: 'GET' | 'POST' | 'PUT';
  headers?: Record<string, string>;
  body?: Buffer | string;
  /** Until the head of the answer; then between any two pieces of its body. */
  withinMs: number;
  /** The way out of the house, where there is a proxy. */
  agent?: Agent | undefined;
  /** Judges where a name leads. A proxy looks names up itself: there it is asked beforehand. */
  lookup?: LookupFunction;
}

/** Not a byte of the request can have had an effect: there was no connection. */
export class NotSent extends Error {}

/**
 * One HTTP exchange. The global fetch knows neither the proxy of the house nor a way to hold on to the address that was
 * looked up, so this is Node's own client. Redirects are not followed. Throws `NotSent` where nothing left the house.
 */
export async function exchange(url: URL, asked: Asked): Promise<IncomingMessage> {
  const { agent, lookup } = asked;
  if (agent && lookup && isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0) await judgeForProxy(url.hostname, lookup);
  return exchanged(url, asked);
}

function exchanged(url: URL, asked: Asked): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body, withinMs, agent, lookup } = asked;
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const call = request(url, {
      method,
      headers: { 'accept-encoding': 'identity', ...headers, ...length },
      ...(agent && { agent }),
      ...(lookup && { lookup }),
    });
    const late = setTimeout(() => call.destroy(new Error('no answer in time')), withinMs);
    call.setTimeout(withinMs, () => call.destroy(new Error('silent')));
    call.once('response', (response) => {
      clearTimeout(late);
      response.setTimeout(withinMs, () => response.destroy(new Error('silent')));
      resolve(response);
    });
    let connected = false;
    call.once('socket', (socket) => {
      const { secureConnecting } = socket as Partial<TLSSocket> & { secureConnecting?: boolean };
      if (call.reusedSocket || !(url.protocol === 'https:' ? secureConnecting : socket.connecting)) connected = true;
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true));
    });
    call.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(late);
      const unsent = !connected && !(error instanceof AddressRefused);
      reject(unsent ? new NotSent(error.code ?? error.message) : error);
    });
    call.end(body);
  });
}

/** Reads a body that may not be longer than `limit` bytes. */
export async function wholeBody(response: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    size += (part as Buffer).length;
    if (size > limit) throw new Error('body too long');
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}
