import { z } from 'zod';
import { isEncodingKey } from '../adapters/wecom/envelope.ts';
import type { WecomSettings } from '../adapters/wecom/settings.ts';

const setting = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();
const url = (protocol: RegExp) =>
  setting.refine((value) => value === undefined || (URL.canParse(value) && protocol.test(value)), 'url');
const aesKey = setting.refine((value) => value === undefined || isEncodingKey(value), 'aes-key');

/** The settings of 企业微信 (docs/product.md, section 11). */
export const wecomEnvironment = {
  WECOM_BOT_NAMES: setting.transform((value) =>
    (value ?? '')
      .split(/[,，;；、]/)
      .map((name) => name.trim().replace(/^[@＠]/, ''))
      .filter((name) => name !== ''),
  ),
  WECOM_BOT_ID: setting,
  WECOM_BOT_SECRET: setting,
  WECOM_BOT_WS_URL: url(/^wss?:/i).transform((value) => value ?? 'wss://openws.work.weixin.qq.com'),
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
  WECOM_API_BASE: url(/^https?:/i).transform((value) => value ?? 'https://qyapi.weixin.qq.com'),
};

const values = z.object(wecomEnvironment);
type Values = z.infer<typeof values>;

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

const keyIn = (text: string): string => /[?&]key=([^&]+)/.exec(text)?.[1] ?? text;

/** Settings that work only together: when one of a set is given, the others are missed. */
const TOGETHER: (keyof Values)[][] = [
  ['WECOM_BOT_ID', 'WECOM_BOT_SECRET'],
  ['WECOM_BOT_TOKEN', 'WECOM_BOT_AES_KEY'],
  ['WECOM_CORP_ID', 'WECOM_APP_AGENT_ID', 'WECOM_APP_SECRET'],
  ['WECOM_APP_TOKEN', 'WECOM_APP_AES_KEY', 'WECOM_CORP_ID'],
];

/** What is missing beside what is given. */
export function wecomMissing(values: Values): { name: string; rule: string }[] {
  const missing = TOGETHER.flatMap((names) => {
    const [given] = names.filter((name) => values[name] !== undefined);
    if (given === undefined || (given === 'WECOM_CORP_ID' && names[0] === 'WECOM_APP_TOKEN')) return [];
    return names.filter((name) => values[name] === undefined).map((name) => ({ name, rule: `needed-with ${given}` }));
  });
  return [...new Map(missing.map((one) => [one.name, one])).values()];
}

/** Undefined when nothing of 企业微信 is set up. */
export function wecomFrom(values: Values, proxy: string | undefined): WecomSettings | undefined {
  const { WECOM_BOT_ID: botId, WECOM_BOT_SECRET: secret, WECOM_BOT_TOKEN: token, WECOM_BOT_AES_KEY: key } = values;
  const { WECOM_CORP_ID: corpId, WECOM_APP_AGENT_ID: agentId, WECOM_APP_SECRET: appSecret } = values;
  const { WECOM_APP_TOKEN: appToken, WECOM_APP_AES_KEY: appKey } = values;
  const settings: WecomSettings = {
    botNames: values.WECOM_BOT_NAMES,
    webhooks: values.WECOM_GROUP_WEBHOOKS,
    apiBase: values.WECOM_API_BASE,
    proxy,
  };
  if (botId && secret) settings.longConnection = { url: values.WECOM_BOT_WS_URL, botId, secret };
  if (token && key) settings.botCallback = { token, aesKey: key };
  if (corpId && agentId && appSecret)
    settings.selfBuiltApp = {
      corpId,
      agentId: Number(agentId),
      secret: appSecret,
      callback: appToken && appKey ? { token: appToken, aesKey: appKey } : undefined,
    };
  const any = settings.longConnection ?? settings.botCallback ?? settings.selfBuiltApp;
  return any || settings.webhooks.size > 0 ? settings : undefined;
}
