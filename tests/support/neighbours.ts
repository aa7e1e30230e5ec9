type Json = null | string | number | boolean | Json[] | { [name: string]: Json };

export interface Neighbour {
  /** What was done to it, and where. */
  what: string;
  /** The names on the way to the changed place. */
  path: string[];
  body: Json;
}

/**
 * Bodies that differ from a documented one in one place: a field is absent or null, an object is a string of any kind or
 * written out in one, a string is an object, a list is none.
 */
export function neighboursOf(body: Json): Neighbour[] {
  return placesIn(body).flatMap((path) => {
    const value = at(body, path);
    const made = (what: string, put: Json | undefined): Neighbour => ({
      what: `${path.join('.')} ${what}`,
      path,
      body: replaced(body, path, put),
    });
    const common = [made('absent', undefined), made('null', null)];
    if (typeof value !== 'object' || value === null) return [...common, made('an object', {}), made('a list', [])];
    return [...common, made('a string', 'x'), made('written out', JSON.stringify(value)), made('a number', 7)];
  });
}

const placesIn = (value: Json, path: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) => [[...path, name], ...placesIn(part, [...path, name])])
    : [];

const at = (body: Json, path: string[]): Json =>
  path.reduce((value, name) => (value as Record<string, Json>)[name] as Json, body);

function replaced(body: Json, path: string[], put: Json | undefined): Json {
  const copy = structuredClone(body);
  const [last = '', ...way] = [...path].reverse();
  const parent = at(copy, way.reverse()) as Record<string, Json>;
  if (put !== undefined) parent[last] = put;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}
