import words from 'virtual:upload-words';

type Values = Record<string, string | number>;

/** A text of prompts/upload.yaml. Whether it is there, and knows its values, is found when the page is built. */
export function say(name: string, values: Values = {}): string {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}
