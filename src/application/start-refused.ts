/** The bot cannot start, and the person who runs it can do something about it. The words for `code` are in prompts. */
export class StartRefused extends Error {
  readonly code: string;
  readonly facts: Record<string, string>;

  constructor(code: string, facts: Record<string, string> = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(facts)}`, { cause });
    this.code = code;
    this.facts = facts;
  }
}
