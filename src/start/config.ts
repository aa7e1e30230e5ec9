import path from 'node:path';
import { z } from 'zod';
import { oneOf, setting, url, type WrongSetting, wholeNumber, wrongIn } from '../adapters/environment.ts';
import { mailEnvironment } from '../adapters/mail/settings.ts';
import { isWeakCode } from '../application/people/codes.ts';
import { CHANNELS, type ChannelSettings, isOfPlatform, readChannels } from './channels.ts';
import { readEnvFile } from './env-file.ts';

const postgresUrl = setting.refine(
  (value) => value === undefined || /^postgres(ql)?:\/\/./.test(value),
  'postgres-url',
);

const S3_URL = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*))?$/;

const environment = z.object({
  PORT: wholeNumber(3000, 0, 65535),
  HOST: setting.transform((value) => value ?? '127.0.0.1'),
  PUBLIC_URL: url(),
  DATA_DIR: setting.transform((value) => path.resolve(value ?? './data')),
  DATABASE_URL: postgresUrl,
  CAMPAIGN: setting
    .transform((value) => [...new Set((value ?? 'linfen-2020').split(/\s*[,，、]\s*/))])
    .refine((names) => names.every((name) => /^[\w-]+$/.test(name)), 'campaign-name'),
  ADMIN_CLAIM_CODE: setting.refine((value) => value === undefined || !isWeakCode(value), 'claim-code'),
  FILE_LIMIT_MB: wholeNumber(110, 1, 4096),
  UPLOAD_LIMIT_MB: wholeNumber(2048, 1, 20_480),
  FILES_URL: setting.refine((value) => value === undefined || S3_URL.test(value), 'files-url'),
  S3_ENDPOINT: url(),
  S3_REGION: setting,
  S3_ACCESS_KEY_ID: setting,
  S3_SECRET_ACCESS_KEY: setting,
  S3_PATH_STYLE: oneOf(['auto', 'on', 'off'], 'auto'),
  FFMPEG: setting,
  LLM_BASE_URL: url(),
  LLM_API_KEY: setting,
  LLM_MODEL: setting,
  HTTPS_PROXY: setting.refine((value) => value === undefined || /^https?:\/\/./.test(value), 'proxy'),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
});

export type Config = ReturnType<typeof readConfig>;

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

const NAMES = new Set([
  ...Object.keys(environment.shape),
  ...mailEnvironment.names,
  ...CHANNELS.flatMap(({ environment: { names } }) => names),
]);
/** Whether a name belongs to this program, wherever it stands. */
const isOurs = (name: string) => /^(S3|MAIL)_/.test(name) || isOfPlatform(name);
/** What Node and packages read by themselves. */
const OTHERS = /^(NODE_|UV_|PG|AWS_|TZ$)/;

/** Adds `.env` of the program's folder to the environment; the only reader of it. Throws `StartRefused`. */
export function environmentOf(root: string, env: Environment['env'] = process.env): Environment {
  const file = readEnvFile(root);
  const names = [...Object.keys(env).filter(isOurs), ...Object.keys(file ?? {})];
  for (const [name, value] of Object.entries(file ?? {})) env[name] ??= value;
  const unknown = names.filter((name) => !NAMES.has(name) && !OTHERS.test(name));
  return { env, hasFile: file !== undefined, unknown: [...new Set(unknown)].sort() };
}

/** Throws `ConfigInvalid`, or `StartRefused` for a `.env` that cannot be read. */
export const configOf = (root: string): Config => readConfig(environmentOf(root).env);

/** Throws `ConfigInvalid` with every wrong setting. */
export function readConfig(env: Record<string, string | undefined>) {
  const read = environment.safeParse(env);
  const { wrong, missing, settings } = readChannels(env, { proxy: read.data?.HTTPS_PROXY });
  const mail = mailEnvironment.read(env, read.data?.HTTPS_PROXY);
  if (!read.success || wrong.length > 0 || mail.wrong.length > 0)
    throw new ConfigInvalid([...(read.error ? wrongIn(read.error) : []), ...wrong, ...mail.wrong]);
  if (missing.length > 0 || mail.missing.length > 0) throw new ConfigInvalid([...missing, ...mail.missing]);
  const values = read.data;
  const { practice: practising, ...platforms } = settings;
  const platformGiven = Object.keys(env).filter((name) => isOfPlatform(name) && env[name]?.trim());
  const practice = practising?.mode === 'on' || (practising?.mode === 'auto' && platformGiven.length === 0);
  const channels: ChannelSettings = practice ? { practice: practising } : platforms;
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl: values.PUBLIC_URL,
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    /** The names of their files, at least one. */
    campaigns: values.CAMPAIGN,
    adminClaimCode: values.ADMIN_CLAIM_CODE,
    practice,
    /** Of the channels that are to run: practice alone, or the platforms that are set up. */
    channels,
    /** The names that are set of a platform's settings, whether or not they are enough. */
    platformGiven,
    /** Bytes. */
    fileLimit: values.FILE_LIMIT_MB * 1024 * 1024,
    /** Bytes, through a page. */
    uploadLimit: values.UPLOAD_LIMIT_MB * 1024 * 1024,
    /** The program that decodes films; undefined: none. */
    ffmpeg: values.FFMPEG,
    /** Undefined: no language model. */
    model:
      values.LLM_BASE_URL !== undefined && values.LLM_MODEL !== undefined
        ? { baseUrl: values.LLM_BASE_URL, apiKey: values.LLM_API_KEY, model: values.LLM_MODEL }
        : undefined,
    /** Where files are shared; undefined: in `dataDir`. */
    s3: s3From(values),
    /** The mailbox to be read; undefined: none. */
    mail: mail.settings,
    logLevel: values.LOG_LEVEL,
  };
}

/** Clouds that want the bucket in the host name; a server in the house can hardly have one for each. */
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
