import { lookup as resolveName } from 'node:dns';
import type { Agent } from 'node:http';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isStandIn } from './stand-in-address.ts';

export interface Asked {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: Buffer | string;
  /** Until the head of the answer; then between any two pieces of its body. */
  withinMs: number;
  /** The way out of the house, where there is a proxy. */
  agent?: Agent | undefined;
  lookup?: LookupFunction;
}

/** Not a byte of the request can have had an effect: there was no connection. */
export class NotSent extends Error {}

export class AddressRefused extends Error {}

/**
 * One HTTP exchange. The global fetch knows neither the proxy of the house nor a way to hold on to the address that was
 * looked up, so this is Node's own client. Redirects are not followed. Throws `NotSent` where nothing left the house.
 */
export function exchange(url: URL, asked: Asked): Promise<IncomingMessage> {
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

const INNER = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  INNER.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  INNER.addSubnet(net, bits, 'ipv6');

/** Whether an address is one of the world's, not of a house network, this computer or a cloud's metadata. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const family = isIP(plain);
  if (family === 0) return false;
  return !INNER.check(plain, family === 6 ? 'ipv6' : 'ipv4') && !/^::ffff:/i.test(plain);
}

/** Looks a name up and refuses it when it leads inside; the connection goes to the very address that was judged. */
export const lookupOf =
  (mayBeReached: (address: string) => boolean, resolve: typeof resolveName = resolveName): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error) done(error, '', 4);
      else if (!first || addresses.some(({ address }) => !mayBeReached(address)))
        done(new AddressRefused('not a public address'), '', 4);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };

export const publicLookup = lookupOf(isPublicAddress);
/** For the stores of a platform, whose names may lead to stand-ins. */
export const storeLookup = lookupOf((address) => isPublicAddress(address) || isStandIn(address));

/**
 * The URL of a file comes from outside: https and a public address only (docs/protocol-wecom.md, section 4.3, point 6).
 * `trusted` are the hosts that the settings name themselves, for a platform in the house; `stores` those where the platform
 * keeps its files (point 8).
 */
export function guarded(address: string, trusted: Set<string>, stores?: RegExp): { url: URL; lookup?: LookupFunction } {
  if (!URL.canParse(address)) throw new AddressRefused('no URL');
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (trusted.has(host) && /^https?:$/.test(url.protocol)) return { url };
  if (url.protocol !== 'https:' || url.username !== '') throw new AddressRefused('not https');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new AddressRefused('not a public address');
  return { url, lookup: stores?.test(host) ? storeLookup : publicLookup };
}
