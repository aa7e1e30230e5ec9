import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/domain/campaign.ts';
import { type Contradiction, contradictions } from '../../src/domain/contradictions.ts';
import { shippedCampaign } from '../support/campaign.ts';

const changed = (change: (campaign: Campaign) => void): Contradiction[] => {
  const campaign = structuredClone(shippedCampaign);
  change(campaign);
  return contradictions(campaign);
};

const ofKind = <Kind extends Contradiction['kind']>(all: Contradiction[], kind: Kind) =>
  all.filter((contradiction): contradiction is Extract<Contradiction, { kind: Kind }> => contradiction.kind === kind);

const column = (id: string) => shippedCampaign.table.columns.indexOf(id);

describe('the shipped notice', () => {
  it('contradicts itself in exactly these places', () => {
    const [duty] = shippedCampaign.units.flatMap((unit) => unit.duty ?? []);
    const surplusRows = [
      'fushan',
      'fenxi',
      'xixian',
      'jixian',
      'xiangning',
      'daning',
      'yonghe',
      'houma_kfq',
      'linfen_kfq',
    ];
    expect(contradictions(shippedCampaign).filter(({ kind }) => kind !== 'remark')).toEqual([
      { kind: 'column-total', category: 'recitation', stated: 19, computed: 22, clause: '附件1' },
      { kind: 'grand-total', stated: 323, computed: 326, clause: '附件1' },
      {
        kind: 'surplus-cells',
        rows: surplusRows.map((unit, index) => ({ row: 11 + index, unit, cells: [1, 1, 1] })),
        total: [19, 19, 19],
        computed: [9, 9, 9],
        clause: '附件1',
      },
      { kind: 'unit-without-row', unit: 'city_direct', duty, clause: '附件1' },
      { kind: 'category-without-column', category: 'micro_film', categoryClause: '附件2第六项', clause: '附件1' },
      { kind: 'city-target', category: 'event', stated: 10, computed: 19, statedClause: '三(一)', clause: '附件1' },
    ]);
  });

  it('passes the readers’ remarks on, with their clause', () => {
    const remarks = ofKind(contradictions(shippedCampaign), 'remark');
    expect(remarks.map(({ text, clause }) => ({ text, clause }))).toEqual(shippedCampaign.remarks);
    expect(remarks[0]?.text).toBe('附件1标题写“展示战役风采”，正文三(一)和附件清单写“展示战疫风采”。');
  });
});

