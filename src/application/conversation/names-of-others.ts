import type { Entry } from '../works/entries.ts';
import type { Context } from './context.ts';

/** What a unit is called; of another campaign, whose names are not at hand, by its id. */
export const unitNameOf = ({ campaign }: Pick<Context, 'campaign'>, { unitId }: Pick<Entry, 'unitId'>): string =>
  campaign.units.find(({ id }) => id === unitId)?.short ?? unitId;
