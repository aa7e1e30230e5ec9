import { lookup as resolveName } from 'node:dns/promises';
import { BlockList, isIPv4 } from 'node:net';

/**
 * Where a name of the world leads although its host is not there (docs/protocol-wecom.md, section 4.3, point 8): the store of
 * files within its own cloud, and any name behind a proxy that makes addresses up.
 */
const STAND_INS = new BlockList();
STAND_INS.addSubnet('169.254.0.0', 24, 'ipv4');
STAND_INS.addSubnet('198.18.0.0', 15, 'ipv4');

export const isStandIn = (address: string): boolean => isIPv4(address) && STAND_INS.check(address, 'ipv4');

export type Resolve = (host: string) => Promise<string[]>;

export const resolved: Resolve = async (host) => (await resolveName(host, { all: true })).map(({ address }) => address);

/** The first address of a host that is a stand-in; undefined when none is, or when it has none at all. */
export async function standInOf(host: string, resolve: Resolve = resolved): Promise<string | undefined> {
  const addresses = await resolve(host).catch(() => []);
  return addresses.find(isStandIn);
}
