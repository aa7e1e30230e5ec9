import { expect, test } from 'vitest';
import { reviewResult } from '../../../src/domain/review/result.ts';
import type { ReviewInput } from '../../../src/domain/review/review-result.ts';
import type { ReviewRules } from '../../../src/domain/review/rules.ts';

const RULES: ReviewRules = {
  source: '',
  of: 'accepted',
  blind: true,
  judges: 3,
  criteria: [{ id: 'all', name: 'all', weight: 100, most: 100 }],
  drop: { highest: 1, lowest: 1, from: 5 },
  groups: [],
  awards: [
    { id: 'first', name: '一等奖', quota: { places: 1 }, byCategory: {} },
    { id: 'second', name: '二等奖', quota: { share: 25 }, byCategory: { song: { places: 2 } } },
  ],
  ties: ['earlier'],
  reach: 2,
};

/** Marks by work, one of each judge in turn; undefined: owed. */
function input(marks: Record<number, (number | undefined)[]>, categoryId = 'photo'): ReviewInput {
  const numbers = Object.keys(marks).map(Number);
  return {
    works: numbers.map((number) => ({ number, unitId: `unit-${number}`, categoryId, receivedAt: number })),
    assigned: numbers.flatMap((number) => (marks[number] ?? []).map((_, at) => ({ number, judge: at + 1, group: '' }))),
    papers: numbers.flatMap((number) =>
      (marks[number] ?? []).flatMap((mark, at) =>
        mark === undefined ? [] : [{ number, judge: at + 1, points: { all: mark * 100 } }],
      ),
    ),
    votes: [],
    decisions: [],
  };
}

const FOUR = { 1: [90, 90, 90], 2: [88, 88, 88], 3: [80, 90, 91], 4: [60, undefined, 62] };

test('a whole category', () => {
  expect(reviewResult(RULES, input(FOUR), ['photo']).categories).toMatchInlineSnapshot(`
    [
      {
        "categoryId": "photo",
        "entries": 4,
        "levels": [
          {
            "given": 1,
            "id": "first",
            "line": {
              "exact": "90/1",
              "printed": "90.00",
            },
            "name": "一等奖",
            "places": 1,
          },
          {
            "given": 1,
            "id": "second",
            "line": {
              "exact": "88/1",
              "printed": "88.00",
            },
            "name": "二等奖",
            "places": 1,
          },
        ],
        "provisional": true,
        "swings": [
          {
            "from": [
              "first",
            ],
            "judge": 1,
            "number": 1,
            "to": [
              "second",
            ],
          },
          {
            "from": [
              "second",
            ],
            "judge": 1,
            "number": 2,
            "to": [
              "",
            ],
          },
          {
            "from": [
              "",
            ],
            "judge": 1,
            "number": 3,
            "to": [
              "first",
            ],
          },
        ],
        "works": [
          {
            "award": "first",
            "criteria": [
              {
                "id": "all",
                "mean": {
                  "exact": "90/1",
                  "printed": "90.00",
                },
              },
            ],
            "dropped": 0,
            "groups": [
              {
                "id": "",
                "mean": {
                  "exact": "90/1",
                  "printed": "90.00",
                },
              },
            ],
            "median": {
              "exact": "90/1",
              "printed": "90.00",
            },
            "number": 1,
            "open": [],
            "owed": [],
            "papers": 3,
            "passedOver": false,
            "provisional": false,
            "rank": 1,
            "score": {
              "exact": "90/1",
              "printed": "90.00",
            },
            "spread": {
              "exact": "0/1",
              "printed": "0.00",
            },
            "unitId": "unit-1",
          },
          {
            "award": "second",
            "criteria": [
              {
                "id": "all",
                "mean": {
                  "exact": "88/1",
                  "printed": "88.00",
                },
              },
            ],
            "dropped": 0,
            "groups": [
              {
                "id": "",
                "mean": {
                  "exact": "88/1",
                  "printed": "88.00",
                },
              },
            ],
            "median": {
              "exact": "88/1",
              "printed": "88.00",
            },
            "number": 2,
            "open": [],
            "owed": [],
            "papers": 3,
            "passedOver": false,
            "provisional": false,
            "rank": 2,
            "score": {
              "exact": "88/1",
              "printed": "88.00",
            },
            "spread": {
              "exact": "0/1",
              "printed": "0.00",
            },
            "unitId": "unit-2",
            "within": "first",
          },
          {
            "award": "",
            "criteria": [
              {
                "id": "all",
                "mean": {
                  "exact": "87/1",
                  "printed": "87.00",
                },
              },
            ],
            "dropped": 0,
            "groups": [
              {
                "id": "",
                "mean": {
                  "exact": "87/1",
                  "printed": "87.00",
                },
              },
            ],
            "median": {
              "exact": "90/1",
              "printed": "90.00",
            },
            "number": 3,
            "open": [],
            "owed": [],
            "papers": 3,
            "passedOver": false,
            "provisional": false,
            "rank": 3,
            "score": {
              "exact": "87/1",
              "printed": "87.00",
            },
            "spread": {
              "exact": "11/1",
              "printed": "11.00",
            },
            "unitId": "unit-3",
            "within": "second",
          },
          {
            "award": "",
            "criteria": [
              {
                "id": "all",
                "mean": {
                  "exact": "61/1",
                  "printed": "61.00",
                },
              },
            ],
            "dropped": 0,
            "groups": [
              {
                "id": "",
                "mean": {
                  "exact": "61/1",
                  "printed": "61.00",
                },
              },
            ],
            "median": {
              "exact": "61/1",
              "printed": "61.00",
            },
            "number": 4,
            "open": [],
            "owed": [
              2,
            ],
            "papers": 2,
            "passedOver": false,
            "provisional": true,
            "rank": 4,
            "score": {
              "exact": "61/1",
              "printed": "61.00",
            },
            "spread": {
              "exact": "2/1",
              "printed": "2.00",
            },
            "unitId": "unit-4",
          },
        ],
      },
    ]
  `);
});

