import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { isStandIn } from './stand-in-address.ts';

/** An address that came from outside and is not to be asked. */
export class AddressRefused extends Error {}

/** Addresses that are of no use to anybody but this computer, its house, a cloud's own, documents or tunnels (IANA's registries). */
const SPECIAL = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  SPECIAL.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  // Teredo (2001::/32) among other protocols; an address within it may stand for an inner one.
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4: the inner address stands in its middle.
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const)
  SPECIAL.addSubnet(net, bits, 'ipv6');

/** What is given out to the world so far; mapped, translated, local and multicast addresses all lie outside. */
const GLOBAL = new BlockList();
GLOBAL.addSubnet('2000::', 3, 'ipv6');

/** Whether an address is one of the world's, not of a house network, this computer or a cloud's metadata. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  if (isIP(plain) === 4) return !SPECIAL.check(plain, 'ipv4');
  return isIP(plain) === 6 && GLOBAL.check(plain, 'ipv6') && !SPECIAL.check(plain, 'ipv6');
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

/** Where the platforms keep files (docs/wecom.md, docs/dingtalk.md: what the firewall lets through). */
const PLATFORMS = /\.(qq\.com|myqcloud\.com|aliyuncs\.com|dingtalk\.com|alicdn\.com)$/;

/**
 * Judges a name that the proxy of the house will look up. A house with a proxy may know no names of the world; then only those of
 * the platforms are let through, as the proxy may know inner ones. Throws `AddressRefused`.
 */
export function judgeForProxy(hostname: string, lookup: LookupFunction = publicLookup): Promise<void> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error) => {
      if (!error || (!(error instanceof AddressRefused) && PLATFORMS.test(hostname))) resolve();
      else reject(error instanceof AddressRefused ? error : new AddressRefused('a name that nobody knows here'));
    });
  });
}

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
