import { z } from 'zod';

export type Env = Record<string, string | undefined>;

/** What is wrong with one setting; `rule` is the name of the sentence `setting-…` in `prompts/start.md` and its facts. */
export interface WrongSetting {
  name: string;
  rule: string;
}

/** Blank is as good as absent. */
export const setting = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

export const url = (protocol = /^https?:/i) =>
  setting.refine((value) => value === undefined || (URL.canParse(value) && protocol.test(value)), 'url');

export const wholeNumber = (fallback: number, least: number, most: number) =>
  setting
    .transform((value) => (value === undefined ? fallback : Number(value)))
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, `whole-number ${least} ${most}`);

export const oneOf = <const T extends string>(values: readonly T[], fallback: T) =>
  setting
    .transform((value) => (value ?? fallback) as T)
    .refine((value) => values.includes(value), `one-of ${values.join(' ')}`);

export const wrongIn = (error: z.ZodError): WrongSetting[] =>
  error.issues.map(({ path: [name], message }) => ({ name: String(name), rule: message }));

/** What all channels share. */
export interface SharedSettings {
  /** The way out of the house, if there is one. */
  proxy: string | undefined;
}

/** What a channel's settings come to. With something wrong nothing else is known. */
export interface ReadSettings<Settings> {
  wrong: WrongSetting[];
  /** Not given, and needed beside what is given. */
  missing: WrongSetting[];
  /** Undefined when the channel is not set up. */
  settings?: Settings | undefined;
}

/** The settings of one channel: what they are called, and how they are read. */
export interface ChannelEnvironment<Settings> {
  readonly names: readonly string[];
  read(env: Env, shared: SharedSettings): ReadSettings<Settings>;
}

type Values<Fields extends z.ZodRawShape> = z.output<z.ZodObject<Fields>>;

/** Declares them: each field by its name in the environment, what is missing, and what they come to together. */
export function channelEnvironment<Fields extends z.ZodRawShape, Settings>(
  fields: Fields,
  missing: (values: Values<Fields>) => WrongSetting[],
  settings: (values: Values<Fields>, shared: SharedSettings) => Settings | undefined,
): ChannelEnvironment<Settings> {
  const values = z.object(fields);
  return {
    names: Object.keys(fields),
    read(env, shared) {
      const read = values.safeParse(env);
      if (!read.success) return { wrong: wrongIn(read.error), missing: [] };
      return { wrong: [], missing: missing(read.data), settings: settings(read.data, shared) };
    },
  };
}
