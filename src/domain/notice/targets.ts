import type { Bound, Share } from '../notice-facts.ts';
import type { Actor, Cast } from './cast.ts';
import type { Catalogue, DraftCategory } from './catalogue.ts';
import { type DateMention, datesIn } from './dates.ts';
import type { Line } from './lines.ts';
import { coreOf } from './names.ts';
import { type Statement, statementsOf } from './statements.ts';
import { isTargetStatement } from './target-or-rule.ts';
import { isWork } from './work-words.ts';

/** A target before its units, kinds and categories have ids. */
export interface DraftTarget {
  for: Actor[];
  /** Undefined: of whatever is reported. */
  categories?: DraftCategory[];
  min?: number;
  max?: number;
  exactly?: number;
  number?: number;
  none?: true;
  excluded?: true;
  share?: Share;
  per?: Statement['period'];
  half?: true;
  together?: true;
  outsideQuota?: true;
  either?: true;
  measure?: string;
  /** Asked with 可 or 限: so many at most. */
  may?: true;
  /** A day by which a part of it is due. */
  until?: DateMention;
  text: string;
  clause: string;
  quote: string;
  line: Line;
}

const GENERIC =
  /^(优秀|参评|参赛|报送|推荐|征集|上报|各类|相关|有关|以上|创作)*(作品|节目|项目|材料|名额|数量|单位|类作品|参赛作品|总数|件数|家庭照片|图|照片)?$/;

/** What the sentences ask of whom. A count that the notice sets for the works themselves is a rule, and is left to the rules. */
export function targetsOf(
  lines: readonly Line[],
  cast: Cast,
  catalogue: Catalogue,
  groups: readonly string[],
): DraftTarget[] {
  const targets: DraftTarget[] = [];
  for (const line of lines) {
    if ((line.part !== 'body' && line.part !== 'annex') || line.table !== undefined) continue;
    const own = [...statementsOf(line, cast, catalogue), ...opened(line, cast, catalogue)].filter(isTargetStatement);
    for (const [at, statement] of own.entries()) {
      const target = targetOf(statement, catalogue, groups);
      if (!target) continue;
      // 可报男子团体1队，女子团体1队: one word is for both.
      const before = targets.at(-1);
      if (
        target.number !== undefined &&
        before?.line === line &&
        before.may &&
        sameFor(before, target) &&
        !/报|送|荐/.test(statement.piece)
      ) {
        target.max = target.number;
        delete target.number;
      }
      const next = own[at + 1];
      if (/^\s*或/.test(statement.piece) && targets.at(-1)?.line === line) {
        target.either = true;
        const first = targets.at(-1);
        if (first) first.either = true;
      }
      // 走进10家企业（或开展10场线下活动）: what is counted is the one that is a category.
      if (next && /\(或[^)]*$/.test(next.piece.slice(0, -1)) && target.categories === undefined) continue;
      for (const actor of target.for) cast.confirm(actor);
      targets.push(target);
    }
  }
  return targets;
}

function targetOf(statement: Statement, catalogue: Catalogue, groups: readonly string[]): DraftTarget | undefined {
  const { quantity, segment, line, span, actors, piece } = statement;
  const text = line.text.slice(span.from, span.to).trim();
  const categories = categoriesOf(statement, catalogue);
  const target: DraftTarget = {
    for: /^\s*(?:其中)?每组/.test(segment) ? groups.map((name): Actor => ({ is: 'unit', name })) : actors,
    text,
    clause: line.clause,
    quote: text,
    line,
  };
  if (categories) target.categories = categories;
  if (quantity.measure !== undefined) target.measure = quantity.measure;
  if (statement.period) target.per = statement.period;
  const [until] = datesIn(piece);
  if (until && /前/.test(piece.slice(until.to, until.to + 2))) target.until = until;
  if (/合计|共计|总数不|总量/.test(piece) || (categories && categories.length > 1 && catalogue.namesGroup(piece)))
    target.together = true;
  if (quantity.percent !== undefined) {
    delete target.per;
    const share = shareOf(statement, quantity.percent, quantity.bound);
    delete target.categories;
    const own = share?.of === undefined ? [] : catalogue.mentioned(share.of);
    return share ? { ...target, ...(own.length > 0 ? { categories: own } : {}), share } : undefined;
  }
  if (quantity.half) return { ...target, half: true };
  if (quantity.none)
    return { ...target, none: true, ...(OUTSIDE.test(statement.sentence) ? { outsideQuota: true } : {}) };
  if (quantity.excluded)
    return { ...target, excluded: true, ...(/其他|其余/.test(piece) ? rest(categories, catalogue) : {}) };
  return { ...target, ...numbersOf(statement) };
}

