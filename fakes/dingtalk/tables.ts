import { z } from 'zod';
import { type Answer, apiError, ok } from './answers.ts';
import type { Meter } from './meter.ts';
import { type Call, type Endpoints, jsonOf } from './rest.ts';
import type { FakeTable } from './settings.ts';
import type { World } from './world.ts';

const fields = z.record(z.string(), z.unknown());
const added = z.strictObject({ records: z.array(z.strictObject({ fields })).min(1) });
const changed = z.strictObject({ records: z.array(z.strictObject({ id: z.string().min(1), fields })).min(1) });
const VALUES: Record<string, z.ZodType> = {
  text: z.string(),
  number: z.number().nullable(),
  date: z.number().nullable(),
  singleSelect: z.string().nullable(),
  url: z.strictObject({ text: z.string(), link: z.string() }).nullable(),
};
const SCOPE = 'Notable.Base.Write.All';

/** Tabs of AI 表格: rows are added, once for a client token, and changed by their ids (docs/protocol-dingtalk.md, section 4.11). */
export class Tables {
  private readonly world: World;
  private readonly meter: Meter;
  private made = 0;
  /** Client token → the rows that it made. */
  private readonly once = new Map<string, string[]>();

  constructor(world: World, meter: Meter) {
    this.world = world;
    this.meter = meter;
  }

  endpoints(): Endpoints {
    return Object.fromEntries(
      [...this.world.tables].flatMap(([place, table]) => {
        const [base = '', sheet = ''] = place.split('/').map(encodeURIComponent);
        const path = `/v1.0/notable/bases/${base}/sheets/${sheet}/records`;
        return [
          [`POST ${path}`, this.meter.api(SCOPE, (call) => this.add(call, table))],
          [`PUT ${path}`, this.meter.api(SCOPE, (call) => this.change(call, table))],
        ];
      }),
    );
  }

  private add(call: Call, table: FakeTable): Answer {
    const read = added.safeParse(jsonOf(call));
    const token = call.query.get('clientToken') ?? '';
    const known = this.once.get(token);
    if (known) return ok({ value: known.map((id) => ({ id })) });
    const fault = read.success ? this.faultIn(call, table, read.data.records) : this.malformed('body');
    if (fault || !read.success) return fault ?? this.malformed('body');
    const ids = read.data.records.map((record) => {
      const id = `rec${++this.made}`;
      table.rows.set(id, { ...record.fields });
      return id;
    });
    if (token !== '') this.once.set(token, ids);
    return ok({ value: ids.map((id) => ({ id })) });
  }

  private change(call: Call, table: FakeTable): Answer {
    const read = changed.safeParse(jsonOf(call));
    if (!read.success) return this.malformed('body');
    const fault = this.faultIn(call, table, read.data.records);
    if (fault) return fault;
    const unknown = read.data.records.find(({ id }) => !table.rows.has(id));
    if (unknown) return apiError(this.world, 'notable', { status: 400, code: 'recordNotFound' });
    for (const { id, fields: values } of read.data.records) Object.assign(table.rows.get(id) as object, values);
    return ok({ value: read.data.records.map(({ id }) => ({ id })) });
  }

  private faultIn(call: Call, { columns }: FakeTable, records: { fields: Record<string, unknown> }[]) {
    if (!call.query.get('operatorId')) return this.malformed('operatorId');
    for (const [name, value] of records.flatMap((one) => Object.entries(one.fields))) {
      const type = columns[name];
      if (type === undefined) return apiError(this.world, 'notable', { status: 400, code: 'fieldNotFound' });
      if (!VALUES[type]?.safeParse(value).success) return this.malformed(name);
    }
    return undefined;
  }

  private malformed(detail: string): Answer {
    return apiError(this.world, 'notable', { status: 400, code: 'invalidParameter', rule: 'malformed', detail });
  }
}
