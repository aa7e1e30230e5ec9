import { expect, test } from 'vitest';
import { keepPlans } from '../../src/adapters/prisma/known-plans.ts';

const read = (number: number) => `{"modelName":"Submission","action":"findMany","query":{"number":${number}}}`;

/** As the client has it: what compiles is a method of all compilers. */
function counting() {
  const made: string[] = [];
  class Counting {
    compile(request: string): unknown {
      made.push(request);
      return { plan: request };
    }
  }
  keepPlans(Counting.prototype);
  return { compiler: new Counting(), other: new Counting(), made };
}

test('a read is compiled once, and has its own plan', () => {
  const { compiler, made } = counting();
  for (const number of [1, 2, 1, 2]) expect(compiler.compile(read(number))).toEqual({ plan: read(number) });
  expect(made).toEqual([read(1), read(2)]);
});

test('one database has nothing of another', () => {
  const { compiler, other, made } = counting();
  for (const one of [compiler, other]) one.compile(read(1));
  expect(made).toEqual([read(1), read(1)]);
});

test.each([
  '{"modelName":"Submission","action":"createOne","query":{}}',
  '{"modelName":"Submission","action":"updateMany","query":{}}',
  '{"modelName":"Setting","action":"upsertOne","query":{}}',
  '{"action":"queryRaw","query":{"action":"findMany"}}',
  `{"modelName":"Submission","action":"findMany","query":"${'1'.repeat(2_000)}"}`,
])('%.60s is compiled each time', (request) => {
  const { compiler, made } = counting();
  for (let round = 0; round < 2; round++) compiler.compile(request);
  expect(made).toEqual([request, request]);
});

test('what was not asked for in long is forgotten first', () => {
  const { compiler, made } = counting();
  for (let number = 0; number < 500; number++) compiler.compile(read(number));
  compiler.compile(read(0));
  compiler.compile(read(500));
  made.length = 0;
  for (const number of [0, 1]) compiler.compile(read(number));
  expect(made).toEqual([read(1)]);
});
