import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const PROGRAM = path.resolve(import.meta.dirname, '../support/zone-process.ts');
const ZONES = ['Asia/Shanghai', 'UTC', 'America/New_York', 'Pacific/Kiritimati'];

async function inZone(zone: string): Promise<{ zone: number } & Record<string, unknown>> {
  const env = { ...process.env, VITEST: undefined, TZ: zone };
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', PROGRAM], { env });
  return JSON.parse(stdout);
}

test('days, hours, the calendar and the reminders are Beijing’s in every zone of the machine', async () => {
  const [home, ...others] = await Promise.all(ZONES.map(inZone));
  // The processes really are elsewhere: half past midnight is another day there.
  expect([home, ...others].map((one) => one?.zone)).toEqual([10, 9, 9, 10]);
  for (const other of others) expect({ ...other, zone: home?.zone }).toEqual(home);
  expect(home).toMatchObject({
    nth: ['2020-10-09', '2020-10-12', '2020-09-29'],
    days: [
      { ok: true, day: '2020-09-10' },
      { ok: true, day: '2020-09-11' },
      { ok: true, day: '2020-09-18' },
      { ok: true, day: '2020-09-25' },
      { ok: true, day: '2020-09-30' },
      { ok: true, day: '2020-10-09' },
      { ok: true, day: '2020-09-15' },
      { ok: true, day: '2021-01-01' },
      { ok: true, day: '2020-09-03', last: '2020-09-05' },
    ],
    hours: [900, 570],
    left: [
      [5, 20],
      [5, 20],
    ],
    clock: ['2020-09-10 15:00', '2020-09-10 23:59', '2020-09-11 00:00'],
  });
}, 120_000);
