import { PGlite } from '@electric-sql/pglite';
import { vi } from 'vitest';

const PARSE = 'P'.charCodeAt(0);
const BIND = 'B'.charCodeAt(0);
const QUERY = 'Q'.charCodeAt(0);

/**
 * Listens to what the database in memory is asked; begun before anything is, as a statement says its text once and goes by a name of
 * its connection from then on.
 */
export function listening() {
  const textOf = new Map<string, string>();
  let asked: string[] = [];
  const run = PGlite.prototype.execProtocolRawSync;
  const spy = vi.spyOn(PGlite.prototype, 'execProtocolRawSync').mockImplementation(function (this: PGlite, message) {
    for (const [kind, first, second] of partsOf(Buffer.from(message))) {
      if (kind === PARSE) textOf.set(first, second);
      if (kind === BIND) asked.push(textOf.get(second) ?? second);
      if (kind === QUERY) asked.push(first);
    }
    return run.call(this, message);
  });
  return {
    /** The statements that something asks, in order, without their values. */
    async during(act: () => Promise<unknown>): Promise<string[]> {
      asked = [];
      await act();
      return asked;
    },
    stop: () => spy.mockRestore(),
  };
}

/**
 * The first two texts of each message of the wire (PostgreSQL, 53.7): `P` is followed by a statement's name and its text, `B` by a
 * portal's name and the statement's, `Q` by a text.
 */
function partsOf(bytes: Buffer): [kind: number, first: string, second: string][] {
  const parts: [number, string, string][] = [];
  let at = 0;
  while (at + 5 <= bytes.length) {
    const end = at + 1 + bytes.readUInt32BE(at + 1);
    const [first = '', second = ''] = bytes.toString('utf8', at + 5, end).split('\0');
    parts.push([bytes[at] ?? 0, first, second]);
    at = end;
  }
  return parts;
}
