import { z } from 'zod';
import { channelEnvironment, oneOf, setting, url, type WrongSetting, wholeNumber } from '../environment.ts';
import { type TableSettings, tablesSetting } from './tables-setting.ts';

/** A robot of one group that only sends (自定义机器人); without a secret it is guarded by keywords or addresses. */
export interface GroupRobot {
  token: string;
  secret?: string | undefined;
}

/** What of 钉钉 is set up. */
export interface DingtalkSettings {
  clientId: string;
  clientSecret: string;
  robotCode: string;
  /** Messages come as POSTs to us rather than over a connection of ours. */
  http: boolean;
  /** Conversation id → robot. */
  webhooks: Map<string, GroupRobot>;
  apiBase: string;
  oapiBase: string;
  /** Calls to the platform's interfaces that the organisation has in a calendar month. */
  monthlyCalls: number;
  /** Published template of interactive cards; without it choices are said in words only. */
  cardTemplate?: string | undefined;
  /** Tables that show what stands here. */
  tables: TableSettings[];
  /** The way out of the house, if there is one. */
  proxy?: string | undefined;
}

const fields = {
  DINGTALK_CLIENT_ID: setting,
  DINGTALK_CLIENT_SECRET: setting,
  DINGTALK_ROBOT_CODE: setting,
  DINGTALK_HTTP: oneOf(['on', 'off'], 'off'),
  DINGTALK_GROUP_WEBHOOKS: setting
    .transform((value) => robotsIn(value))
    .refine((value) => value !== 'wrong', 'group-robots')
    .transform((value) => (value === 'wrong' ? new Map<string, GroupRobot>() : value)),
  DINGTALK_API_BASE: url().transform((value) => value ?? 'https://api.dingtalk.com'),
  DINGTALK_OAPI_BASE: url().transform((value) => value ?? 'https://oapi.dingtalk.com'),
  DINGTALK_MONTHLY_CALLS: wholeNumber(10_000, 1, 100_000_000),
  DINGTALK_CARD_TEMPLATE: setting,
  DINGTALK_TABLES: tablesSetting,
};

const values = z.object(fields);
type Values = z.infer<typeof values>;

/** The settings of 钉钉 (docs/product.md, section 11). */
export const environment = channelEnvironment(fields, missing, settings);

/** Conversation id → robot; the whole address that the client shows is taken as well. */
function robotsIn(value: string | undefined): Map<string, GroupRobot> | 'wrong' {
  if (value === undefined) return new Map();
  const robot = z.union([
    z.string().transform((token) => ({ token })),
    z.object({ token: z.string(), secret: z.string().optional() }),
  ]);
  try {
    const read = z.record(z.string().min(1), robot).parse(JSON.parse(value));
    const robots = Object.entries(read).map(([chat, given]): [string, GroupRobot] => {
      const { token, secret } = given as { token: string; secret?: string };
      return [chat.trim(), { token: tokenIn(token.trim()), secret: secret?.trim() || undefined }];
    });
    return robots.some(([, { token }]) => token === '') ? 'wrong' : new Map(robots);
  } catch {
    return 'wrong';
  }
}

function tokenIn(text: string): string {
  return /[?&]access_token=([^&]+)/.exec(text)?.[1] ?? text;
}

/** What is missing beside what is given: nothing of 钉钉 works without its app. */
function missing(values: Values): WrongSetting[] {
  const app = ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'] as const;
  const given = [...app, 'DINGTALK_ROBOT_CODE', 'DINGTALK_CARD_TEMPLATE'] as const;
  const one =
    given.find((name) => values[name] !== undefined) ??
    (values.DINGTALK_HTTP === 'on' ? 'DINGTALK_HTTP' : undefined) ??
    (values.DINGTALK_GROUP_WEBHOOKS.size > 0 ? 'DINGTALK_GROUP_WEBHOOKS' : undefined) ??
    (values.DINGTALK_TABLES.length > 0 ? 'DINGTALK_TABLES' : undefined);
  if (one === undefined) return [];
  return app.filter((name) => values[name] === undefined).map((name) => ({ name, rule: `needed-with ${one}` }));
}

/** Undefined when nothing of 钉钉 is set up. */
function settings(values: Values, { proxy }: { proxy: string | undefined }): DingtalkSettings | undefined {
  const { DINGTALK_CLIENT_ID: clientId, DINGTALK_CLIENT_SECRET: clientSecret } = values;
  if (!clientId || !clientSecret) return undefined;
  return {
    clientId,
    clientSecret,
    robotCode: values.DINGTALK_ROBOT_CODE ?? clientId,
    http: values.DINGTALK_HTTP === 'on',
    webhooks: values.DINGTALK_GROUP_WEBHOOKS,
    apiBase: values.DINGTALK_API_BASE,
    oapiBase: values.DINGTALK_OAPI_BASE,
    monthlyCalls: values.DINGTALK_MONTHLY_CALLS,
    cardTemplate: values.DINGTALK_CARD_TEMPLATE,
    tables: values.DINGTALK_TABLES,
    proxy,
  };
}
