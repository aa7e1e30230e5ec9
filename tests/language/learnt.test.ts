import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readLearnt, writeLearnt } from '../../src/adapters/learnt-file.ts';
import { INTENTS } from '../../src/application/language/intents.ts';
import { type Lesson, learn, likelihoods } from '../../src/application/language/learnt.ts';

const [asking, wishing] = [Int32Array.of(1, 2, 3), Int32Array.of(3, 4, 5)];
const lessons: Lesson[] = Array.from({ length: 20 }, () => [
  { traits: asking, intent: 'query_deadline' as const },
  { traits: wishing, intent: 'withdraw_submission' as const },
]).flat();
const best = (found: Float64Array) => INTENTS[found.indexOf(Math.max(...found))];

describe('what was learnt', () => {
  const learnt = learn(lessons);

  test('tells what it was taught, and adds up to one', () => {
    expect(best(likelihoods(learnt, asking))).toBe('query_deadline');
    expect(best(likelihoods(learnt, wishing))).toBe('withdraw_submission');
    expect(likelihoods(learnt, wishing).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
  });

  test('knows nothing of what it never saw', () => {
    expect([...likelihoods(learnt, Int32Array.of(7, 8))]).toEqual(INTENTS.map(() => 1 / INTENTS.length));
  });

  test('is the same from the same lessons', () => {
    expect(learn(lessons)).toEqual(learnt);
  });

  test('is written in one byte a weight and read again', () => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'learnt-')), 'learnt.bin');
    writeLearnt(file, learnt);
    const read = readLearnt(file);
    expect(read.rows).toEqual(learnt.rows);
    const most = Math.max(...learnt.weights.map(Math.abs));
    const off = learnt.weights.map((weight, at) => Math.abs(weight - (read.weights[at] ?? 0) * read.unit));
    expect(Math.max(...off)).toBeLessThanOrEqual(most / 254 + 1e-6);
  });
});
