import { membersOf } from '../../../domain/membership.ts';
import { categoryOf, unitOf } from '../../words/lexicons.ts';
import { boundsNow } from '../../works/ledger.ts';
import { type Context, command } from '../context.ts';

export const target = command({
  id: 'target',
  action: 'read-notice',
  args: { units: { kind: 'units', for: 'read' } },
  async handle(context, { units }) {
    const { campaign, say, actor } = context;
    const { targets, caps } = await boundsNow(context);
    const said = saidTargets(context);
    const unitIds = units.length > 0 ? units : actor.units;
    if (unitIds.length === 0) {
      const { columns, clause, note } = campaign.table;
      return say('notice.targets', {
        clause,
        note: note?.text ?? '',
        noteClause: note?.clause ?? '',
        none: columns.length === 0 && said.length === 0,
        said: said.map(({ text, clause: source }) => ({ text, source })),
        columns: columns.map((id) => ({
          category: categoryOf(context, id).short,
          measure: categoryOf(context, id).measure,
          ...sumOf(context, targets, caps, id),
        })),
        city: campaign.cityTargets.map(({ category, number, text, clause: source }) => ({
          category: categoryOf(context, category).short,
          number,
          text,
          clause: source,
        })),
      });
    }
    return [...new Set(unitIds)]
      .map((id) => {
        const unit = unitOf(context, id);
        const own = targets.get(id);
        const most = caps.get(id);
        const about = said.filter((one) => membersOf(campaign, one)?.has(id) ?? true);
        const row = campaign.table.rows.find((one) => one.unit === id);
        return say('notice.target', {
          unit: unit.name,
          none: own === undefined && most === undefined && about.length === 0,
          duty: unit.duty?.text ?? '',
          dutyClause: unit.duty?.clause ?? '',
          items: campaign.categories.flatMap(({ id: categoryId }) => {
            const number = own?.get(categoryId);
            const cap = most?.get(categoryId);
            if (number === undefined && cap === undefined) return [];
            const cell = row?.cells[campaign.table.columns.indexOf(categoryId)];
            const printed = cell ?? undefined;
            return {
              category: categoryOf(context, categoryId).short,
              measure: categoryOf(context, categoryId).measure,
              number: number ?? '',
              cap: cap === undefined ? '' : cap,
              exact: cap !== undefined && cap === number,
              printed: printed !== undefined && printed !== (number ?? cap) ? printed : '',
            };
          }),
          sum: [...(own?.values() ?? [])].reduce((sum, number) => sum + number, 0),
          clause: campaign.table.clause,
          floor:
            ((own?.size ?? 0) > 0 || campaign.table.columns.length > 0) &&
            !['exact', 'max'].includes(campaign.table.bound ?? ''),
          capped: (most?.size ?? 0) > 0,
          said: about.map(({ text, clause: source }) => ({ text, source })),
          note: campaign.table.note?.text ?? '',
        });
      })
      .join('\n\n');
  },
});

type Bounds = Awaited<ReturnType<typeof boundsNow>>;

/** Of all units, at least and at most. */
function sumOf({ campaign }: Context, targets: Bounds['targets'], caps: Bounds['caps'], id: string) {
  const sum = (numbers: Bounds['targets']) =>
    campaign.units.reduce((all, unit) => all + (numbers.get(unit.id)?.get(id) ?? 0), 0);
  const least = sum(targets);
  const most = sum(caps);
  return { sum: least > 0 || most === 0 ? least : '', most: most > 0 && most !== least ? most : '' };
}

/** What the notice asks in sentences that no column holds: by the month, in shares, one of two. */
const saidTargets = ({ campaign }: Context) =>
  campaign.targets.filter((one, at, all) => all.findIndex(({ text }) => text === one.text) === at);
