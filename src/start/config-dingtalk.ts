import { z } from 'zod';
import type { DingtalkSettings, GroupRobot } from '../adapters/dingtalk/settings.ts';

const setting = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();
const url = setting.refine((value) => value === undefined || (URL.canParse(value) && /^https?:/i.test(value)), 'url');
const MOST_CALLS = 100_000_000;

/** The settings of 钉钉 (docs/product.md, section 11). */
export const dingtalkEnvironment = {
  DINGTALK_CLIENT_ID: setting,
  DINGTALK_CLIENT_SECRET: setting,
  DINGTALK_ROBOT_CODE: setting,
  DINGTALK_HTTP: setting
    .transform((value) => value ?? 'off')
    .refine((value) => ['on', 'off'].includes(value), 'one-of on off'),
  DINGTALK_GROUP_WEBHOOKS: setting
    .transform((value) => robotsIn(value))
    .refine((value) => value !== 'wrong', 'group-robots')
    .transform((value) => (value === 'wrong' ? new Map<string, GroupRobot>() : value)),
  DINGTALK_API_BASE: url.transform((value) => value ?? 'https://api.dingtalk.com'),
  DINGTALK_OAPI_BASE: url.transform((value) => value ?? 'https://oapi.dingtalk.com'),
  DINGTALK_MONTHLY_CALLS: setting
    .transform((value) => (value === undefined ? 10_000 : Number(value)))
    .refine((value) => Number.isInteger(value) && value >= 1 && value <= MOST_CALLS, `whole-number 1 ${MOST_CALLS}`),
  DINGTALK_CARD_TEMPLATE: setting,
};

const values = z.object(dingtalkEnvironment);
type Values = z.infer<typeof values>;

const robot = z.union([
  z.string().transform((token) => ({ token })),
  z.object({ token: z.string(), secret: z.string().optional() }),
]);

/** Conversation id → robot; the whole address that the client shows is taken as well. */
function robotsIn(value: string | undefined): Map<string, GroupRobot> | 'wrong' {
  if (value === undefined) return new Map();
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

const tokenIn = (text: string): string => /[?&]access_token=([^&]+)/.exec(text)?.[1] ?? text;

/** What is missing beside what is given: nothing of 钉钉 works without its app. */
export function dingtalkMissing(read: Values): { name: string; rule: string }[] {
  const app = ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'] as const;
  const given = [...app, 'DINGTALK_ROBOT_CODE', 'DINGTALK_CARD_TEMPLATE'] as const;
  const one =
    given.find((name) => read[name] !== undefined) ??
    (read.DINGTALK_HTTP === 'on' ? 'DINGTALK_HTTP' : undefined) ??
    (read.DINGTALK_GROUP_WEBHOOKS.size > 0 ? 'DINGTALK_GROUP_WEBHOOKS' : undefined);
  if (one === undefined) return [];
  return app.filter((name) => read[name] === undefined).map((name) => ({ name, rule: `needed-with ${one}` }));
}

/** Undefined when nothing of 钉钉 is set up. */
export function dingtalkFrom(read: Values, proxy: string | undefined): DingtalkSettings | undefined {
  const { DINGTALK_CLIENT_ID: clientId, DINGTALK_CLIENT_SECRET: clientSecret } = read;
  if (!clientId || !clientSecret) return undefined;
  return {
    clientId,
    clientSecret,
    robotCode: read.DINGTALK_ROBOT_CODE ?? clientId,
    http: read.DINGTALK_HTTP === 'on',
    webhooks: read.DINGTALK_GROUP_WEBHOOKS,
    apiBase: read.DINGTALK_API_BASE,
    oapiBase: read.DINGTALK_OAPI_BASE,
    monthlyCalls: read.DINGTALK_MONTHLY_CALLS,
    cardTemplate: read.DINGTALK_CARD_TEMPLATE,
    proxy,
  };
}
