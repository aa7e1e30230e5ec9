import type { Day } from '../../domain/time.ts';
import type { Office, Tx } from '../office.ts';

/** What is remembered of a campaign as a whole, beside its file: one row each, `<name>/<campaign's id>`. */
interface Settings {
  /** Staff ended the taking of entries. */
  closed: boolean;
  /** Staff put reminders to groups and coordinators off until further notice. */
  'reminders-paused': boolean;
  /** The instant since when the bot runs for it: it owes no reminder from before. */
  'reminders-since': string;
  /** The day after which its people are erased; kept for the time when its file has been replaced by the next campaign's. */
  'erase-after': Day;
  /** By which what pages behind links send is known to be theirs. */
  'page-key': string;
  /** The last day on which erasing was done. */
  'erased-on': Day;
  /** The last day on which staff heard that mails wait. */
  'mails-told': Day;
  /** The last day on which judges were asked for papers by the clock. */
  'judges-chased': Day;
  /** The last day on which staff heard that a table outside takes nothing. */
  'table-told': Day;
}

type Name = keyof Settings;
type Of = { tx: Tx; campaign: Pick<Office['campaign'], 'id'> };

const keyOf = ({ campaign }: Pick<Of, 'campaign'>, name: Name) => `${name}/${campaign.id}`;

/** Undefined: nothing was kept yet. */
export async function settingOf<One extends Name>(of: Of, name: One): Promise<Settings[One] | undefined> {
  const row = await of.tx.setting.findUnique({ where: { key: keyOf(of, name) } });
  return row ? (row.value as Settings[One]) : undefined;
}

export async function keepSetting<One extends Name>(of: Of, name: One, value: Settings[One]): Promise<void> {
  const key = keyOf(of, name);
  await of.tx.setting.upsert({ where: { key }, create: { key, value }, update: { value } });
}

/** Keeps it unless one is kept already. */
export async function keepFirstSetting<One extends Name>(of: Of, name: One, value: Settings[One]): Promise<void> {
  await of.tx.setting.createMany({ data: [{ key: keyOf(of, name), value }], skipDuplicates: true });
}

/** False when this very value was kept already: of several processes that do the same at once, one hears true. */
export async function moveSetting(
  of: Of,
  name: 'erased-on' | 'mails-told' | 'judges-chased' | 'table-told',
  value: Day,
): Promise<boolean> {
  const moved = await of.tx.$executeRaw`
    INSERT INTO setting (key, value) VALUES (${keyOf(of, name)}, to_jsonb(${value}::text))
    ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE setting.value <> excluded.value`;
  return moved === 1;
}

/** True at most once in so many milliseconds, whichever of several processes asks. */
export async function onceWithin(tx: Tx, what: 'guessing-told', now: Date, ms: number): Promise<boolean> {
  const before = new Date(now.getTime() - ms).toISOString();
  const moved = await tx.$executeRaw`
    INSERT INTO setting (key, value) VALUES (${what}, to_jsonb(${now.toISOString()}::text))
    ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE setting.value #>> '{}' <= ${before}`;
  return moved === 1;
}

/** What is kept of every campaign that there ever was, by its id. */
export async function settingOfAll<One extends Name>(tx: Tx, name: One): Promise<Map<string, Settings[One]>> {
  const prefix = `${name}/`;
  const rows = await tx.setting.findMany({ where: { key: { startsWith: prefix } } });
  return new Map(rows.map(({ key, value }) => [key.slice(prefix.length), value as Settings[One]]));
}
