import type { Campaign } from '../domain/campaign.ts';
import { judgedCategories } from '../domain/review/judged.ts';
import { panelsOf, type Quota, type ReviewRules, type Tie } from '../domain/review/rules.ts';
import type { Words } from './campaign-check-words.ts';

/** How works are judged, in words; nothing where the campaign says nothing of it. */
export function reviewInWords({ say, list }: Words, campaign: Campaign): string[] {
  const { review } = campaign;
  if (!review) return [];
  const { source, of, blind, criteria, votes, drop, awards, perUnit, ties } = review;
  const short = (id: string) => campaign.categories.find((category) => category.id === id)?.short ?? id;
  const categories = list(judgedCategories(campaign).map(({ short: name }) => name));
  const quota = (one: Quota) =>
    say('review-quota', {
      places: 'places' in one ? one.places : 0,
      share: 'share' in one ? one.share : 0,
      none: ('places' in one ? one.places : one.share) === 0,
    });
  return [
    say('review', {
      source,
      scope: say('review-scope', { categories, accepted: of === 'accepted', blind }),
      criteria: criteria.map(({ name, weight, most }) => ({ name, weight, most })),
      panels: panelsOf(review).map(({ name, judges, weight }) => ({ name, judges, weight })),
      vote: votes?.weight,
      drops: drop.highest + drop.lowest > 0 ? [{ ...drop }] : [],
      awards: awards.map(({ name, quota: of, byCategory }) => ({
        name,
        quota: quota(of),
        own: list(
          Object.entries(byCategory).map(([id, own]) =>
            say('review-own-quota', { category: short(id), quota: quota(own) }),
          ),
        ),
      })),
      perUnit,
      ties: list(ties.map((tie) => tieInWords(say, review, tie))),
    }),
  ];
}

function tieInWords(say: Words['say'], { criteria, groups }: ReviewRules, tie: Tie): string {
  const name =
    typeof tie === 'string'
      ? undefined
      : 'criterion' in tie
        ? criteria.find(({ id }) => id === tie.criterion)?.name
        : groups.find(({ id }) => id === tie.group)?.name;
  return say('review-tie', { median: tie === 'median', votes: tie === 'votes', earlier: tie === 'earlier', name });
}
