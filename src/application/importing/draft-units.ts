import type { Unit } from '../../domain/campaign.ts';
import { shortOf, unitAliases } from '../../domain/notice/aliases.ts';
import { coreOf } from '../../domain/notice/names.ts';
import type { NoticeRead } from '../../domain/notice/read-notice.ts';
import type { UnitKind } from '../../domain/notice-facts.ts';
import type { Ids } from './draft-ids.ts';

/** Units in the order of the table, then those that a sentence names; kinds with the units that are of them. */
export function unitsOf(read: NoticeRead, ids: Ids): { units: Unit[]; kinds: UnitKind[] } {
  const units = listedUnits(read, ids);
  const groups = read.groups.flatMap(({ grid, groups: all }) =>
    all.map(
      ({ name, units: members }): UnitKind => ({
        id: ids.of('group', name),
        name,
        aliases: [],
        units: members.map((member) => ids.of('unit', member)),
        clause: grid.clause,
        quote: name,
      }),
    ),
  );
  const kinds = read.cast.kinds
    .filter(({ name }) => !isUnitWithDuty(read, name))
    .map(({ name, aliases, clause, quote = name, otherNames }): UnitKind => {
      const members = units.filter((unit) => isOf(unit.name, name)).map(({ id }) => id);
      return {
        id: ids.of('kind', name),
        name,
        aliases: [...new Set([...aliases, ...otherNames.map((one) => one.name)])].filter(
          (alias) => alias !== coreOf(name),
        ),
        ...(members.length > 0 ? { units: members } : {}),
        clause,
        quote,
      };
    });
  for (const group of groups) for (const unit of units) if (group.units?.includes(unit.id)) unit.kind = group.id;
  return { units, kinds: [...groups, ...kinds] };
}

function listedUnits(read: NoticeRead, ids: Ids): Unit[] {
  const rows = read.tables.flatMap(({ rows, grid }) =>
    rows.map(({ unit }) => ({ name: unit, clause: grid.clause, quote: unit })),
  );
  const grouped = read.groups.flatMap(({ grid, groups }) =>
    groups.flatMap(({ units }) => units.map((name) => ({ name, clause: grid.clause, quote: name }))),
  );
  const said = read.targets.flatMap((target) =>
    target.for.flatMap((actor) =>
      actor.is === 'unit' && !read.groups.some(({ groups }) => groups.some(({ name }) => name === actor.name))
        ? [{ name: actor.name, clause: target.clause, quote: target.quote }]
        : [],
    ),
  );
  const all = [...rows, ...grouped, ...said].filter(
    ({ name }, at, list) => list.findIndex((one) => one.name === name) === at,
  );
  const names = all.map(({ name }) => name);
  const units = all.map(
    (one): Unit => ({
      id: ids.of('unit', one.name),
      name: one.name,
      short: shortOf(one.name),
      aliases: unitAliases(one.name, names),
      clause: one.clause,
      quote: one.quote,
    }),
  );
  const shorts = units.map(({ short }) => short);
  for (const unit of units) if (shorts.filter((short) => short === unit.short).length > 1) unit.short = unit.name;
  return [...units, ...dutiful(read, ids)];
}

/** Addressed and asked to report, but in no row: a unit with a duty and without target (市直各基层工会). */
function dutiful(read: NoticeRead, ids: Ids): Unit[] {
  return read.cast.kinds
    .filter(({ name }) => isUnitWithDuty(read, name))
    .map(({ name, clause, quote = name, aliases }): Unit => {
      const duty = dutyOf(read, name);
      return {
        id: ids.of('unit', name),
        name,
        short: shortOf(name),
        aliases,
        clause,
        quote,
        ...(duty ? { duty } : {}),
      };
    });
}

function isUnitWithDuty(read: NoticeRead, name: string): boolean {
  if (read.tables.length === 0 || !/直/.test(name)) return false;
  const rows = read.tables.flatMap(({ rows }) => rows.map(({ unit }) => unit));
  return (
    !rows.some((unit) => isOf(unit, name)) &&
    dutyOf(read, name) !== undefined &&
    !read.targets.some((target) => target.for.some((actor) => actor.is === 'kind' && actor.kind.name === name))
  );
}

function dutyOf(read: NoticeRead, name: string): { text: string; clause: string } | undefined {
  const milestone = read.milestones.find(
    ({ reporting, clause }) =>
      reporting && read.lines.some((line) => line.clause === clause && line.text.includes(name)),
  );
  const line = milestone && read.lines.find((one) => one.clause === milestone.clause && one.text.includes(name));
  return line
    ? { text: line.text.slice(line.heading?.title ? 0 : (line.heading?.end ?? 0)).trim(), clause: line.clause }
    : undefined;
}

/** Whether a unit is of a kind by its name: 慈溪县团委 of 各区县（市）团委, 明州大学团委 of 各高校团委, 市公安局 of 市直…. */
export function isOf(unit: string, kind: string): boolean {
  const core = coreOf(kind);
  if (/未列入/.test(core)) return false;
  const place = /^(?:县|区|市|州|地|旗|镇|街道|乡|级以上|、)+/.exec(core)?.[0];
  if (place !== undefined && !/^市(直|级|属)/.test(core)) {
    const end = core.slice(place.length);
    // 明州大学团委 ends like 各区县（市）团委 and is of no county.
    if (/^市|大学|学院|学校/.test(unit) || !/[县区市州旗镇乡道]/.test(unit)) return false;
    return unit.endsWith(end) || /^.{2,4}[县区市州旗]$/.test(unit);
  }
  if (/^(在.)?高校|^院校/.test(core)) return /大学|学院/.test(unit);
  if (/^市(直|级|属)|^省(直|属)/.test(core)) return /^[市省]/.test(unit);
  return false;
}