test('ranks, awards and reach, a line each', () => {
  const lines = (given: ReviewInput, rules = RULES) =>
    reviewResult(rules, given, ['photo']).categories.flatMap(({ works }) =>
      works.map(
        ({ number, rank, score, award, within }) =>
          `${number} ${rank} ${score?.printed} ${award || '-'} ${within ?? '-'}`,
      ),
    );
  expect(lines(input(FOUR))).toEqual([
    '1 1 90.00 first -',
    '2 2 88.00 second first',
    '3 3 87.00 - second',
    '4 4 61.00 - -',
  ]);
  // What lies at the very edge is within reach, a hundredth less is not.
  expect(lines(input(FOUR), { ...RULES, reach: 1.99 })).toEqual([
    '1 1 90.00 first -',
    '2 2 88.00 second -',
    '3 3 87.00 - second',
    '4 4 61.00 - -',
  ]);
});

test('a share is of all entries, with or without a score', () => {
  const places = (entries: number) => {
    const marks = Object.fromEntries(
      Array.from({ length: entries }, (_, at) => [at + 1, at === 0 ? [90] : [undefined]]),
    );
    return reviewResult(RULES, input(marks), ['photo']).categories[0]?.levels.map((level) => level.places);
  };
  expect([1, 7, 8, 12].map(places)).toEqual([
    [1, 1],
    [1, 1],
    [1, 2],
    [1, 3],
  ]);
});

test('a category may have its own number; one without works has no places of a share', () => {
  const { categories } = reviewResult(RULES, input(FOUR, 'song'), ['photo', 'song']);
  expect(categories.map(({ categoryId, levels }) => [categoryId, ...levels.map(({ places }) => places)])).toEqual([
    ['photo', 1, 0],
    ['song', 1, 2],
  ]);
});

test('one judge who falls out: the works whose award that changes', () => {
  const { swings } = reviewResult(RULES, input(FOUR), ['photo']).categories[0] ?? { swings: [] };
  // Without judge 1 work 3 has 90.5 and leads.
  expect(swings).toEqual([
    { judge: 1, number: 1, from: ['first'], to: ['second'] },
    { judge: 1, number: 2, from: ['second'], to: [''] },
    { judge: 1, number: 3, from: [''], to: ['first'] },
  ]);
});

test('a decision holds whatever the place comes to, and leaves the ranks', () => {
  const decided = {
    ...input(FOUR),
    decisions: [
      { number: 1, award: '', reason: '抄袭' },
      { number: 4, award: 'second', reason: '一线职工' },
    ],
  };
  const works = reviewResult(RULES, decided, ['photo']).categories[0]?.works ?? [];
  expect(works.map(({ number, rank, award, decision }) => [number, rank, award, decision?.reason])).toEqual([
    [1, 1, '', '抄袭'],
    [2, 2, 'second', undefined],
    [3, 3, '', undefined],
    [4, 4, 'second', '一线职工'],
  ]);
});
