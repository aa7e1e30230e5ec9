import type { Cast } from './cast.ts';
import type { Line } from './lines.ts';
import { cut } from './sentences.ts';

const OTHERS = /^\s*((?:其他|其余)(?:各)?单位)(?=直接|可|自行|统一|由|向|报)/;
const LATER =
  /^\s*([\u4e00-\u9fff]{2,12}?)(?:的)?(?:推荐|申报|报送)?(?:名额|数量|任务)(?:另行|待)(?:通知|下达|分配|确定)/;
const NOT_LISTED = /^\s*(?:说明:|注:)?([\u4e00-\u9fff]{2,12}未列入(?:本表|附件|附表|上表|表中)的)/;

/** Those whose number the office tells later: a question until then. */
export const toldLater = (lines: readonly Line[]): { name: string; clause: string; quote: string }[] =>
  lines.flatMap((line) =>
    cut(line.folded, '。;,').flatMap(({ from, to }) => {
      const name = LATER.exec(line.folded.slice(from, to).replace(/^\s*\d+\./, ''))?.[1];
      return name === undefined ? [] : [{ name, clause: line.clause, quote: line.text.slice(from, to).trim() }];
    }),
  );

/** Who reports without a number of their own: 其他单位直接报市总工会, …未列入本表的. */
export function otherActors(lines: readonly Line[], cast: Cast): void {
  for (const line of lines) {
    if (line.part !== 'body' && line.part !== 'annex') continue;
    for (const { from, to } of cut(line.folded, '。;,')) {
      const piece = line.folded.slice(from, to);
      const name = (OTHERS.exec(piece) ?? NOT_LISTED.exec(piece) ?? LATER.exec(piece.replace(/^\s*\d+\./, '')))?.[1];
      if (name !== undefined)
        cast.confirm(cast.newPerson(name, { clause: line.clause, quote: line.text.slice(from, to).trim() }));
    }
  }
}
