import type { Campaign } from './campaign.ts';

/** Why campaigns cannot run side by side; `code` names its sentence in prompts/start.md, as `campaigns-<code>`. */
export type Clash =
  | { code: 'same-id'; facts: { id: string } }
  /** People, and what they may do, are known by the unit's id: it must mean one unit in all campaigns. */
  | { code: 'unit-of-two-names'; facts: { id: string; name: string; other: string } }
  | { code: 'unit-of-two-ids'; facts: { name: string; id: string; other: string } }
  /** Nobody could say which of the two is meant. */
  | { code: 'same-name'; facts: { name: string } };

/** What stands in the way of running these campaigns side by side. Units of one name are one unit in all of them. */
export function clashesOf(campaigns: readonly Campaign[]): Clash[] {
  const clashes: Clash[] = [];
  const ids = new Set<string>();
  const called = new Set<string>();
  const names = new Map<string, string>();
  const units = new Map<string, string>();
  for (const { id, name, units: own } of campaigns) {
    if (ids.has(id)) clashes.push({ code: 'same-id', facts: { id } });
    else if (called.has(name)) clashes.push({ code: 'same-name', facts: { name } });
    ids.add(id);
    called.add(name);
    for (const unit of own) {
      const other = names.get(unit.id);
      if (other !== undefined && other !== unit.name)
        clashes.push({ code: 'unit-of-two-names', facts: { id: unit.id, name: unit.name, other } });
      const known = units.get(unit.name);
      if (known !== undefined && known !== unit.id)
        clashes.push({ code: 'unit-of-two-ids', facts: { name: unit.name, id: unit.id, other: known } });
      names.set(unit.id, other ?? unit.name);
      units.set(unit.name, known ?? unit.id);
    }
  }
  return clashes;
}
