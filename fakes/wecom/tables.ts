import { z } from 'zod';
import { MINUTE, Rate } from '../platform/rate.ts';
import { wrong } from './bodies.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { FakeTable, TableRow } from './types.ts';
import { type Answer, OK, type World } from './world.ts';

const PATH = '/cgi-bin/wedoc/smartsheet/webhook';
const MOST_RECORDS = 500;

const text = z.union([z.string(), z.array(z.strictObject({ type: z.literal('text').optional(), text: z.string() }))]);
/** What a column takes; one whose sample has no type is a column of text. */
const VALUES: Record<string, z.ZodType> = {
  text,
  number: z.number(),
  single_select: z.array(z.strictObject({ text: z.string() })).max(1),
  date_time: z.string().regex(/^\d*$/),
  url: z.array(z.strictObject({ type: z.literal('url').optional(), link: z.string(), text: z.string() })),
};

const values = z.record(z.string(), z.unknown());
const body = z.strictObject({
  schema: z.record(z.string(), z.unknown()).optional(),
  add_records: z.array(z.strictObject({ values })).min(1).max(MOST_RECORDS).optional(),
  update_records: z
    .array(z.strictObject({ record_id: z.string().min(1), values }))
    .min(1)
    .max(MOST_RECORDS)
    .optional(),
});

/** Tables that take data: rows can be added and changed, neither read nor deleted (docs/protocol-wecom.md, section 3.9). */
export class Tables {
  private readonly rate: Rate;
  private readonly world: World;
  private made = 0;

  constructor(world: World) {
    this.world = world;
    this.rate = new Rate(
      () => world.now(),
      () => [{ ms: MINUTE, most: world.limits.tablePerMinute }],
    );
  }

  endpoints(): Endpoints {
    return { [`POST ${PATH}`]: (call) => this.write(call) };
  }

  private write(call: Call): Answer {
    const where = 'smartsheet/webhook';
    const key = call.query.get('key') ?? '';
    const table = this.world.tables.get(key);
    if (!table) return this.world.refuse(where, 40014, 'invalid access_token');
    const read = body.safeParse(jsonOf(call));
    if (!read.success) return this.world.forbid(where, 'malformed', 40058, wrong(read.error));
    const { add_records: added = [], update_records: updated = [] } = read.data;
    if ((added.length === 0) === (updated.length === 0))
      return this.world.forbid(where, 'malformed', 40058, 'one verb');
    if (!this.rate.take(key)) return this.world.refuse(where, 45033, 'api concurrent out of limit');
    for (const { values } of [...added, ...updated]) {
      const fault = this.faultIn(where, table, values);
      if (fault) return fault;
    }
    const unknown = updated.find(({ record_id }) => !table.rows.has(record_id));
    if (unknown) return this.world.refuse(where, 2023012, 'record not exist');
    for (const { record_id, values } of updated) Object.assign(table.rows.get(record_id) as TableRow, shown(values));
    const ids = added.map(({ values }) => {
      const id = `r${String(++this.made).padStart(6, '0')}`;
      table.rows.set(id, shown(values));
      return id;
    });
    const told = [...updated, ...added.map(({ values }, at) => ({ record_id: ids[at], values }))];
    return { ...OK, [added.length > 0 ? 'add_records' : 'update_records']: told };
  }

  private faultIn(where: string, { columns }: FakeTable, row: Record<string, unknown>): Answer | undefined {
    for (const [field, value] of Object.entries(row)) {
      const column = columns[field];
      if (!column) return this.world.refuse(where, 2023001, `field ${field} not exist`);
      const type = VALUES[column.type ?? 'text'];
      if (!type) return this.world.forbid(where, 'column-type', 40058, column.type);
      const read = type.safeParse(value);
      if (!read.success) return this.world.forbid(where, 'malformed', 40058, `${field}: ${wrong(read.error)}`);
    }
    return undefined;
  }
}

/** As people see it. */
function shown(row: Record<string, unknown>): TableRow {
  const of = (value: unknown): string | number => {
    if (Array.isArray(value)) return value.map(({ text }: { text: string }) => text).join('');
    return value as string | number;
  };
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, of(value)]));
}
