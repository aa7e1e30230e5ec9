/**
 * The bot cannot start, and the person who runs it can mend that. `code` is the section of `prompts/start.md` that says
 * how.
 */
export class StartRefused extends Error {
  readonly code: string;
  readonly facts: Record<string, string>;

  constructor(code: string, facts: Record<string, string> = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(facts)}`, { cause });
    this.code = code;
    this.facts = facts;
  }
}
