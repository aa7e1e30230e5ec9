import type { FactsOf, PhraseTable } from '../../application/words/words.ts';

/**
 * What became of one look at the configuration. `says` is the name of a sentence in `prompts/doctor-<channel>.md` (or
 * `doctor.md`) that tells the person what is so, and what to click where; `facts` fill it and hold no secret.
 */
export interface CheckResult {
  /** `skipped`: it was not looked at, and `says` tells why; that is no failure. */
  state: 'ok' | 'failed' | 'skipped';
  says: string;
  facts?: Record<string, unknown>;
}

/** One step of the doctor. */
export interface Check {
  /** Its title is the sentence of this name. */
  name: string;
  /** For the title, where several checks share it. */
  facts?: Record<string, unknown>;
  /** May take as long as the network does; a thrown error is reported as a failure of the doctor itself. */
  run(): Promise<CheckResult>;
}

/** What a channel wants looked at, in order, and what remains to be done in its console. */
export interface Checkup {
  /** Sentences of `prompts/doctor-<channel>.md` have their names. */
  channel: string;
  checks: Check[];
  /** Said at the end: what to click where for the ways that are set up. */
  console: { says: string; facts?: Record<string, unknown> }[];
}

/** What the doctor knows about a bot that runs with these very settings. */
export interface RunningBot {
  /** `channels` of its `/readyz`, where it could be asked. */
  channels?: Record<string, Record<string, unknown>>;
}

/** What every channel's checkup is given. */
export interface CheckupGiven {
  /** Undefined: none runs that could be found. */
  running: RunningBot | undefined;
  /** Where a bot of this computer listens. */
  localUrl: string;
  publicUrl: string | undefined;
  now(): Date;
  /** Whether something may be done that would disturb a bot that runs elsewhere; `about` is the sentence that asks. */
  mayDisturb(about: string): Promise<boolean>;
}

/** Makes a result of a phrase that stands in the channel's table, with the facts that fill it. */
export type ResultIn<Table extends PhraseTable> = <Id extends keyof Table & string>(
  says: Id,
  ...facts: Table[Id][number] extends never ? [] : [FactsOf<Table, Id>]
) => CheckResult;

export interface ResultsIn<Table extends PhraseTable> {
  ok: ResultIn<Table>;
  failed: ResultIn<Table>;
  skipped: ResultIn<Table>;
}

/** The results that a channel's checks can have, in its own words. */
export function resultsIn<const Table extends PhraseTable>(_words: Table): ResultsIn<Table> {
  const result =
    (state: CheckResult['state']): ResultIn<Table> =>
    (says, ...[facts]) => ({ state, says, ...(facts && { facts }) });
  return { ok: result('ok'), failed: result('failed'), skipped: result('skipped') };
}
