import type { Campaign } from '../../domain/campaign.ts';
import { namesInText } from '../../domain/names-in-text.ts';
import type { Calendar } from '../ports.ts';
import type { Lexicons } from '../words/lexicons.ts';
import type { Grammar } from './grammar.ts';
import type { Learnt } from './learnt.ts';
import { nearestOf } from './nearest.ts';
import type { Tongue } from './reading.ts';

/** The language spoken in a campaign: the grammar, with the campaign's own names. */
export function tongueOf(
  grammar: Grammar,
  campaign: Campaign,
  lexicons: Lexicons,
  calendar: Calendar,
  learnt?: Learnt,
): Tongue {
  const { lookAlikes, smallWords } = grammar.raw.entities;
  return {
    grammar,
    campaign,
    calendar,
    nearest: nearestOf(grammar.raw.examples),
    spell: lexicons.units.spell,
    ...(learnt && { learnt }),
    units: namesInText(lexicons.units, {
      parts: true,
      initials: true,
      lookAlikes,
      smallWords,
      notNames: beginningsOf(campaign.issuer),
    }),
    categories: namesInText(lexicons.categories, {
      parts: false,
      initials: true,
      lookAlikes,
      smallWords,
      notNames: [],
    }),
  };
}

/** The beginning of the issuer's name (临汾) means the whole city, though a unit's name may begin with it too. */
function beginningsOf(issuer: string): string[] {
  return Array.from({ length: Math.min(8, issuer.length) }, (_, length) => issuer.slice(0, length + 1));
}

/** The same language with the rules alone: what they do not know stays open. */
export const byRulesAlone = ({ learnt: _, ...tongue }: Tongue): Tongue => ({
  ...tongue,
  nearest: { find: () => undefined },
});
