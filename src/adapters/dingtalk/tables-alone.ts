import { HttpsProxyAgent } from 'https-proxy-agent';
import type { OutsideTable } from '../../application/ports.ts';
import type { TablesOffice } from '../channel.ts';
import { throttle } from '../prisma/throttle.ts';
import { ALLOWANCES } from './allowances.ts';
import { rest as restOf } from './rest.ts';
import type { DingtalkSettings } from './settings.ts';
import { tablesOf } from './tables.ts';
import { appToken } from './token.ts';

const ANSWER_MS = 10_000;

/** For a command that writes the tables while no bot runs here: its few calls are not counted. */
export function tablesAlone(settings: DingtalkSettings, office: TablesOffice): OutsideTable[] {
  const { apiBase, oapiBase, proxy } = settings;
  const agent = proxy === undefined ? undefined : new HttpsProxyAgent(proxy);
  const uncounted = { spend: async () => true, onQuota: async () => {} };
  const rest = restOf({ apiBase, oapiBase, withinMs: ANSWER_MS, agent, ...uncounted });
  const token = appToken(rest, settings, () => Date.now());
  const bucket = throttle(office.prisma, 'dingtalk/table', ALLOWANCES.table, office.log);
  return tablesOf(settings.tables, office, { rest, token, bucket });
}
