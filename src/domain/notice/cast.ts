import type { UnitKind } from '../notice-facts.ts';
import type { Found } from './head.ts';
import { contains, coreOf, meant } from './names.ts';

/** Whom a number is for. */
export type Actor =
  | { is: 'kind'; kind: DraftKind }
  | { is: 'unit'; name: string }
  | { is: 'person'; name: string }
  | { is: 'each' }
  | { is: 'city' };

export interface DraftKind extends Omit<UnitKind, 'id' | 'units'> {
  units: string[];
  /** Addressed by the notice, not only spoken of. */
  addressed: boolean;
  /** Other names that are only like it, not part of it: a question. */
  otherNames: { name: string; clause: string; quote: string }[];
}

const PERSON = /(作者|个人|选手|运动员|教师|学生|人员|同志|群众|职工|师生)$/;
const EVERYBODY = /^(各?(报送|参赛|参加|申报|推荐)?单位|各地各?单位|各地|各组织单位|每(个|家)?(报送|参赛|推荐)?单位)$/;
const CITY = /^(在?全(市|省|县|区|州|系统|年度?|团)|在全市范围内?|全市共?)/;
const ORGANISATION =
  /(局|委|会|办|校|学校|高校|院|院校|医院|中心|单位|部门|团体|协会|体协|企业|公司|街道|镇|乡|县|区|市|机构|馆|站|组织|工会|团委|妇联|集团|支部|党委|工委|科协|园区|园|所|社|队|组)(\(.{1,12}\))?$/;

/** The units and kinds that the notice speaks of, growing while it is read. */
export class Cast {
  readonly kinds: DraftKind[] = [];
  readonly units: string[];

  constructor(addressees: readonly Found[], units: readonly string[]) {
    this.units = [...units];
    for (const { value, clause, quote } of addressees) {
      if (units.some((unit) => coreOf(unit) === coreOf(value))) continue;
      this.kinds.push({ name: value, aliases: [], clause, quote, units: [], addressed: true, otherNames: [] });
    }
  }

  /** Who is meant by words before a number; undefined when they are no name of anybody. */
  actor(words: string, said: { clause: string; quote: string }): Actor | undefined {
    const name = words.trim();
    const core = coreOf(name);
    if (core === '') return undefined;
    if (EVERYBODY.test(name.replace(/^(其中|原则上|请)/, ''))) return { is: 'each' };
    if (CITY.test(core)) return { is: 'city' };
    const exact = this.units.find((unit) => coreOf(unit) === core);
    if (exact) return { is: 'unit', name: exact };
    const kind = meant(name, this.kinds, (one) => [one.name, ...one.aliases]);
    if (kind) return { is: 'kind', kind: this.alsoCalled(kind, name, said) };
    const unit = meant(name, this.units, (one) => [one]);
    if (unit && contains(unit, name)) return { is: 'unit', name: unit };
    if (PERSON.test(core)) return { is: 'person', name };
    return undefined;
  }

  /** A kind that the text brings in by itself. */
  newKind(name: string, said: { clause: string; quote: string }): Actor | undefined {
    const core = coreOf(name);
    if (!ORGANISATION.test(core) || core.length < 2 || core.length > 18) return undefined;
    const kind = { name: name.replace(/^(其中|原则上|每个|每所|每家)/, ''), aliases: [], ...said, units: [], addressed: false, otherNames: [] };
    this.kinds.push(kind);
    return { is: 'kind', kind };
  }

  private alsoCalled(kind: DraftKind, name: string, said: { clause: string; quote: string }): DraftKind {
    const core = coreOf(name);
    if (core !== coreOf(kind.name) && !kind.aliases.includes(core)) {
      kind.aliases.push(core);
      if (!contains(name, kind.name)) kind.otherNames.push({ name: core, ...said });
    }
    return kind;
  }
}
