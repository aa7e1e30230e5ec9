/** More would be statements that are made for one use, such as lists of every length. */
const MOST_NAMES = 500;
const LONGEST = 4_000;

interface Statement {
  text: string;
  name?: string;
}
interface Connection {
  query(statement: string | Statement, ...more: unknown[]): unknown;
}

/** The session of the embedded database outlives its connections: a name is never given twice. */
let named = 0;

/**
 * Gives statements names, so that the embedded database reads and plans each one once on a connection: a third of its work.
 * Not for a server, which a pooler may stand before.
 */
// biome-ignore lint/suspicious/noExplicitAny: `pg` comes with the adapter, without its types.
export function nameStatements(pool: any): void {
  pool.on('connect', (connection: Connection) => {
    const names = new Map<string, string>();
    const nameOf = (text: string): string | undefined => {
      const known = names.get(text);
      if (known !== undefined || text.length > LONGEST || names.size >= MOST_NAMES) return known;
      const name = `s${++named}`;
      names.set(text, name);
      return name;
    };
    const query = connection.query.bind(connection);
    connection.query = (statement, ...more) => {
      const name = typeof statement === 'object' ? nameOf(statement.text) : undefined;
      return name === undefined ? query(statement, ...more) : query({ ...(statement as Statement), name }, ...more);
    };
  });
}
