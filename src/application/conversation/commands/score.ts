import { marksIn, pointsOut } from '../../../domain/review/points.ts';
import { twoPlaces } from '../../../domain/review/ratio.ts';
import { totalOf } from '../../../domain/review/score.ts';
import { score as scoreDeed } from '../../reviewing/papers.ts';
import { rulesOf } from '../../reviewing/under-review.ts';
import { misuse, refuse } from '../../words/refuse.ts';
import { command } from '../context.ts';
import { numberAtHead } from '../entry-number.ts';
import { bringSheet } from '../judging-sheets.ts';

/** A judge's marks for one work, or a filled-in sheet of many. */
export const score = command({
  id: 'score',
  action: 'score',
  takesFiles: true,
  args: { text: { kind: 'text' } },
  async handle(context, { text }) {
    const rules = rulesOf(context);
    if (context.inGroup) refuse('judging.in-direct');
    if (text === '' && context.files.length > 0) return bringSheet(context);
    const { number, marks } = read(text);
    const names = rules.criteria.map(({ name }) => name).join('、');
    const given = marksIn(marks, rules.criteria) ?? misuse('judging.no-criterion', { criteria: names });
    const { paper, same, owed, all } = await scoreDeed(context, { number, ...given });
    const missing = rules.criteria.filter(({ id }) => paper.missing.includes(id)).map(({ name }) => name);
    return context.say('judging.scored', {
      number,
      total: missing.length > 0 ? '' : twoPlaces(totalOf(rules.criteria, paper)),
      parts: rules.criteria
        .flatMap(({ id, name }) => (paper.points[id] === undefined ? [] : [`${name} ${pointsOut(paper.points[id])}`]))
        .join('、'),
      missing: missing.join('、'),
      ...{ same, again: paper.version > 1 && !same, owed: owed || '', all },
    });
  },
});

/** `37 86`: all numbers, of which only the first is a work's. */
function read(text: string): { number: number; marks: string } {
  const [first = '', ...rest] = text.split(/[\s,，:：]+/);
  return {
    number: numberAtHead(first).number,
    marks: rest.length > 0 ? text.slice(text.indexOf(first) + first.length) : '',
  };
}
