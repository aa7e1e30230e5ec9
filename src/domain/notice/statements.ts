import { type Actor, type Cast, isPerson } from './cast.ts';
import type { Catalogue, DraftCategory } from './catalogue.ts';
import type { Line } from './lines.ts';
import { coreOf } from './names.ts';
import { periodIn, type Quantity, quantitiesIn } from './quantities.ts';
import { clausesOf, cut, entriesOf, type Span, segmentsOf } from './sentences.ts';

/** One count of a sentence, with everything the words around it say of it. */
export interface Statement {
  line: Line;
  /** The segment, for the quote. */
  span: Span;
  /** From the count before it, or the begin of its segment, to its own end and what directly follows. */
  piece: string;
  segment: string;
  sentence: string;
  quantity: Quantity;
  actors: Actor[];
  categories: DraftCategory[];
  /** 每类, 每个项目: of each category alike. */
  everyCategory: boolean;
  /** The words beside the number name them. */
  fresh: boolean;
  period: ReturnType<typeof periodIn>;
  /** The words that may name a category nobody knows yet. */
  object: string;
}

const ACTOR_STOP =
  /(?:同一(?:项目|类别|类)|每类|每个?项目|均|每校|每个类别|各类|每个?月|每季度?|每年|一年|只能|全年|年内|分别|统一|可|应(?!急|用|届|对)|须|需|要|限|不|至少|最多|原则上|报送|推荐|申报|开展|举办|选送|推选|上报|征集|新建|新增|发展|培育|向|也|自愿|按|自荐|投稿|完成|报|于|由|对|每季|共|创作|\d)/;

/** Every count of a line. Who is meant is carried on through a sentence, what is meant from segment to segment. */
export function statementsOf(line: Line, cast: Cast, catalogue: Catalogue): Statement[] {
  const start = Math.min(line.heading?.end ?? 0, line.folded.length);
  return cut(line.folded, '。!', { from: start, to: line.folded.length }).flatMap((sentence) => {
    let actors: Actor[] = [];
    return clausesOf(line.folded, sentence).flatMap((clause) => {
      const read = ofClause(line, clause, actors, cast, catalogue);
      actors = read.actors;
      return read.statements;
    });
  });
}

