import type { UnitKind } from '../notice-facts.ts';
import type { Found } from './head.ts';
import { contains, coreOf, meant } from './names.ts';

/** Whom a number is for. */
export type Actor =
  /** `called`: in the words that stand there, which may differ from the kind's name. */
  | { is: 'kind'; kind: DraftKind; called?: { name: string; clause: string; quote: string } }
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

/** Words of a sentence that no office has in its name. */
const NO_NAME = /[“”"《》]|通过|作品|名额|数量|活动|材料|方式|进行|根据/;
const PERSON = /(候选人|人选|申报人|作者|个人|选手|运动员|教师|学生|人员|同志|群众|职工|师生)$/;
const EVERYBODY = /^(各?(报送|参赛|参加|申报|推荐)?单位|各地各?单位|各地|各组织单位|每(个|家)?(报送|参赛|推荐)?单位)$/;
const CITY = /^(在?全(市|省|县|区|州|系统|年度?|团)|在全市范围内?|全市共?)/;
const ORGANISATION =
  /(局|委|会|办|校|学校|高校|院|院校|医院|中心|单位|部门|团体|协会|体协|企业|公司|街道|镇|乡|县|区|市|机构|馆|站|组织|工会|团委|妇联|集团|支部|党委|工委|科协|园区|园|所|社|队|组)(\(.{1,12}\))?$/;

export const isPerson = (name: string): boolean => PERSON.test(coreOf(name));

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
    if (kind) return { is: 'kind', kind, called: { name: core, ...said } };
    const unit = meant(name, this.units, (one) => [one]);
    if (unit && contains(unit, name)) return { is: 'unit', name: unit };
    if (PERSON.test(core)) return { is: 'person', name };
    return undefined;
  }

  /** A kind that the text brings in by itself. */
  newKind(name: string, said: { clause: string; quote: string }): Actor | undefined {
    const core = coreOf(name);
    if (!ORGANISATION.test(core) || core.length < 2 || core.length > 18 || NO_NAME.test(core)) return undefined;
    const kind = {
      name: name.replace(/^(其中|原则上|每个|每所|每家)/, ''),
      aliases: [],
      ...said,
      units: [],
      addressed: false,
      otherNames: [],
    };
    return { is: 'kind', kind };
  }

  /** One that is no office: 个人, 群众, those not in the table. */
  newPerson(name: string, said: { clause: string; quote: string }): Actor {
    const known = this.kinds.find((one) => one.name === name);
    const kind = known ?? { name, aliases: [], ...said, units: [], addressed: false, otherNames: [] };
    return { is: 'kind', kind };
  }

  /** What was only read becomes part of the draft when something is asked of it: the kind, and what else it is called. */
  confirm(actor: Actor): void {
    if (actor.is !== 'kind') return;
    const { kind, called } = actor;
    const known = this.kinds.find((one) => coreOf(one.name) === coreOf(kind.name));
    if (!known) this.kinds.push(kind);
    if (!called || called.name === coreOf(kind.name) || kind.aliases.includes(called.name)) return;
    kind.aliases.push(called.name);
    if (!contains(called.name, kind.name)) kind.otherNames.push(called);
  }
}
