/** A "no" that the user reads: a phrase and its facts. Anything else that is thrown is a fault. */
export class Refusal extends Error {
  readonly code: string;
  readonly facts: Record<string, unknown>;
  /** Whether a working example of the command is to follow the sentence. */
  readonly withExample: boolean;

  constructor(code: string, facts: Record<string, unknown>, withExample: boolean) {
    super(code);
    this.code = code;
    this.facts = facts;
    this.withExample = withExample;
  }
}