function ofClause(
  line: Line,
  clause: Span,
  before: Actor[],
  cast: Cast,
  catalogue: Catalogue,
): { actors: Actor[]; statements: Statement[] } {
  let actors = before;
  let categories: DraftCategory[] = headedBy(line, catalogue);
  let everyCategory = false;
  let asked = '';
  const statements: Statement[] = [];
  for (const span of segmentsOf(line.folded, clause)) {
    const segment = line.folded.slice(span.from, span.to);
    const said = { clause: line.clause, quote: line.text.slice(span.from, span.to).trim() };
    const named = actorsIn(segment, cast, catalogue, said);
    // 民办学校每校限报2件: each of those just named.
    if (named.length > 0 && !(named[0]?.is === 'each' && actors.length > 0)) actors = named;
    let from = 0;
    // 500人以下的单位 is whom, not how many.
    const whose = SIZED.exec(segment)?.[0].length ?? 0;
    const quantities = quantitiesIn(segment).filter((one) => one.from >= whose);
    from = whose;
    for (const [at, quantity] of quantities.entries()) {
      const next = quantities[at + 1]?.from ?? segment.length;
      const follows = /^[^,、;。(]{0,14}/.exec(segment.slice(quantity.to, next))?.[0] ?? '';
      const piece = segment.slice(from, quantity.to) + (/[、,]$/.test(follows) ? '' : follows);
      const mentioned = catalogue.mentioned(piece.replace(/不占.*/, ''));
      if (mentioned.length > 0) categories = mentioned;
      if (/每类|每个?类别|每个?项目|各类|各项目|每项|同一(?:项目|类别|类)/.test(piece)) everyCategory = true;
      else if (mentioned.length > 0) everyCategory = false;
      from = quantity.to;
      statements.push({
        line,
        span,
        piece,
        segment,
        quantity,
        actors,
        categories,
        everyCategory,
        fresh: mentioned.length > 0,
        sentence: line.folded.slice(clause.from, clause.to),
        period: periodIn(piece),
        object: objectIn(piece, quantity, segment) || asked,
      });
    }
    if (quantities.length === 0) asked = ASKED_FOR.exec(segment)?.[1] ?? asked;
  }
  return { actors, statements };
}

/** 向省科技厅推荐原创科普微视频，数量…: the number comes after a comma. */
const ASKED_FOR = /(?:报送|推荐|申报|选送|征集|提交)((?!作品|优秀|材料|名额)[\u4e00-\u9fff]{3,12})$/;

/** The nearest heading above that names categories. */
function headedBy(line: Line, catalogue: Catalogue): DraftCategory[] {
  for (const { title } of [...line.path].reverse()) {
    const named = title === '' ? [] : catalogue.mentioned(title);
    if (named.length > 0 && named.length < catalogue.all.length) return named;
  }
  return [];
}

/** Who stands at the begin of the segment, before what is asked of them. */
function actorsIn(segment: string, cast: Cast, catalogue: Catalogue, said: { clause: string; quote: string }): Actor[] {
  // Fuller than a name: who is left over by the table.
  const notListed = NOT_LISTED.exec(segment)?.[1];
  const sized = SIZED.exec(segment)?.[1];
  if (notListed !== undefined || sized !== undefined) return [cast.newPerson(notListed ?? sized ?? '', said)];
  // 先进集体每单位限报1个
  if (
    /^\s*[\u4e00-\u9fff]{2,10}每(?:个|家)?(?:单位|校|县|区)/.test(segment) &&
    catalogue.mentioned(segment.split('每')[0] ?? '').length > 0
  )
    return [{ is: 'each' }];
  const lead =
    /^\s*(?:\d{4}年(?:度)?,?)?(?:其中|此外|另外|原则上|同一|对|请)?(?:全[市省县区州](?=各))?/.exec(segment)?.[0]
      .length ?? 0;
  const rest = segment.slice(lead);
  const isWhole = /^(?:全[市省县区州]|在全)/.test(rest);
  const stop = isWhole
    ? 2
    : (ACTOR_STOP.exec(rest.replace(/^每[个所家名位支]?/, (all) => '〇'.repeat(all.length)))?.index ?? -1);
  // 各级 is everybody from the top down, and no kind of units.
  if (isWhole || /^各级/.test(rest)) return [{ is: 'city' }];
  const words = beforeWorks(organised((stop < 0 ? '' : rest.slice(0, stop)).trim()), catalogue).replace(
    /(?<=\S{2})各$/,
    '',
  );
  const same = /^\s*同一/.test(segment) ? `每名${words}` : words;
  if (coreOf(same).length < 1 || same.length > 60) return [];
  const places = /^其中/.test(segment.trim()) ? placesIn(words) : [];
  if (places.length > 0) return places.map((name): Actor => ({ is: 'unit', name }));
  if (
    entriesOf(same).length > 1 &&
    isPerson(same) &&
    !entriesOf(same).some((entry) => cast.actor(entry, said)?.is === 'kind')
  )
    return [cast.newPerson(same, said)];
  const found = entriesOf(same).flatMap((entry): Actor[] => {
    if (catalogue.same(entry) && !/单位|局|会$/.test(entry)) return [];
    const actor = cast.actor(entry, said) ?? cast.newKind(entry, said);
    return actor ? [actor] : [];
  });
  return found;
}

/** 各区组织应急演练: 组织 is a verb after a name, though 团组织 is one. */
const organised = (words: string): string =>
  /^(.{1,16}?(?:区|县|市|校|位|门|会|局|院|所|厂|企业|工会|团委))(?:组织|集中|要)(?=.{2,})/.exec(words)?.[1] ?? words;

/** 市特殊教育学校书法、绘画: the name ends where the works begin. */
function beforeWorks(words: string, catalogue: Catalogue): string {
  for (let at = 2; at < words.length; at++) {
    const name = words.slice(0, at).replace(/[、,]$/, '');
    if (NAMED.test(name) && catalogue.begins(words.slice(at))) return name;
  }
  return words;
}

const NAMED = /(局|委|会|校|院|中心|单位|部门|县|区|市|站|馆|所|企业|公司|团|办)$/;
const SIZED = /^\s*(\d+人以[上下](?:\([^)]*\))?的(?:单位|企业|学校|基层工会))/;
const NOT_LISTED = /^\s*(?:说明:|注:)?([\u4e00-\u9fff]{2,12}未列入(?:本表|附件|附表|上表|表中)的)/;

/** 其中广州、深圳市: cities called by name, the last one lending its 市 to all. */
function placesIn(words: string): string[] {
  const entries = words.split('、');
  const kind = /[市县区州]$/.exec(entries.at(-1) ?? '')?.[0];
  if (!kind || entries.some((entry) => !/^[\u4e00-\u9fff]{2,4}$/.test(entry) || /^(各|每|全|县区)/.test(entry)))
    return [];
  return entries.map((entry) => (entry.endsWith(kind) ? entry : `${entry}${kind}`));
}

const OBJECT =
  /(?:报送|推荐|申报|开展|举办|选送|新建|新增|发展|征集|培育|组织|完成|创建|上报|报)(?:优秀|原创|当月|职工)?([\u4e00-\u9fff+A-Za-z0-9]{2,12}?)(?:各|均|不|至少|最多|\d|[一二三四五六七八九十]|数量|$)/;
const BOUNDED = /^[、,]?([\u4e00-\u9fff]{2,8}?)(?:不超过|不少于|不低于|不多于|限|至少|最多|\d)/;
const AFTER = /^[\u4e00-\u9fff]{2,12}/;

/** 举办职工读书分享会不少于4场; 发展50名职工好网民宣传员. */
function objectIn(piece: string, quantity: Quantity, segment: string): string {
  const after = AFTER.exec(segment.slice(quantity.to))?.[0] ?? '';
  if (quantity.measure !== undefined && /^[名个家场]$/.test(quantity.measure) && after.length >= 3) return after;
  const before = piece.slice(0, piece.search(/\d|[一二三四五六七八九十](?=[件幅部篇个首场])|$/));
  return (
    OBJECT.exec(before.replace(/不(少|低)于|不超过|至少|最多/g, ''))?.[1] ??
    (/^[、,]/.test(piece) ? BOUNDED.exec(piece)?.[1] : undefined) ??
    ''
  );
}
