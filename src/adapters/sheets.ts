import { buffer } from 'node:stream/consumers';
import type { SheetReader } from '../application/ports.ts';

/** A list of names needs no more; a larger file would only fill the memory. */
const MOST_BYTES = 5 * 1024 * 1024;

export const sheetReader: SheetReader = {
  async rows(bytes) {
    const data = await buffer(bytes);
    if (data.length > MOST_BYTES) throw new RangeError('sheet too large');
    // Loaded when a sheet comes: it would cost every start a third of a second.
    const { default: ExcelJS } = await import('exceljs');
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(data as unknown as ArrayBuffer);
    const sheet = workbook.worksheets[0];
    const rows: string[][] = [];
    sheet?.eachRow({ includeEmpty: true }, (row) => {
      const cells: string[] = [];
      for (let column = 1; column <= Math.min(row.cellCount, 30); column++) cells.push(row.getCell(column).text.trim());
      rows.push(cells);
    });
    return rows;
  },
};
