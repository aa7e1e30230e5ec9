import { createServer } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { describe, expect, test } from 'vitest';
import { AddressRefused, isPublicAddress, judgeForProxy } from '../../src/adapters/wire/public-address.ts';
import { openRemote } from '../../src/adapters/wire/remote-file.ts';
import { FileGone } from '../../src/application/ports.ts';
import { startProxy } from '../support/proxy.ts';

test('a server that drips without end is given up, though it is never silent', async () => {
  const server = createServer((_, answer) => {
    const drip = setInterval(() => answer.write('x'), 5);
    answer.on('close', () => clearInterval(drip));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const parts = { trusted: new Set(['127.0.0.1']), silenceMs: 10_000, wholeMs: 60 };
  const { response } = await openRemote(url, parts);
  await expect(buffer(response)).rejects.toThrow('too slow');
  server.closeAllConnections();
  server.close();
});

describe('behind a proxy, which looks names up by itself', () => {
  const parts = { trusted: new Set<string>(), silenceMs: 2_000 };

  test('a name that leads inside is not asked for there either', async () => {
    const proxy = await startProxy();
    const agent = new HttpsProxyAgent(proxy.url);
    for (const url of [
      'https://localhost/x',
      'https://localhost:8443/x',
      'https://[::1]/x',
      'https://[2002:a00:1::1]/x',
    ])
      await expect(openRemote(url, { ...parts, agent })).rejects.toBeInstanceOf(FileGone);
    expect(proxy.tunnels).toEqual([]);
    await proxy.close();
  });

  const leadsTo =
    (...addresses: string[]): LookupFunction =>
    (_name, _options, done) => {
      const inner = addresses.some((address) => !isPublicAddress(address));
      if (inner) done(new AddressRefused('not a public address'), '', 4);
      else
        done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        );
    };
  const unknown: LookupFunction = (_name, _options, done) =>
    done(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), '', 4);

  test.each<[string, string, LookupFunction, boolean]>([
    ['a public one', 'files.example.cn', leadsTo('119.29.29.29'), true],
    ['an inner one', 'files.example.cn', leadsTo('10.0.0.7'), false],
    ['one of both', 'files.example.cn', leadsTo('119.29.29.29', '10.0.0.7'), false],
    ['an inner one with the name of a platform', 'x.myqcloud.com', leadsTo('10.0.0.7'), false],
    ['the platform’s, unknown in the house', 'ww-aibot-img-1.cos.ap-guangzhou.myqcloud.com', unknown, true],
    ['an inner name, unknown to this computer', 'nas', unknown, false],
    ['another', 'intranet.corp.example', unknown, false],
    ['one that looks like the platform’s', 'myqcloud.com.evil.example', unknown, false],
  ])('%s: %s', async (_, name, lookup, allowed) => {
    const judged = await judgeForProxy(name, lookup).then(
      () => true,
      (error) => error instanceof AddressRefused && false,
    );
    expect(judged).toBe(allowed);
  });
});
