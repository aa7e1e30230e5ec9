import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { standingOf } from '../../works/ledger.ts';
import { restore as deed } from '../../works/restore.ts';
import { command, spoken } from '../context.ts';
import { notReceived } from '../intake/received.ts';
import { titleHere } from '../receipt.ts';
import { stateName } from '../state-name.ts';

export const restoring = spoken(deed, async (context, facts) => {
  if (facts.outcome === 'repeated') return [notReceived(context, facts)];
  if (facts.outcome === 'again') {
    const { number, title } = facts.earlier;
    return [{ text: context.say('restore.again', { number, title }) }];
  }
  const { entry } = facts;
  const standing = await standingOf(context, entry.unitId, entry.categoryId);
  const text = context.say('restore.done', {
    number: entry.number,
    title: titleHere(context, entry),
    state: stateName(context, entry.state),
    unit: unitOf(context, entry.unitId).short,
    category: categoryOf(context, entry.categoryId).short,
    count: standing.count,
    target: standing.target,
  });
  return [{ text }];
});

export const restore = command({
  id: 'restore',
  action: 'edit-entry',
  args: { number: { kind: 'entry', required: true }, another: { kind: 'text' } },
  handle(context, { number, another: said }) {
    const another = said !== '' && context.tongue.grammar.words.another?.test(said);
    return restoring.carryOut(context, { number, ...(another && { another: true }) });
  },
});
