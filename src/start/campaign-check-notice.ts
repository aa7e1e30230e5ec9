import type { Campaign } from '../domain/campaign.ts';
import type { Target } from '../domain/notice-facts.ts';
import type { Words } from './campaign-check-words.ts';

/** Kinds, numbers said in sentences, dates for some, ways to send, awards and weights, as prompts/campaign-check.md tells them. */
export function noticeFacts(words: Words, campaign: Campaign) {
  const { list } = words;
  const names = namesOf(campaign);
  return {
    kinds: campaign.kinds.map((kind) => ({ name: kind.name, clause: kind.clause, members: list(names(kind.units)) })),
    targets: campaign.targets.map((target) => ({
      who: whoIn(words, target, names),
      categories: list(names(target.categories)),
      size: sizeIn(words, target, campaign),
      text: target.text,
      clause: target.clause,
    })),
    milestones: campaign.milestones.map(({ day, month, reading, time, ...rest }) => ({
      ...rest,
      at: day ?? month,
      time,
      about: list(names([...(rest.kinds ?? []), ...(rest.units ?? []), ...(rest.categories ?? [])])),
      reading,
    })),
    recurring: campaign.recurring,
    submit: campaign.submit,
    rules: campaign.rules,
    awards: campaign.awards,
    weights: campaign.weights,
  };
}

type Names = (ids?: readonly string[]) => string[];

function namesOf({ units, kinds, categories }: Campaign): Names {
  const byId = new Map<string, string>();
  for (const { id, short } of [...units, ...categories]) byId.set(id, short);
  for (const { id, name } of kinds) byId.set(id, name);
  return (ids = []) => ids.map((id) => byId.get(id) ?? id);
}

function whoIn({ say, list }: Words, { scope, who, units, kinds }: Target, names: Names): string {
  if (scope === 'city') return say('city');
  const named = names([...(kinds ?? []), ...(units ?? [])]);
  return who ?? (named.length > 0 ? list(named) : say('each-unit'));
}

function sizeIn({ say }: Words, target: Target, { categories }: Campaign): string {
  const { min, max, exactly, number, share, per, together } = target;
  const only = target.categories?.length === 1 ? target.categories[0] : undefined;
  const measure = categories.find(({ id }) => id === only)?.measure ?? '';
  const facts = { min, max, exactly, number, measure, percent: share?.percent };
  const size = (say as (id: string, facts: object) => string)(`size-${codeOf(target)}`, facts);
  return [per ? say(`per-${per}`) : '', together ? say('whole') : '', size].join('');
}

function codeOf({ min, max, exactly, number, none, excluded, share }: Target) {
  if (excluded) return 'excluded';
  if (none) return 'none';
  if (share) return 'share';
  if (exactly !== undefined) return 'exact';
  if (number !== undefined) return 'open';
  if (min === undefined) return 'max';
  return max === undefined ? 'min' : 'range';
}
