import { dateTime } from '../shared/time.ts';
import type { AnswerOf } from './ask.ts';
import { categoryShort, seesAll, unitShort } from './me.ts';
import { say } from './words.ts';

type Overview = AnswerOf<'overview'>;
type Cell = Overview['units'][number]['cells'][number];

const SCALE = 2;
const ROW = 34;
const MARGIN = 24;
const HEAD = 64;
const FACE = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

/** The table as a PNG that can be pasted into a chat: what is done green, what is lacking red, in the table's order. */
export async function pictureOf(overview: Overview, title: string): Promise<Blob> {
  const widths = [132, 84, ...overview.columns.map(({ categoryId }) => 34 + 15 * categoryShort(categoryId).length)];
  const width = widths.reduce((a, b) => a + b, 0) + 2 * MARGIN;
  const height = HEAD + ROW * (overview.units.length + 2) + 2 * MARGIN + 20;
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.scale(SCALE, SCALE);
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.textBaseline = 'middle';
  const write = (
    text: string,
    x: number,
    y: number,
    { size = 14, bold = false, colour = '#1d2129', centred = false } = {},
  ) => {
    pen.font = `${bold ? 600 : 400} ${size}px ${FACE}`;
    pen.fillStyle = colour;
    pen.textAlign = centred ? 'center' : 'left';
    pen.fillText(text, x, y);
  };
  write(title, MARGIN, MARGIN + 12, { size: 18, bold: true });
  write(say('overview.picture-basis', { at: dateTime(overview.at) }), MARGIN, MARGIN + 40, {
    size: 13,
    colour: '#5b6472',
  });
  let y = MARGIN + HEAD;
  const line = (cells: { text: string; colour?: string; ground?: string }[], bold: boolean) => {
    let x = MARGIN;
    for (const [index, { text, colour = '#1d2129', ground }] of cells.entries()) {
      const wide = widths[index] ?? 80;
      if (ground) {
        pen.fillStyle = ground;
        pen.fillRect(x + 1, y + 1, wide - 2, ROW - 2);
      }
      if (index === 0) write(text, x + 6, y + ROW / 2, { bold, colour });
      else write(text, x + wide / 2, y + ROW / 2, { bold, colour, centred: true });
      x += wide;
    }
    pen.fillStyle = '#e4e7ec';
    pen.fillRect(MARGIN, y + ROW - 0.5, width - 2 * MARGIN, 1);
    y += ROW;
  };
  const named = overview.columns.map(({ categoryId }) => ({ text: categoryShort(categoryId), colour: '#5b6472' }));
  line([{ text: say('overview.unit') }, { text: say('overview.whole') }, ...named], false);
  const { met, target } = overview.total;
  const sums = overview.columns.map((one) => ({
    text: withTarget(one.count, one.target ?? (seesAll() ? one.cityTarget : null)),
  }));
  line(
    [{ text: seesAll() ? say('overview.total') : say('overview.own-total') }, { text: `${met}/${target}` }, ...sums],
    true,
  );
  for (const unit of overview.units) {
    const whole = unit.target > 0 ? `${unit.met}/${unit.target}` : '';
    line([{ text: unitShort(unit.unitId) }, { text: whole }, ...unit.cells.map(paint)], false);
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
  );
}

const withTarget = (count: number, target: number | null | undefined): string =>
  target === null || target === undefined ? (count > 0 ? String(count) : '') : `${count}/${target}`;

function paint(cell: Cell): { text: string; colour: string; ground?: string } {
  const text =
    withTarget(cell.count, cell.target) + (cell.late ? ` ${say('overview.late', { count: cell.late })}` : '');
  if (cell.target === undefined) return { text, colour: '#1d2129' };
  if (!cell.missing) return { text, colour: '#14713f', ground: '#e4f4ea' };
  if (cell.count === 0) return { text, colour: '#b3261e', ground: '#fdeeed' };
  return { text, colour: '#8a5a00', ground: '#fff6e3' };
}

/** `copied`, or `saved` where the browser lets no page write to the clipboard (no https, or an older one). */
export async function handOver(picture: Blob, name: string): Promise<'copied' | 'saved'> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    return 'copied';
  } catch {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(picture);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return 'saved';
  }
}
