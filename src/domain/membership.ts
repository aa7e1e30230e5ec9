import type { Campaign } from './campaign.ts';

/** The units that something is for: named, or of a kind that is named. Undefined where it is for every unit. */
export function membersOf(
  campaign: Pick<Campaign, 'units' | 'kinds'>,
  { units, kinds }: { units?: readonly string[]; kinds?: readonly string[] },
): Set<string> | undefined {
  if (units === undefined && kinds === undefined) return undefined;
  const listed = campaign.kinds.filter(({ id }) => kinds?.includes(id)).flatMap((kind) => kind.units ?? []);
  const own = campaign.units.filter(({ kind }) => kind !== undefined && kinds?.includes(kind)).map(({ id }) => id);
  return new Set([...(units ?? []), ...listed, ...own]);
}
