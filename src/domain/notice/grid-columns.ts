import { fold } from './fold.ts';
import type { Grid } from './lines.ts';

export type ColumnRole = 'serial' | 'unit' | 'group' | 'figures' | 'sum' | 'other';

export interface Column {
  at: number;
  role: ColumnRole;
  /** What the heading calls it, without the measure. */
  name: string;
  /** 场 of 线下活动(场); also when it stands over several columns. */
  measure?: string;
}

const UNIT =
  /^(报送|推荐|参赛|参加|责任|组织|基层)?(单位|县区|区县|县\(?市|市\(?州|地区|学校|部门|街道|乡镇|镇街|院校|工会|市县|单位名称|学校名称|名称|市别)/;
const SERIAL = /^(序号?|编号|No\.?)$/i;
const OTHER = /备注|说明|联系|电话|负责人|牵头/;
const SUM = /^(合计|小计|总计|总数|共计)/;
const GROUP = /^(组别|分组|片区|类型|组|类别)$/;
const FIGURE = /^[≥≤>=]*\d+(\.\d+)?(%|[-~至]\d+)?[\u4e00-\u9fff]?$/;
const BLANK = /^[-—–/\\一\s]*$|^不限$|^(无|空)$/;

export const plain = (text: string): string => fold(text).replace(/ /g, '');
export const isFigure = (text: string): boolean => FIGURE.test(plain(text));
export const isBlank = (text: string): boolean => BLANK.test(plain(text));
export const isSumName = (text: string): boolean => /^(合计|小计|总计|共计|总数)$/.test(plain(text));

/** How many rows the headings take: all before the first row with figures, or one where no row has any. */
export function headRows({ cells }: Pick<Grid, 'cells'>): number {
  const first = cells.findIndex((row) => row.some((cell, at) => at > 0 && isFigure(cell)));
  if (first > 0) return first;
  return first < 0 && cells.length > 1 ? 1 : 0;
}

/** What each column holds, by its heading and by what stands under it. */
export function columnsOf({ cells, merged }: Pick<Grid, 'cells' | 'merged'>, heads: number): Column[] {
  const width = Math.max(...cells.slice(0, heads).map((row) => row.length));
  const below = cells.slice(heads);
  return Array.from({ length: width }, (_, at): Column => {
    const headings = headingsOver({ cells, merged }, heads, at);
    const own = plain(headings.at(-1) ?? '');
    const { name, measure } = named(own);
    const over = headings.slice(0, -1).map((one) => named(plain(one)).measure);
    const said = measure ?? over.find((one) => one !== undefined);
    const role = roleOf(
      own,
      below.map((row) => row[at] ?? ''),
    );
    return { at, role, name, ...(said === undefined ? {} : { measure: said }) };
  });
}

/** From top to bottom, a merged one once. */
function headingsOver({ cells }: Pick<Grid, 'cells' | 'merged'>, heads: number, at: number): string[] {
  const headings: string[] = [];
  for (let row = 0; row < heads; row++) {
    const text = cells[row]?.[at] ?? '';
    if (text !== '' && text !== headings.at(-1)) headings.push(text);
  }
  return headings;
}

function named(heading: string): { name: string; measure?: string } {
  const match = /^(.*?)\(单位:?([\u4e00-\u9fff]{1,2})\)$|^(.*?)\(([\u4e00-\u9fff])\)$|^(.*?)\/([\u4e00-\u9fff])$/.exec(
    heading,
  );
  if (!match) return { name: heading };
  return { name: match[1] ?? match[3] ?? match[5] ?? '', measure: match[2] ?? match[4] ?? match[6] ?? '' };
}

function roleOf(heading: string, below: string[]): ColumnRole {
  const filled = below.filter((cell) => !isBlank(cell));
  const figures = filled.filter(isFigure).length;
  if (SERIAL.test(heading)) return 'serial';
  if (SUM.test(heading)) return 'sum';
  if (OTHER.test(heading)) return 'other';
  if (UNIT.test(heading) && figures < filled.length / 2) return 'unit';
  if (figures > 0 && figures >= filled.length / 2) return heading === '' ? 'other' : 'figures';
  if (GROUP.test(heading)) return 'group';
  if (filled.length === 0 && heading !== '') return 'other';
  return 'other';
}
