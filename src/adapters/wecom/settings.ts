import { z } from 'zod';
import { channelEnvironment, setting, url, type WrongSetting } from '../environment.ts';
import { isEncodingKey } from './envelope.ts';
import { type TableSettings, tablesSetting } from './tables-setting.ts';

export interface CallbackKeys {
  token: string;
  aesKey: string;
}

/** What of 企业微信 is set up; whatever is absent is off. */
export interface WecomSettings {
  /** As people see the bot after an @. */
  botNames: string[];
  longConnection?: { url: string; botId: string; secret: string } | undefined;
  botCallback?: CallbackKeys | undefined;
  selfBuiltApp?: { corpId: string; agentId: number; secret: string; callback?: CallbackKeys | undefined } | undefined;
  /** Chat id → key. */
  webhooks: Map<string, string>;
  /** Tables that show what stands here. */
  tables: TableSettings[];
  apiBase: string;
  /** The way out of the house, if there is one. */
  proxy?: string | undefined;
}

/** Where the platform itself is; one in the house has its own addresses. */
export const OFFICIAL_API = 'https://qyapi.weixin.qq.com';
const OFFICIAL_LINE = 'wss://openws.work.weixin.qq.com';

const aesKey = setting.refine((value) => value === undefined || isEncodingKey(value), 'aes-key');

const fields = {
  WECOM_BOT_NAMES: setting.transform((value) =>
    (value ?? '')
      .split(/[,，;；、]/)
      .map((name) => name.trim().replace(/^[@＠]/, ''))
      .filter((name) => name !== ''),
  ),
  WECOM_BOT_ID: setting,
  WECOM_BOT_SECRET: setting,
  WECOM_BOT_WS_URL: url(/^wss?:/i).transform((value) => value ?? OFFICIAL_LINE),
  WECOM_BOT_TOKEN: setting,
  WECOM_BOT_AES_KEY: aesKey,
  WECOM_CORP_ID: setting,
  WECOM_APP_AGENT_ID: setting.refine(
    (value) => value === undefined || /^\d{1,10}$/.test(value),
    'whole-number 1 9999999999',
  ),
  WECOM_APP_SECRET: setting,
  WECOM_APP_TOKEN: setting,
  WECOM_APP_AES_KEY: aesKey,
  WECOM_GROUP_WEBHOOKS: setting
    .transform((value) => webhooksIn(value))
    .refine((value) => value !== 'wrong', 'webhooks')
    .transform((value) => (value === 'wrong' ? new Map<string, string>() : value)),
  WECOM_TABLES: tablesSetting,
  WECOM_API_BASE: url().transform((value) => value ?? OFFICIAL_API),
};

const values = z.object(fields);
type Values = z.infer<typeof values>;

/** The settings of 企业微信 (docs/product.md, section 11). */
export const environment = channelEnvironment(fields, missing, settings);

/** Chat id → key; the whole address that the client shows is taken as well. */
function webhooksIn(value: string | undefined): Map<string, string> | 'wrong' {
  if (value === undefined) return new Map();
  try {
    const read = z.record(z.string().min(1), z.string().min(1)).parse(JSON.parse(value));
    return new Map(Object.entries(read).map(([chat, key]) => [chat.trim(), keyIn(key.trim())]));
  } catch {
    return 'wrong';
  }
}

function keyIn(text: string): string {
  return /[?&]key=([^&]+)/.exec(text)?.[1] ?? text;
}

/** Settings that work only together: when one of a set is given, the others are missed. */
function missing(values: Values): WrongSetting[] {
  const together: (keyof Values)[][] = [
    ['WECOM_BOT_ID', 'WECOM_BOT_SECRET'],
    ['WECOM_BOT_TOKEN', 'WECOM_BOT_AES_KEY'],
    ['WECOM_CORP_ID', 'WECOM_APP_AGENT_ID', 'WECOM_APP_SECRET'],
    ['WECOM_APP_TOKEN', 'WECOM_APP_AES_KEY', 'WECOM_CORP_ID'],
  ];
  const missed = together.flatMap((names) => {
    const [given] = names.filter((name) => values[name] !== undefined);
    if (given === undefined || (given === 'WECOM_CORP_ID' && names[0] === 'WECOM_APP_TOKEN')) return [];
    return names.filter((name) => values[name] === undefined).map((name) => ({ name, rule: `needed-with ${given}` }));
  });
  return [...new Map(missed.map((one) => [one.name, one])).values()];
}

/** Undefined when nothing of 企业微信 is set up. */
function settings(values: Values, { proxy }: { proxy: string | undefined }): WecomSettings | undefined {
  const { WECOM_BOT_ID: botId, WECOM_BOT_SECRET: secret, WECOM_BOT_TOKEN: token, WECOM_BOT_AES_KEY: key } = values;
  const { WECOM_CORP_ID: corpId, WECOM_APP_AGENT_ID: agentId, WECOM_APP_SECRET: appSecret } = values;
  const { WECOM_APP_TOKEN: appToken, WECOM_APP_AES_KEY: appKey } = values;
  const found: WecomSettings = {
    botNames: values.WECOM_BOT_NAMES,
    webhooks: values.WECOM_GROUP_WEBHOOKS,
    tables: values.WECOM_TABLES,
    apiBase: values.WECOM_API_BASE,
    proxy,
  };
  if (botId && secret) found.longConnection = { url: values.WECOM_BOT_WS_URL, botId, secret };
  if (token && key) found.botCallback = { token, aesKey: key };
  if (corpId && agentId && appSecret)
    found.selfBuiltApp = {
      corpId,
      agentId: Number(agentId),
      secret: appSecret,
      callback: appToken && appKey ? { token: appToken, aesKey: appKey } : undefined,
    };
  const any = found.longConnection ?? found.botCallback ?? found.selfBuiltApp;
  return any || found.webhooks.size > 0 || found.tables.length > 0 ? found : undefined;
}
