import { beijingDay } from '../../../domain/time.ts';
import { entryCells } from '../entry-cells.ts';
import { inOrder, type Making, tableMaker } from '../making.ts';
import type { StandingCoordinator, StandingEntry } from '../standing.ts';

/** 宣传员登记表: everybody who is registered. */
export const ambassadors = tableMaker<StandingEntry>({
  kind: 'ambassadors',
  rows: (making) => inOrder(making, (kind) => kind === 'ambassador'),
  cells: entryCells,
});

/** A unit without coordinators has a row of its own, with its name alone. */
type Row = Partial<StandingCoordinator> & { unitId: string };

/** 联络员登记表: who speaks for each unit; a unit for which nobody does is seen to have none. */
export const coordinators = tableMaker<Row>({
  kind: 'coordinators',
  rows: ({ standing: { campaign, coordinators: people }, which }) =>
    campaign.units
      .filter(({ id }) => which.unitIds.length === 0 || which.unitIds.includes(id))
      .flatMap(({ id }): Row[] => {
        const own = people.filter(({ unitId }) => unitId === id);
        return own.length > 0 ? own : [{ unitId: id }];
      }),
  cells: {
    unit: ({ unitId }, making) => making.unitOf(unitId)?.name ?? unitId,
    name: ({ name }, { words }) => name ?? words.say('export.no-coordinator'),
    phone: ({ phone }) => phone ?? undefined,
    channel: ({ channels = [] }, { words: { vocabulary } }) =>
      channels.map((name) => vocabulary.channels[name] ?? name).join('、'),
    reached: ({ reached }, { words }) => (reached === undefined ? undefined : yesOrNo({ words }, reached)),
    since: ({ since }) => (since === undefined ? undefined : beijingDay(new Date(since))),
  },
});

const yesOrNo = ({ words }: Pick<Making, 'words'>, yes: boolean) => words.say('export.yes-no', { yes });
