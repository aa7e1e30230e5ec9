/** What a reader of sheets makes of a cell. */
type CellValue = string | number | boolean | Date | null | undefined | object;

const MOST_COLUMNS = 100;
/** A person's story may be long; a cell of a million characters is none. */
const MOST_OF_A_CELL = 5_000;

export const cellsOf = (row: readonly CellValue[]): string[] => row.slice(0, MOST_COLUMNS).map(textOf);

/** A number without an exponent, a day as 2020-09-15. */
function textOf(value: CellValue): string {
  if (typeof value === 'string') return value.slice(0, MOST_OF_A_CELL).trim();
  if (value instanceof Date) return dayOf(value);
  if (typeof value === 'number') return numberOf(value);
  return '';
}

function dayOf(value: Date): string {
  if (Number.isNaN(value.getTime())) return '';
  const written = value.toISOString();
  return written.endsWith('T00:00:00.000Z') ? written.slice(0, 10) : written.slice(0, 16).replace('T', ' ');
}

function numberOf(value: number): string {
  if (!Number.isFinite(value)) return '';
  if (Number.isInteger(value)) return BigInt(value).toString();
  return String(Number(value.toPrecision(12)));
}
