import type { Catalogue } from './catalogue.ts';
import { datesIn } from './dates.ts';
import type { Line } from './lines.ts';
import { cut, segmentsOf } from './sentences.ts';

const REPORT = /([\u4e00-\u9fff]{1,24}?(?:总结|报告|简报|小结))(?![\u4e00-\u9fff]{0,2}(?:阶段|评选|会))/g;
const SEND = /报送|提交|上报|报至|发送|报市|报省/;
const LEAD = /^.*(?:报送|提交|上报|形成|撰写|以及|请|当月|将)/;

/** Written reports that go with the works: asked for in a sentence that sends them by a day. */
export function reportCategories(lines: readonly Line[], catalogue: Catalogue): void {
  for (const line of lines) {
    if (line.part !== 'body' || line.table !== undefined) continue;
    for (const { from, to } of segmentsOf(line.folded.replace(/[;。]/g, ','))) {
      const segment = line.folded.slice(from, to);
      if (
        !SEND.test(segment) ||
        (datesIn(segment).length === 0 &&
          !/工作日内|每[月季周]/.test(segment) &&
          !datesIn(line.folded.slice(0, from)).length)
      )
        continue;
      for (const place of cut(segment, '、')) {
        const entry = segment.slice(place.from, place.to);
        const match = [...entry.matchAll(REPORT)].at(-1);
        const name = match?.[1]?.replace(LEAD, '');
        if (name === undefined || name.length < 4 || catalogue.same(name)?.report) continue;
        catalogue.add({ name, clause: line.clause, quote: name, report: true });
      }
    }
  }
}
