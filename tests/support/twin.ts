import type { Campaign } from '../../src/domain/campaign.ts';
import { shippedCampaign } from './campaign.ts';

/**
 * A campaign of the same units and the same categories as the shipped one, with one category more and other numbers. It reminds of
 * nothing by itself, so that dialogues of the other are as they are without it.
 */
export const twin: Campaign = (() => {
  const made = structuredClone(shippedCampaign);
  const song = made.categories.find(({ id }) => id === 'song') as Campaign['categories'][number];
  return {
    ...made,
    id: 'songs-2020',
    name: '2020年职工歌咏比赛',
    short: '歌咏比赛',
    document: { ...made.document, title: '关于举办2020年职工歌咏比赛的通知' },
    categories: [...made.categories, { ...song, id: 'chorus', name: '合唱', short: '合唱', aliases: [] }],
    table: {
      ...made.table,
      rows: made.table.rows.map(({ unit, cells }) => ({ unit, cells: cells.map((one) => one && one + 7) })),
    },
    reminders: {
      ...made.reminders,
      beforeDays: [],
      onTheDay: false,
      afterWorkingDays: [],
      phaseOpenings: false,
      direct: undefined as never,
      digest: undefined as never,
      staffDigest: undefined as never,
    },
  };
})();
