/** Platforms let these stand raw, which JSON forbids (wecom.md, section 4.7). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
const CONTROL = /[\x00-\x08\x0b-\x1f]/g;

/** Reads what a platform wrote as JSON; undefined when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(CONTROL, ''));
  } catch {
    return undefined;
  }
}
