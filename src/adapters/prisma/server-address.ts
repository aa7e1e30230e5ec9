import type { PrismaPg } from '@prisma/adapter-pg';

export type PoolConfig = Exclude<ConstructorParameters<typeof PrismaPg>[0], { totalCount: number }>;

const SESSION = {
  // Prisma's adapter sends and reads instants without their zone; a server set to Shanghai would be eight hours off.
  TimeZone: 'UTC',
  // What a computer that lost its power holds, others wait for until the server gives it up: by itself after two hours.
  idle_in_transaction_session_timeout: '60000',
  lock_timeout: '30000',
};

const MOST_CONNECTIONS = 10;

/** A server as it is reached. */
export interface ServerAddress {
  config: PoolConfig;
  /** Where the tables are; undefined: in the one that the server has for this user. */
  schema: string | undefined;
  /** A pooler in between lends a connection for a transaction, and takes no options of a session. */
  pooled: boolean;
}

/** What stands behind the `?` for others than `pg`: our own session has the last word, whatever else is set there. */
export function serverAddress(databaseUrl: string, pooled = false): ServerAddress {
  const url = new URL(databaseUrl);
  const take = (name: string) => {
    const value = url.searchParams.get(name) ?? undefined;
    url.searchParams.delete(name);
    return value;
  };
  const options = take('options') ?? '';
  const schema = take('schema') || searchPath(options);
  const most = Number(take('connection_limit') ?? MOST_CONNECTIONS);
  const through = take('pgbouncer') === 'true' || pooled;
  const own = Object.entries(SESSION).map(([name, value]) => `-c ${name}=${value}`);
  const path = schema === undefined ? [] : [`-c search_path=${escaped(`"${schema.replaceAll('"', '""')}"`)}`];
  return {
    schema,
    pooled: through,
    config: {
      connectionString: url.href,
      max: Number.isInteger(most) && most > 0 ? most : MOST_CONNECTIONS,
      connectionTimeoutMillis: 10_000,
      application_name: 'baosong-bot',
      ...(!through && { options: [options, ...path, ...own].filter((part) => part !== '').join(' ') }),
    },
  };
}

/** In `options` a blank ends a value, and a backslash takes its meaning. */
const escaped = (value: string): string => value.replace(/[\\ ]/g, '\\$&');

/** The first schema of `-c search_path=…`, where new tables are made. */
function searchPath(options: string): string | undefined {
  const path = /(?:-c\s*|--)search_path=((?:\\.|\S)+)/.exec(options)?.[1]?.replace(/\\(.)/g, '$1');
  const [first = ''] = path?.split(',') ?? [];
  return first.trim().replace(/^"|"$/g, '') || undefined;
}

/** What a pooler says of options that it would have to remember. */
export const refusesOptions = (error: unknown): boolean =>
  error instanceof Error && /unsupported startup parameter/i.test(error.message);

const LOCAL = Object.entries(SESSION)
  .map(([name, value]) => `SET LOCAL ${name} = '${value}'`)
  .join('; ');

// biome-ignore lint/suspicious/noExplicitAny: `pg` comes with the adapter, without its types.
type Any = any;

/**
 * Behind a pooler there is no session: the zone is one of the few things that it remembers for whoever it lends a connection to; the
 * rest is said anew in each transaction.
 */
export function withoutSession(pool: Any, schema: string | undefined): void {
  const Client = pool.Client as new (...given: Any[]) => Any;
  const path = schema === undefined ? '' : `; SET LOCAL search_path = "${schema.replaceAll('"', '""')}"`;
  pool.Client = class extends Client {
    getStartupConf() {
      return { ...super.getStartupConf(), TimeZone: SESSION.TimeZone };
    }

    query(asked: Any, ...more: Any[]) {
      const text = typeof asked === 'string' ? asked : asked?.text;
      if (typeof text !== 'string' || !/^\s*BEGIN\s*;?\s*$/i.test(text)) return super.query(asked, ...more);
      const begun = `BEGIN; ${LOCAL}${path}`;
      return super.query(typeof asked === 'string' ? begun : { ...asked, text: begun }, ...more);
    }
  };
}
