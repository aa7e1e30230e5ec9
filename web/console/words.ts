import words from 'virtual:console-words';

type Values = Record<string, string | number>;

/** A text of prompts/console.yaml. Whether it is there, and knows its values, is found when the page is built. */
export function say(name: string, values: Values = {}): string {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

/** The text of a group that goes by something the server names; the server's own word where the group has none. */
export const sayOf = (group: string, name: string): string => words[`${group}.${name}`] ?? name;
