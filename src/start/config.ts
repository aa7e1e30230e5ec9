import path from 'node:path';
import { z } from 'zod';
import { dingtalkEnvironment, dingtalkFrom, dingtalkMissing } from './config-dingtalk.ts';
import { wecomEnvironment, wecomFrom, wecomMissing } from './config-wecom.ts';
import { readEnvFile } from './env-file.ts';

const setting = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

const postgresUrl = setting.refine((url) => url === undefined || /^postgres(ql)?:\/\/./.test(url), 'postgres-url');
const wholeNumber = (fallback: number, least: number, most: number) =>
  setting
    .transform((value) => (value === undefined ? fallback : Number(value)))
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, `whole-number ${least} ${most}`);
const oneOf = <const T extends string>(values: readonly T[], fallback: T) =>
  setting
    .transform((value) => (value ?? fallback) as T)
    .refine((value) => values.includes(value), `one-of ${values.join(' ')}`);

const S3_URL = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*))?$/;

const environment = z.object({
  PORT: wholeNumber(3000, 0, 65535),
  HOST: setting.transform((value) => value ?? '127.0.0.1'),
  PUBLIC_URL: setting.refine((value) => value === undefined || URL.canParse(value), 'url'),
  DATA_DIR: setting.transform((value) => path.resolve(value ?? './data')),
  DATABASE_URL: postgresUrl,
  CAMPAIGN: setting
    .transform((value) => value ?? 'linfen-2020')
    .refine((value) => /^[\w-]+$/.test(value), 'campaign-name'),
  ADMIN_CLAIM_CODE: setting.refine(
    (value) => value === undefined || value.replace(/[^0-9A-Za-z]/g, '').length >= 8,
    'claim-code',
  ),
  PRACTICE: oneOf(['auto', 'on', 'off'], 'auto'),
  CLOCK: setting.refine((value) => value === undefined || !Number.isNaN(Date.parse(value)), 'instant'),
  FILE_LIMIT_MB: wholeNumber(110, 1, 4096),
  FILES_URL: setting.refine((value) => value === undefined || S3_URL.test(value), 'files-url'),
  S3_ENDPOINT: setting.refine((value) => value === undefined || /^https?:\/\/./.test(value), 'url'),
  S3_REGION: setting,
  S3_ACCESS_KEY_ID: setting,
  S3_SECRET_ACCESS_KEY: setting,
  S3_PATH_STYLE: oneOf(['auto', 'on', 'off'], 'auto'),
  LLM_BASE_URL: setting.refine((value) => value === undefined || /^https?:\/\/./.test(value), 'url'),
  LLM_API_KEY: setting,
  LLM_MODEL: setting,
  HTTPS_PROXY: setting.refine((value) => value === undefined || /^https?:\/\/./.test(value), 'proxy'),
  ...wecomEnvironment,
  ...dingtalkEnvironment,
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
});

/** Settings whose presence means that a platform is configured, so that practice mode is off by default. */
const PLATFORM = /^(WECOM|DINGTALK)_/;
const PRACTICE_START = '2020-09-10T15:00:00+08:00';

export type Config = ReturnType<typeof readConfig>;

/** What is wrong with one setting; `rule` is the name of the sentence in `prompts/start.md` and its facts. */
export interface WrongSetting {
  name: string;
  rule: string;
}

export class ConfigInvalid extends Error {
  readonly settings: WrongSetting[];
  constructor(settings: WrongSetting[]) {
    super(settings.map(({ name }) => name).join(', '));
    this.settings = settings;
  }
}

export interface Environment {
  env: Record<string, string | undefined>;
  /** Whether there is a `.env`. */
  hasFile: boolean;
  /** Names that look like settings, and are none. */
  unknown: string[];
}

/** Names that belong to this program, wherever they stand. */
const OURS = /^(WECOM|DINGTALK|S3)_/;
/** What Node and packages read by themselves. */
const OTHERS = /^(NODE_|UV_|PG|AWS_|TZ$)/;

