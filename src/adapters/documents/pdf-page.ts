import type { PDFPageProxy } from 'pdfjs-dist/types/src/display/api.d.ts';

/** A run of text where it stands; the origin is the lower left corner, as in the file. */
export interface PdfWord {
  text: string;
  left: number;
  right: number;
  base: number;
  size: number;
}

/** A ruled line, `at` on its axis. */
export interface Rule {
  at: number;
  from: number;
  to: number;
}

export interface PdfPage {
  words: PdfWord[];
  across: Rule[];
  down: Rule[];
  height: number;
}

type Matrix = [number, number, number, number, number, number];
type Operators = Record<'save' | 'restore' | 'transform' | 'constructPath', number>;

const SAME: Matrix = [1, 0, 0, 1, 0, 0];
const THIN = 2.5;
const SHORTEST = 6;

export async function pageOf(page: PDFPageProxy, operators: Operators): Promise<PdfPage> {
  const { items } = await page.getTextContent();
  const words = items.flatMap((item): PdfWord[] => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [, , , scale = 0, left = 0, base = 0] = item.transform as number[];
    return [{ text: item.str, left, right: left + item.width, base, size: Math.abs(scale) || item.height }];
  });
  const rules = rulesOf(await page.getOperatorList(), operators);
  return { words, ...rules, height: page.getViewport({ scale: 1 }).height };
}

/** Lines are drawn as strokes or as thin filled boxes, and the four sides of a box each count. */
function rulesOf({ fnArray, argsArray }: { fnArray: number[]; argsArray: unknown[][] }, operators: Operators) {
  const across: Rule[] = [];
  const down: Rule[] = [];
  const saved: Matrix[] = [];
  let matrix = SAME;
  for (const [at, operator] of fnArray.entries()) {
    const given = argsArray[at] ?? [];
    if (operator === operators.save) saved.push(matrix);
    else if (operator === operators.restore) matrix = saved.pop() ?? SAME;
    else if (operator === operators.transform) matrix = multiplied(matrix, given as unknown as Matrix);
    else if (operator === operators.constructPath) {
      for (const [[x1, y1], [x2, y2]] of segmentsOf(given)) {
        const [left, bottom] = moved(matrix, x1, y1);
        const [right, top] = moved(matrix, x2, y2);
        const width = Math.abs(right - left);
        const height = Math.abs(top - bottom);
        if (height < THIN && width > SHORTEST) {
          across.push({ at: (bottom + top) / 2, from: Math.min(left, right), to: Math.max(left, right) });
        }
        if (width < THIN && height > SHORTEST) {
          down.push({ at: (left + right) / 2, from: Math.min(bottom, top), to: Math.max(bottom, top) });
        }
      }
    }
  }
  return { across, down };
}

type Point = [number, number];
const DRAW = { moveTo: 0, lineTo: 1, curveTo: 2, closePath: 4 };

/** The path comes as one flat list: an operator, then its points. */
function segmentsOf([, data]: unknown[]): [Point, Point][] {
  const path = (Array.isArray(data) ? data[0] : data) as ArrayLike<number> | undefined | null;
  const segments: [Point, Point][] = [];
  if (!path) return segments;
  let start: Point = [0, 0];
  let current: Point = [0, 0];
  for (let at = 0; at < path.length; ) {
    const operator = path[at++];
    const point = (): Point => [path[at++] ?? 0, path[at++] ?? 0];
    if (operator === DRAW.moveTo) {
      start = point();
      current = start;
    } else if (operator === DRAW.lineTo) {
      const next = point();
      segments.push([current, next]);
      current = next;
    } else if (operator === DRAW.closePath) {
      segments.push([current, start]);
      current = start;
    } else {
      at += operator === DRAW.curveTo ? 4 : 2;
      current = point();
    }
  }
  return segments;
}

function multiplied(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

const moved = (m: Matrix, x: number, y: number): Point => [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]];