function numbersOf({ quantity, piece, segment }: Statement): Partial<DraftTarget> {
  if (quantity.least !== undefined || quantity.most !== undefined) {
    return {
      ...(quantity.least === undefined ? {} : { min: quantity.least }),
      ...(quantity.most === undefined ? {} : { max: quantity.most }),
    };
  }
  const { bare: number } = quantity;
  if (number === undefined) return {};
  // 也可自荐1部, 可报1队: one may, and not more.
  if (/可(?:以)?(?:自荐|报|推荐|申报|报送|选送)/.test(piece)) return { max: number, may: true };
  if (/限|只能/.test(segment.slice(0, quantity.from))) return { max: number, may: true };
  return { number };
}

function shareOf({ piece, segment }: Statement, percent: number, bound: Bound | undefined): Share | undefined {
  const of = /([\u4e00-\u9fff]{2,10}?)(?:占比|比例|占|达到?|不低于|不少于|的)/.exec(piece.replace(/^其中/, ''))?.[1];
  if (of === undefined || /奖|评|票|分/.test(segment)) return undefined;
  return { percent, of, ...(bound ? { bound } : {}) };
}

function rest(categories: DraftCategory[] | undefined, catalogue: Catalogue): Pick<DraftTarget, 'categories'> {
  const others = catalogue.all.filter((one) => !categories?.includes(one));
  return others.length > 0 ? { categories: others } : {};
}

/** Those it names, or all alike, or the one that it brings in. */
function categoriesOf(statement: Statement, catalogue: Catalogue): DraftCategory[] | undefined {
  const { categories, everyCategory, fresh, object, line, quantity, span } = statement;
  const quote = line.text.slice(span.from, span.to).trim();
  if (everyCategory || /其他|其余/.test(statement.piece)) return everyCategory ? undefined : categories;
  // 推荐案例3至6个 where the notice collects …应用案例 of several kinds: of all of them together.
  if (!fresh && catalogue.all.length > 1 && object.length <= 4 && catalogue.subject.endsWith(object) && object !== '')
    return undefined;
  const stranger = object !== '' && !fresh && !GENERIC.test(object) && isWork(object) && object.length >= 4;
  if (categories.length > 0 && !stranger) return categories;
  if (object !== '' && !GENERIC.test(object) && quantity.measure !== undefined && coreOf(object).length >= 2) {
    return [catalogue.add({ name: object, clause: line.clause, quote, measure: quantity.measure })];
  }
  return undefined;
}

const sameFor = (one: DraftTarget, other: DraftTarget) => JSON.stringify(one.for) === JSON.stringify(other.for);

const OUTSIDE = /不占(?:用)?[^,。;]{0,10}名额|不计入(?:单位|各单位)?(?:任务|名额)(?:数)?/;
const WILLING = /^\s*(?:\d+\.)?([\u4e00-\u9fff]{2,8}?)(?:可|均可)?(?:自愿|自主)(?:申报|报送|投稿|推荐)/;
const INVITED =
  /(?:鼓励|欢迎|支持)([\u4e00-\u9fff]{2,6}?)(?:直接|自由|自主|积极|踊跃|个人)*(?:投稿|报送|参与|参加|自荐)/;

/** Open calls, without a number: 鼓励个人直接投稿，不占单位名额. */
function opened(line: Line, cast: Cast, catalogue: Catalogue): Statement[] {
  const said = OUTSIDE.exec(line.folded);
  if (!said) return [];
  const from = Math.max(line.folded.lastIndexOf('。', said.index), line.folded.lastIndexOf(';', said.index)) + 1;
  const sentence = line.folded.slice(from, said.index + said[0].length);
  const invited = INVITED.exec(sentence)?.[1];
  const willing = WILLING.exec(sentence)?.[1];
  if (invited === undefined && willing === undefined) return [];
  const quote = line.text.slice(from, said.index + said[0].length).trim();
  const words = { clause: line.clause, quote };
  const actor =
    invited === undefined
      ? (cast.actor(willing ?? '', words) ?? cast.newPerson(willing ?? '', words))
      : cast.newPerson(invited, words);
  return [
    {
      line,
      span: { from, to: said.index + said[0].length },
      piece: sentence,
      segment: sentence,
      sentence,
      quantity: { from, to: said.index, none: true },
      actors: [actor],
      categories: catalogue.mentioned(sentence),
      everyCategory: false,
      fresh: true,
      period: undefined,
      object: '',
    },
  ];
}
