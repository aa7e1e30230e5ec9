import type { Campaign } from '../../domain/campaign.ts';
import type { Span } from '../../domain/demand-span.ts';
import type { DemandState } from '../../domain/demand-state.ts';
import { daysBetween } from '../../domain/time.ts';
import { categoryOf } from './lexicons.ts';
import type { Say } from './words.ts';

interface Speaking {
  say: Say;
  campaign: Campaign;
}

const BETWEEN = '、';

/** `9月简报`, `6月30日前微视频`, `微视频或漫画`, `作品合计`: what is counted, and over which days. */
export function demandName(speaking: Speaking, { kind, categoryIds, span }: DemandState): string {
  const { say, campaign } = speaking;
  const shorts = categoryIds.map((id) => categoryOf(speaking, id).short);
  const all = campaign.categories.filter((one) => one.kind !== 'report').length === shorts.length;
  const names = kind === 'either' ? shorts.join(say('demand.or')) : shorts.join(BETWEEN);
  const what = shorts.length === 1 || kind === 'either' ? names : say('demand.together', { names: all ? '' : names });
  const when =
    span === undefined ? '' : kind === 'batch' ? say('demand.until', { day: span.to }) : periodName(speaking, span);
  return say(kind === 'share' ? 'demand.share' : 'demand.name', { when, what });
}

/** `9月`, `第3季度`, `09-07至09-13`. */
function periodName({ say }: Pick<Speaking, 'say'>, { from, to }: Span): string {
  const days = daysBetween(from, to) + 1;
  const month = Number(from.slice(5, 7));
  if (days <= 7) return say('demand.week', { from: from.slice(5), to: to.slice(5) });
  return days <= 31 ? say('demand.month', { month }) : say('demand.quarter', { quarter: (month + 2) / 3 });
}

/** What is lacking of demands: what can still be made up, and the months that have passed with too few. */
export function demandsLacking(speaking: Speaking, states: readonly DemandState[]): string[] {
  return states.flatMap((state) => {
    const { short, past, missed, span: _, ...whole } = state;
    const months = missed.map((span) => periodName(speaking, span)).join(BETWEEN);
    return [
      ...(short > 0 && !past ? [speaking.say('demand.lacks', { name: demandName(speaking, state), short })] : []),
      ...(months === ''
        ? []
        : [
            speaking.say('demand.missed', {
              name: demandName(speaking, { ...whole, short, past, missed }),
              missed: months,
            }),
          ]),
    ];
  });
}

/** What each is asked and has, with the clause: `9月简报 1/2 差1（四、2）`. */
export function demandRow(speaking: Speaking, state: DemandState) {
  const { count, least, most, short, beyond, past, missed, clause } = state;
  return {
    name: demandName(speaking, state),
    count,
    least: least ?? '',
    most: most !== undefined && most !== least ? most : '',
    short: short > 0 ? short : '',
    beyond: beyond > 0 ? beyond : '',
    past: past && short > 0,
    missed: missed.map((span) => periodName(speaking, span)).join(BETWEEN),
    clause,
  };
}
