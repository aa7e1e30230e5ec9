import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { assemble, Controls } from './controls.ts';
import type { FakeDingtalk } from './fake-dingtalk.ts';
import type { FakeDingtalkOptions } from './settings.ts';
import { World } from './world.ts';

export * from './fake-dingtalk.ts';
export * from './faults.ts';
export * from './settings.ts';
export * from './types.ts';

/** Starts it; the platform's limits and errors are those of docs/protocol-dingtalk.md. */
export async function startFakeDingtalk(options: FakeDingtalkOptions = {}): Promise<FakeDingtalk> {
  const world = new World(options);
  const parts = assemble(world);
  for (const [offset, host] of (['api', 'oapi'] as const).entries()) {
    const server = parts.servers[host];
    server.listen(options.port === undefined ? 0 : options.port + offset, '127.0.0.1');
    await once(server, 'listening');
    world.origins[host] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  return new Controls(world, parts);
}
