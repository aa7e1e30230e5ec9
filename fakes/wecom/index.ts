import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { assemble, Controls } from './controls.ts';
import type { FakeWecom } from './fake-wecom.ts';
import type { FakeWecomOptions } from './settings.ts';
import { World } from './world.ts';

export * from './fake-wecom.ts';
export * from './faults.ts';
export * from './settings.ts';
export * from './types.ts';

/** Starts it; the platform's limits and errors are those of docs/protocol-wecom.md. */
export async function startFakeWecom(options: FakeWecomOptions = {}): Promise<FakeWecom> {
  const world = new World(options);
  const parts = assemble(world);
  const { server } = parts.rest;
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new Controls(world, parts);
}
