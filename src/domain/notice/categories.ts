import { Catalogue } from './catalogue.ts';
import type { Line } from './lines.ts';
import { entriesOf } from './sentences.ts';
import type { FigureTable } from './tables.ts';
import { isCountable, isWork, NO_CATEGORY, OF_CATEGORIES, withoutDeed } from './work-words.ts';

/** What can be known before the sentences are read: the table's headings, then headings, then lists. */
export function categoriesOf(lines: readonly Line[], tables: readonly FigureTable[]): Catalogue {
  const catalogue = new Catalogue();
  for (const { columns, grid } of tables) {
    for (const { name, measure } of columns) {
      if (name === '' || /^(推荐|申报|分配|报送)?(名额|数量|任务数?|指标)(数)?$/.test(name)) continue;
      catalogue.add({ name, clause: grid.clause, quote: name, column: true, ...(measure ? { measure } : {}) });
    }
  }
  // A list of forms says what the categories are; headings below it then sort them: （一）音频作品.
  const listing = new Set(lines.filter((line) => listed(line).length > 0).map(({ path }) => path[0]));
  for (const line of lines) {
    const members = grouped(line);
    if (members.length > 0) {
      const made = members.map((name) => catalogue.add({ name, clause: line.clause, quote: name, described: [line] }));
      catalogue.group(line.heading?.title ?? '', made);
      continue;
    }
    const own = listing.has(line.path[0]) ? listed(line) : headed(line, lines);
    for (const { name, quote } of own) {
      catalogue.add({ name, clause: line.clause, quote, described: [line] });
    }
    const project = projectOf(line, lines);
    if (project)
      catalogue.add({ name: project, clause: line.clause, quote: project, described: [line], project: line });
  }
  return catalogue;
}

/** `（一）艺术作品类：绘画、书法、摄影、设计。` is a group of categories. */
function grouped({ heading, path, folded, part }: Line): string[] {
  const above = path.at(-2);
  if (!heading || !above || part !== 'body' || heading.title === '' || !OF_CATEGORIES.test(above.title)) return [];
  const names = entriesOf(
    folded
      .slice(heading.end)
      .replace(/。.*$/, '')
      .replace(/[。;]\s*$/, '')
      .replace(/^包括/, ''),
  );
  const works = names.filter(
    (name) => name.length >= 2 && name.length <= 8 && (isWork(name) || isWork(`${name}类`) || isCountable(name)),
  );
  return names.length >= 2 &&
    works.length === names.length &&
    names.every((name) => (isWork(name) || isCountable(name)) && !/[均可]/.test(name))
    ? names
    : [];
}

/** `（一）微电影` below 作品类别. */
function headed(line: Line, lines: readonly Line[]): { name: string; quote: string }[] {
  const { heading, path } = line;
  const above = path.at(-2);
  if (!heading || line.part !== 'body') return [];
  if (describesItself(line, lines))
    return splitTitle(withoutDeed(heading.title)).map((one) => ({ name: one, quote: one }));
  if (!above || heading.level < 2 || !OF_CATEGORIES.test(above.title)) return [];
  const siblings = lines.filter((one) => one.heading && one.path.at(-2) === above);
  const named = siblings.filter((one) => isName(subjectOf(one), one));
  if (siblings.length < 2 || named.length < siblings.length / 2) return [];
  const name = subjectOf(line);
  if (!isName(name, line)) return [];
  return splitTitle(withoutDeed(name)).map((one) => ({ name: one, quote: one }));
}

/** `（一）短视频。时长15秒至60秒，…` needs no chapter above it, where another heading beside it does the same. */
function describesItself(line: Line, lines: readonly Line[]): boolean {
  const above = line.path.at(-2);
  const alike = lines.filter(
    (one) => one.heading?.level === line.heading?.level && one.path.at(-2) === above && isDescribed(one),
  );
  return alike.includes(line) && alike.length >= 2;
}

function isDescribed({ heading, folded }: Line): boolean {
  const title = heading?.title ?? '';
  return (
    title.length >= 2 &&
    title.length <= 8 &&
    isWork(title) &&
    !/类$|组$|作品$/.test(title) &&
    !NO_CATEGORY.test(title) &&
    /\d|格式/.test(folded.slice(heading?.end ?? 0))
  );
}

