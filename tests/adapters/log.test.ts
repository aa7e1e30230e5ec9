import { expect, test } from 'vitest';
import { StoreFailed } from '../../src/application/ports.ts';
import { logOf } from '../../src/start/log.ts';

/** What the log says of something, as it is read from its line. */
function logged(said: object): Record<string, unknown> {
  const lines: string[] = [];
  logOf('info', { write: (line) => lines.push(line) }).warn(said, 'x');
  expect(lines.map((line) => line.split('\n').length)).toEqual([2]);
  return JSON.parse(lines[0] ?? '');
}

const SECRET = '王小明 13800138000';
const coded = (error: Error, code: string) => Object.assign(error, { code });

test.each<[string, unknown, object]>([
  ['a string', 'TypeError', { name: 'TypeError' }],
  ['nothing', null, { name: 'object' }],
  ['an object', { message: SECRET }, { name: 'object' }],
  ['a code', coded(new TypeError(SECRET), 'P1001'), { name: 'TypeError', code: 'P1001' }],
  [
    'what lies behind it',
    new StoreFailed('ENOSPC', 1, coded(new Error(SECRET), 'ENOSPC')),
    { name: 'StoreFailed', code: 'ENOSPC', cause: { name: 'Error', code: 'ENOSPC' } },
  ],
  ['a code of 900 kB', coded(new Error('x'), 'c'.repeat(900_000)), { name: 'Error', code: `${'c'.repeat(300)}…` }],
])('of an error it says what it can: %s', (_, error, expected) => {
  const { error: said } = logged({ error });
  expect(said).toMatchObject(expected);
  expect(JSON.stringify(said)).not.toContain('王小明');
});

test.each([
  ['two lines', `first\n${SECRET}`],
  ['lines like frames', `first\n    at ${SECRET}\n    at x (${SECRET}.ts:1:1)`],
  ['ten lines', `${SECRET}\n`.repeat(10)],
])('no line of a message stands among the frames: %s', (_, message) => {
  const { error } = logged({ error: new Error(message) }) as { error: { stack: string[] } };
  expect(JSON.stringify(error)).not.toContain('王小明');
  expect(error.stack[0]).toMatch(/^\s+at .*log\.test\.ts/);
  expect(error.stack.length).toBeLessThanOrEqual(5);
});

test('what came from outside makes no line longer', () => {
  const line = logged({ message: 'm'.repeat(900_000), inbound: '7' });
  expect([line.message, line.inbound]).toEqual([`${'m'.repeat(300)}…`, '7']);
});
