import type { Bound } from '../notice-facts.ts';
import type { Line } from './lines.ts';
import { sentencesOf } from './sentences.ts';

export interface SaidBound {
  bound: Bound;
  clause: string;
  quote: string;
}

const OF_A_TABLE = /分配表|分解表|数量表|名额表|任务表|计划表|下表|附表|附件|任务数|分配(?:任务|名额|数)|名额|任务分配/;
const CAP = /限额|不(?:得|可|准|能)?超(?:过|报|额)|上限|至多|最多/;
const FLOOR = /可?(?:高于|多于|超过)此?|多报|最低|不少于|上不封顶|下限|不低于|至少/;
const EXACT = /等额|按数报送|足额且不/;

/** What the notice says of the numbers of its table: in the sentences that speak of the table, or in the notes below it. */
export function boundsSaid(lines: readonly Line[], title: string): SaidBound[] {
  return lines.flatMap((line) => {
    const note = line.annex !== undefined && /^(注|说明|备注)/.test(line.folded);
    return sentencesOf(line.folded).flatMap(({ from, to }): SaidBound[] => {
      const sentence = line.folded.slice(from, to);
      if (
        line.table !== undefined ||
        !(note || OF_A_TABLE.test(sentence) || (title !== '' && sentence.includes(title)))
      )
        return [];
      // A sentence with a number of its own speaks of that number.
      if (/(不超过|不少于|至少|最多|限报?)\s*\d/.test(sentence)) return [];
      const bound = EXACT.test(sentence) ? 'exact' : boundIn(sentence);
      return bound ? [{ bound, clause: line.clause, quote: line.text.slice(from, to).trim() }] : [];
    });
  });
}

function boundIn(sentence: string): Bound | undefined {
  if (FLOOR.test(sentence) && !/不(?:得|可|准|能)?超/.test(sentence)) return 'min';
  return CAP.test(sentence) ? 'max' : undefined;
}