describe('findings follow the numbers', () => {
  it('a corrected total of 诵读 settles the column and the grand total', () => {
    const all = changed(({ table }) => {
      table.total[column('recitation')] = 22;
    });
    expect(ofKind(all, 'column-total')).toEqual([]);
    expect(ofKind(all, 'grand-total')).toEqual([]);
  });

  it('rows of one 诵读 each settle them as well', () => {
    const all = changed(({ table }) => {
      for (const { cells } of table.rows) cells[column('recitation')] = 1;
    });
    expect(ofKind(all, 'column-total')).toEqual([]);
    expect(ofKind(all, 'grand-total')).toEqual([]);
  });

  it('two wrong columns that cancel out leave the grand total right', () => {
    const all = changed(({ table }) => {
      table.total[column('photo')] = 187;
      table.total[column('recitation')] = 25;
    });
    expect(ofKind(all, 'column-total').map(({ category, stated, computed }) => [category, stated, computed])).toEqual([
      ['photo', 187, 190],
      ['recitation', 25, 22],
    ]);
    expect(ofKind(all, 'grand-total').map(({ stated, computed }) => [stated, computed])).toEqual([]);
  });

  it('cells under headings only leave no surplus', () => {
    const all = changed(({ table }) => {
      for (const { cells } of table.rows) cells.length = table.columns.length;
      table.total.length = table.columns.length;
    });
    expect(ofKind(all, 'surplus-cells')).toEqual([]);
    expect(ofKind(all, 'grand-total')).toMatchObject([{ stated: 323, computed: 326 }]);
  });

  it('a surplus of the total row alone is told', () => {
    const all = changed(({ table }) => {
      for (const { cells } of table.rows) cells.length = table.columns.length;
    });
    expect(ofKind(all, 'surplus-cells')).toEqual([
      { kind: 'surplus-cells', rows: [], total: [19, 19, 19], computed: [0, 0, 0], clause: '附件1' },
    ]);
  });

  it('a short row and a short total row name the categories they lack', () => {
    const all = changed(({ table }) => {
      table.rows[1]?.cells.splice(6);
      table.total.splice(7);
    });
    expect(ofKind(all, 'missing-cells')).toEqual([
      {
        kind: 'missing-cells',
        rows: [{ row: 2, unit: 'huozhou', missing: ['song', 'micro_course'] }],
        total: ['micro_course'],
        clause: '附件1',
      },
    ]);
    expect(ofKind(all, 'grand-total')).toEqual([]);
  });

  it('a city target equal to the column is no contradiction', () => {
    const all = changed(({ cityTargets }) => {
      for (const target of cityTargets) if (target.category === 'event') target.number = 19;
    });
    expect(ofKind(all, 'city-target')).toEqual([]);
  });

  it('a unit without a row and without a duty, a row of nobody, a column of nothing', () => {
    const all = changed(({ units, table, categories }) => {
      for (const unit of units) if (unit.id === 'city_direct') delete unit.duty;
      for (const row of table.rows) if (row.unit === 'quwo') row.unit = 'nobody';
      categories.splice(
        categories.findIndex(({ id }) => id === 'song'),
        1,
      );
    });
    expect(ofKind(all, 'unit-without-row')).toEqual([
      { kind: 'unit-without-row', unit: 'quwo', clause: '附件1' },
      { kind: 'unit-without-row', unit: 'city_direct', clause: '附件1' },
    ]);
    expect(ofKind(all, 'row-without-unit')).toEqual([
      { kind: 'row-without-unit', row: 6, unit: 'nobody', clause: '附件1' },
    ]);
    expect(ofKind(all, 'column-without-category')).toEqual([
      { kind: 'column-without-category', column: 7, category: 'song', clause: '附件1' },
    ]);
  });

  it.each<[string, string, string, Contradiction]>([
    [
      'the same alias in another width and case',
      'yaodu',
      'Ｈ Ｚ',
      {
        kind: 'shared-name',
        of: 'unit',
        name: 'Ｈ Ｚ',
        owners: [
          { id: 'yaodu', as: 'alias' },
          { id: 'huozhou', as: 'alias' },
        ],
      },
    ],
    [
      'an alias that is another unit’s short name',
      'linfen_kfq',
      '蒲县',
      {
        kind: 'shared-name',
        of: 'unit',
        name: '蒲县',
        owners: [
          { id: 'puxian', as: 'short' },
          { id: 'linfen_kfq', as: 'alias' },
        ],
      },
    ],
  ])('finds %s', (_, owner, alias, expected) => {
    const all = changed(({ units }) => {
      for (const unit of units) if (unit.id === 'huozhou') unit.aliases.push('hz');
      for (const unit of units) if (unit.id === 'puxian') unit.aliases.push('蒲县');
      for (const unit of units) if (unit.id === owner) unit.aliases.push(alias);
    });
    expect(ofKind(all, 'shared-name')).toEqual([expected]);
  });

  it('finds an alias of two categories, and none within one category', () => {
    const all = changed(({ categories }) => {
      for (const category of categories) {
        if (category.id === 'micro_video') category.aliases.push('网课', '微视频');
      }
    });
    expect(ofKind(all, 'shared-name')).toEqual([
      {
        kind: 'shared-name',
        of: 'category',
        name: '网课',
        owners: [
          { id: 'micro_video', as: 'alias' },
          { id: 'micro_course', as: 'alias' },
        ],
      },
    ]);
  });
});
