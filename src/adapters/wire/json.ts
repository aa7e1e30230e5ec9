/** Platforms let these stand raw, which JSON forbids (docs/protocol-wecom.md, section 4.7). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
const CONTROL = /[\x00-\x08\x0b-\x1f]/g;

/** Reads what a platform wrote as JSON; undefined when it is none. Never throws. */
export function readJson(text: string): unknown {
  const clean = text.replace(CONTROL, '');
  // A line end or a tab between two values is allowed, one within a string is not.
  return parsed(clean) ?? (/[\t\n]/.test(clean) ? parsed(clean.replace(/[\t\n]/g, ' ')) : undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
