import type { Cast } from './cast.ts';
import type { Line } from './lines.ts';
import { cut } from './sentences.ts';

const OTHERS = /^\s*((?:其他|其余)(?:各)?单位)(?=直接|可|自行|统一|由|向|报)/;
const NOT_LISTED = /^\s*(?:说明:|注:)?([\u4e00-\u9fff]{2,12}未列入(?:本表|附件|附表|上表|表中)的)/;

/** Who reports without a number of their own: 其他单位直接报市总工会, …未列入本表的. */
export function otherActors(lines: readonly Line[], cast: Cast): void {
  for (const line of lines) {
    if (line.part !== 'body' && line.part !== 'annex') continue;
    for (const { from, to } of cut(line.folded, '。;,')) {
      const piece = line.folded.slice(from, to);
      const name = (OTHERS.exec(piece) ?? NOT_LISTED.exec(piece))?.[1];
      if (name !== undefined)
        cast.confirm(cast.newPerson(name, { clause: line.clause, quote: line.text.slice(from, to).trim() }));
    }
  }
}
