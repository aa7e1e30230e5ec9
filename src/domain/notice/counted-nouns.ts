import type { Catalogue } from './catalogue.ts';
import type { Line } from './lines.ts';
import { cut } from './sentences.ts';
import { isCountable, isWork, NO_CATEGORY } from './work-words.ts';

const OFFICES =
  /(协会|联合会|委员会|学会|商会|工会|党委|单位|学校|部门|医院|企业|个人|作品|节目|项目|(?:申报|报名|相关|纸质|推荐|事迹|证明|电子)材料)$/;
const COUNT =
  /(?:不(?:得)?超过|不少于|不低于|不多于|至少|最多|限报?|各报?送?|各|共|总数|数量|报送|自荐)*\s*(\d+|[一二两三四五六七八九十])(?:\s*[-~至到]\s*(?:\d+))?\s*([件幅部篇个首场项组队户家套集支节条名])/g;
const VERB =
  /.*(?:报送|推荐|申报|开展|举办|组织|选送|新建|新增|发展|征集|完成|自荐|创建|选树|培育|上报)(?:优秀|原创|当月)?/;
const TRAILING = /(?:申报|报送|推荐)?(?:项目|作品|节目)?(?:总数|数量|总量)?$/;
const OF_AWARDS = /奖|名次|评出|录取|表彰|授予/;

/** 报送安全公益短视频1部、典型经验材料1篇: what the sentences count, before it is read who shall bring it. */
export function countedNouns(lines: readonly Line[], catalogue: Catalogue): void {
  const text = lines.map(({ folded }) => folded).join('\n');
  for (const line of lines) {
    if (line.part !== 'body' || line.table !== undefined || OF_AWARDS.test(line.path.map(({ title }) => title).join()))
      continue;
    for (const { from, to, of } of pieces(line.folded)) {
      const segment = line.folded.slice(from, to);
      if (OF_AWARDS.test(of)) continue;
      for (const match of segment.matchAll(COUNT)) {
        const [, , measure] = match;
        const name = nounBefore(segment.slice(0, match.index), text);
        if (name === undefined || measure === undefined || catalogue.mentioned(name).length > 0) continue;
        catalogue.add({ name, clause: line.clause, quote: name, measure });
      }
    }
  }
}

const pieces = (folded: string) =>
  cut(folded, '。').flatMap((sentence) =>
    cut(folded, ';,', sentence).map((span) => ({ ...span, of: folded.slice(sentence.from, sentence.to) })),
  );

function nounBefore(before: string, text: string): string | undefined {
  const run = /[\u4e00-\u9fffA-Za-z0-9+]+$/.exec(before)?.[0]?.replace(TRAILING, '') ?? '';
  if (run === '') return undefined;
  const verb = VERB.exec(run)?.[0];
  const listed = /[、]\s*$/.test(
    before.slice(0, before.length - (/[\u4e00-\u9fffA-Za-z0-9+]+$/.exec(before)?.[0].length ?? 0)),
  );
  const name =
    verb !== undefined
      ? run.slice(verb.length)
      : (repeated(run, text) ?? (listed || isAlone(run, before) ? run : undefined));
  return name !== undefined && isCounted(name) ? name : undefined;
}

const isCounted = (name: string): boolean =>
  name.length >= 4 &&
  name.length <= 14 &&
  !OFFICES.test(name) &&
  !NO_CATEGORY.test(name) &&
  !/^(本|其)|[的每各]/.test(name) &&
  (isWork(name) || isCountable(name));

/** 科技实践活动不少于2项: nothing stands before it, and nobody is in it. */
const isAlone = (run: string, before: string): boolean =>
  before.trim().replace(TRAILING, '') === run && run.length <= 8 && !/学校|单位|机关|部门|县|区|局|各|企业/.test(run);

/** The longest end of the words that the notice writes again after other words: 青少年科技创新成果. */
function repeated(run: string, text: string): string | undefined {
  for (let length = Math.min(14, run.length); length >= 4; length--) {
    const end = run.slice(run.length - length);
    const before = new Set<string>();
    for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) before.add(text[at - 1] ?? '');
    if (before.size >= 2) return end;
  }
  return undefined;
}