/** The heading's title, or what its sentence is about: `科普讲解视频为横屏，…`. */
function subjectOf({ heading, folded }: Line): string {
  if (!heading) return '';
  if (heading.title !== '' && !/[为须应]/.test(heading.title)) return heading.title;
  const label = /^\s*[(（]?[\d一二三四五六七八九十]+[)）]?\s*[.、]?\s*/.exec(folded)?.[0].length ?? 0;
  return /^([\u4e00-\u9fffA-Za-z]{2,10}?)(?=为|须|应|提供|\d|不|要)/.exec(folded.slice(label))?.[1] ?? '';
}

/** A name of works, or of what is counted in its own sentence: 职工读书分享会。…不少于4场. */
function isName(title: string, { folded }: Line): boolean {
  const name = withoutDeed(title.replace(/\(.*?\)/g, ''));
  if (name.length < 2 || name.length > 14 || NO_CATEGORY.test(name)) return false;
  return isWork(title.replace(/\(.*?\)/g, '')) || COUNTED.test(folded);
}

const COUNTED = /\d+\s*(件|幅|部|篇|个|首|场|项|组|队|户|家|套|支|节)/;

/** 书法、绘画作品 are two. */
function splitTitle(title: string): string[] {
  const entries = entriesOf(title);
  return entries.length > 1
    ? entries.map((one, at) => (at === entries.length - 1 ? one.replace(/作品$/, '') || one : one))
    : [title];
}

const LISTED =
  /(?:采取|采用|包括|分为|设有?|征集|含|领域的)([^。;:]{4,60}?)(?:等(?:多种)?(?:形式|体裁|类别|作品)?|(?:\d|[一二三四五六七八九十])(?:类|种|个|大)|两类|。|$)/;

/** `可采取诗歌、散文，书法、绘画、摄影等多种形式`, or a line that is nothing but names. */
function listed(line: Line): { name: string; quote: string }[] {
  const above = line.path.at(-1)?.title ?? '';
  if (line.part !== 'body' || !OF_CATEGORIES.test(above)) return [];
  const own = line.heading ? line.folded.slice(line.heading.end) : line.folded;
  const bareList =
    /^[\u4e00-\u9fffA-Za-z0-9、,和及]{5,60}[。]?$/.test(own) && own.includes('、') ? own.replace(/。$/, '') : undefined;
  const said = LISTED.exec(own)?.[1] ?? bareList;
  if (said === undefined) return [];
  const names = withTogether(entriesOf(said.replace(/,/g, '、')));
  const works = names.filter((name) => name.length <= 12 && isWork(name) && !NO_CATEGORY.test(name));
  return names.length >= 3 && (works.length === names.length || endAlike(names))
    ? names.map((name) => ({ name, quote: name }))
    : [];
}

/** 助人为乐好人、见义勇为好人: whatever they are, they are of one kind. */
function endAlike(names: readonly string[]): boolean {
  const end = names[0]?.slice(-2) ?? '';
  return names.every((name) => name.length >= 3 && name.length <= 10 && name.endsWith(end) && !NO_CATEGORY.test(name));
}

/** 诵读音频、视频 is one: the second is no more than another form of the first. */
function withTogether(names: string[]): string[] {
  const whole: string[] = [];
  for (const name of names) {
    const last = whole.at(-1);
    if (last !== undefined && /^(音频|视频|图片|文字)$/.test(name) && /.(音频|视频|图片|文字)$/.test(last)) {
      whole[whole.length - 1] = `${last}、${name}`;
    } else whole.push(name);
  }
  return whole;
}

/** A chapter of an annex that tells host and platform: 一、网络正能量微视频征集. */
function projectOf(line: Line, lines: readonly Line[]): string | undefined {
  const { heading, annex } = line;
  if (!heading || annex === undefined || heading.level !== 1 || heading.title === '') return undefined;
  const below = lines.filter((one) => one.path[0] === heading);
  if (!below.some(({ folded }) => /^(承办|主办)单位/.test(folded))) return undefined;
  const titles = lines
    .filter((one) => one.annex === annex && one.heading?.level === 1)
    .map((one) => withoutDeed(one.heading?.title ?? ''));
  return withoutPrefix(withoutDeed(heading.title), titles);
}

/** Without what most of the chapters begin with (网络正能量…). */
function withoutPrefix(title: string, titles: readonly string[]): string {
  for (let length = title.length - 2; length >= 2; length--) {
    const prefix = title.slice(0, length);
    if (titles.filter((one) => one.startsWith(prefix)).length > titles.length / 2) return title.slice(length);
  }
  return title;
}
