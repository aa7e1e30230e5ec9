import { expect, test } from 'vitest';
import { Alarms } from '../../fakes/platform/alarms.ts';
import { Rate } from '../../fakes/platform/rate.ts';
import { TestClock } from '../../fakes/platform/test-clock.ts';
import { Watch } from '../../fakes/platform/watch.ts';

test('alarms of a moved clock ring when it gets there, in the order in which they are due', () => {
  const clock = new TestClock();
  const alarms = new Alarms(clock);
  const rung: string[] = [];
  alarms.in(2_000, () => rung.push('later'));
  alarms.in(1_000, () => {
    rung.push('sooner');
    // Counts from where the clock is now.
    alarms.in(0, () => rung.push('at once'));
    alarms.in(1, () => rung.push('not yet'));
  });
  clock.advance(999);
  expect(rung).toEqual([]);
  clock.advance(5_000);
  expect(rung).toEqual(['sooner', 'later', 'at once']);
  alarms.in(1, () => rung.push('never'));
  alarms.stop();
  clock.advance(10);
  expect(rung).toHaveLength(3);
});

test('alarms of a real clock ring by themselves', async () => {
  const alarms = new Alarms({ now: () => new Date() });
  await new Promise<void>((resolve) => alarms.in(1, resolve));
  alarms.stop();
});

test('a rate counts what it let through, in a sliding window', () => {
  const clock = new TestClock();
  const rate = new Rate(
    () => clock.now().getTime(),
    () => [{ ms: 1_000, most: 2 }],
  );
  const taken = [rate.take('a'), rate.take('a'), rate.take('a'), rate.take('b')];
  clock.advance(1_000);
  taken.push(rate.take('a'));
  expect(taken).toEqual([true, true, false, true, true]);
});

test('who waits is told at once, later, or what was seen instead', async () => {
  const watch = new Watch();
  let seen: string | undefined = 'here';
  const look = () => seen;
  expect(await watch.find(look, 1_000, () => '')).toBe('here');
  seen = undefined;
  const later = watch.find(look, 10_000, () => '');
  seen = 'there';
  watch.changed();
  expect(await later).toBe('there');
  await expect(
    watch.find(
      () => undefined,
      1,
      () => 'nothing but silence',
    ),
  ).rejects.toThrow('nothing but silence');
  const broken = watch.find(
    () => {
      throw new Error('a test in a test');
    },
    1_000,
    () => '',
  );
  await expect(broken).rejects.toThrow('a test in a test');
});