/** Adds `.env` of the program's folder to the environment; the only reader of it. Throws `StartRefused`. */
export function environmentOf(root: string, env: Environment['env'] = process.env): Environment {
  const file = readEnvFile(root);
  const names = [...Object.keys(env).filter((name) => OURS.test(name)), ...Object.keys(file ?? {})];
  for (const [name, value] of Object.entries(file ?? {})) env[name] ??= value;
  const unknown = names.filter((name) => !(name in environment.shape || OTHERS.test(name)));
  return { env, hasFile: file !== undefined, unknown: [...new Set(unknown)].sort() };
}

/** Throws `ConfigInvalid`, or `StartRefused` for a `.env` that cannot be read. */
export const configOf = (root: string): Config => readConfig(environmentOf(root).env);

/** Throws `ConfigInvalid` with every wrong setting. */
export function readConfig(env: Record<string, string | undefined>) {
  const read = environment.safeParse(env);
  if (!read.success)
    throw new ConfigInvalid(
      read.error.issues.map(({ path: [name], message }) => ({ name: String(name), rule: message })),
    );
  const values = read.data;
  const missing = [...wecomMissing(values), ...dingtalkMissing(values)];
  if (missing.length > 0) throw new ConfigInvalid(missing);
  const platformGiven = Object.keys(env).filter((name) => PLATFORM.test(name) && env[name]?.trim());
  const practice = values.PRACTICE === 'on' || (values.PRACTICE === 'auto' && platformGiven.length === 0);
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    campaign: values.CAMPAIGN,
    adminClaimCode: values.ADMIN_CLAIM_CODE,
    practice,
    /** The names that are set of a platform's settings, whether or not they are enough. */
    platformGiven,
    practiceStart: new Date(values.CLOCK ?? PRACTICE_START),
    clockGiven: values.CLOCK !== undefined,
    /** Bytes. */
    fileLimit: values.FILE_LIMIT_MB * 1024 * 1024,
    /** Undefined: no language model. */
    model:
      values.LLM_BASE_URL !== undefined && values.LLM_MODEL !== undefined
        ? { baseUrl: values.LLM_BASE_URL, apiKey: values.LLM_API_KEY, model: values.LLM_MODEL }
        : undefined,
    /** Where files are shared; undefined: in `dataDir`. */
    s3: s3From(values),
    wecom: wecomFrom(values, values.HTTPS_PROXY),
    dingtalk: dingtalkFrom(values, values.HTTPS_PROXY),
    logLevel: values.LOG_LEVEL,
  };
}

/** Clouds that want the bucket in the host name; a server in the office can hardly have one for each. */
const BUCKET_IN_HOST = /\.(amazonaws|aliyuncs|myqcloud|myhuaweicloud|volces|bcebos)\.com(\.cn)?(:\d+)?\/?$/;

function s3From(values: z.infer<typeof environment>) {
  const [, bucket, prefix = ''] = S3_URL.exec(values.FILES_URL ?? '') ?? [];
  if (bucket === undefined) return undefined;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey, S3_ENDPOINT: endpoint } = values;
  if (!accessKeyId || !secretAccessKey)
    throw new ConfigInvalid(
      Object.entries({ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey })
        .filter(([, value]) => !value)
        .map(([name]) => ({ name, rule: 'needed-with FILES_URL' })),
    );
  const bucketInHost = endpoint === undefined || BUCKET_IN_HOST.test(endpoint);
  return {
    bucket,
    prefix: prefix.split('/').filter(Boolean).join('/'),
    endpoint,
    region: values.S3_REGION ?? 'us-east-1',
    accessKeyId,
    secretAccessKey,
    pathStyle: values.S3_PATH_STYLE === 'auto' ? !bucketInHost : values.S3_PATH_STYLE === 'on',
  };
}
