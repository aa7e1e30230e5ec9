import { expect, test } from 'vitest';
import { type Part, Progress, queued, refused, type Shown } from '../../src/adapters/wire/parts.ts';
import { type Delivery, NotBegun } from '../../src/application/ports.ts';

/** Parts that answer as they are told, one answer after the other, and what was shown. */
function parts(...answers: (Delivery | 'sent')[][]): { all: Part[]; shown: number[] } {
  const shown: number[] = [];
  const all = answers.map(
    (left, index): Part =>
      async () => {
        const next = left.shift() ?? 'sent';
        if (next !== 'sent' && next.state !== 'sent') return next;
        shown.push(index);
        return next === 'sent' ? { state: 'sent' } : next;
      },
  );
  return { all, shown };
}

const WAIT = queued(1000, 'rate');
const progressOf = (delivery: Delivery) => (delivery.state === 'later' ? (delivery.progress as Shown) : undefined);

test('what waits goes on after what is shown, in this process or another', async () => {
  const { all, shown } = parts(['sent'], [{ state: 'sent', unreached: ['a'] }], [WAIT, WAIT], ['sent']);
  const here = new Progress();
  const first = await here.run('k', all);
  expect(first).toEqual({ delivery: { ...WAIT, begun: true, progress: { parts: 2, unreached: ['a'] } }, began: true });
  const again = await here.run('k', all);
  expect(progressOf(again.delivery)).toEqual({ parts: 2, unreached: ['a'] });
  const elsewhere = await new Progress().run('k', all, progressOf(again.delivery));
  expect(elsewhere).toEqual({ delivery: { state: 'sent', unreached: ['a'] }, began: true });
  expect(shown).toEqual([0, 1, 2, 3]);
});

test('what is kept with the post counts more than what this process remembers', async () => {
  const { all, shown } = parts([WAIT], [WAIT], ['sent']);
  const here = new Progress();
  expect((await here.run('k', all)).delivery).toEqual(WAIT);
  // Meanwhile another process has shown the first two.
  expect((await here.run('k', all, { parts: 2, unreached: [] })).delivery).toEqual({ state: 'sent' });
  expect(shown).toEqual([2]);
});

test('all of it shown is sent; nothing to say is refused; a no after the beginning is known as one', async () => {
  const { all } = parts(['sent'], [refused('40058')]);
  expect(await new Progress().run('k', all)).toEqual({ delivery: refused('40058'), began: true });
  expect(await new Progress().run('k', [])).toEqual({ delivery: refused('nothing to say'), began: false });
  const whole = await new Progress().run('k', parts(['sent']).all, { parts: 1, unreached: ['a'] });
  expect(whole.delivery).toEqual({ state: 'sent', unreached: ['a'] });
});

test('a part that could not begin waits in the queue; what throws otherwise is not known', async () => {
  const progress = new Progress();
  const sent = async () => ({ state: 'sent' as const });
  const away = () => Promise.reject(new NotBegun('TimeoutError'));
  expect(await progress.run('a', [sent, away])).toEqual({
    began: true,
    delivery: expect.objectContaining({ state: 'later', queued: true, begun: true }),
  });
  await expect(progress.run('b', [() => Promise.reject(new Error('cut'))])).rejects.toThrow('cut');
});
