import { expect, it } from 'vitest';
import { isOwnHost } from '../../src/adapters/http.ts';

it.each([
  ['127.0.0.1:3000', true],
  ['localhost:3000', true],
  ['[::1]:3000', true],
  ['10.0.3.7', true],
  ['baosong:3000', true],
  ['bs.example.cn', true],
  ['BS.example.cn:443', true],
  ['evil.example.com', false],
  ['bs.example.cn.evil.com', false],
  ['127.0.0.1.evil.com', false],
  ['localhost.evil.com:3000', false],
  ['', false],
  [undefined, false],
])('%s names this server: %s', (host, own) => {
  expect(isOwnHost(host, 'https://bs.example.cn/x')).toBe(own);
});
