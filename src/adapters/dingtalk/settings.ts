/** A robot of one group that only sends (自定义机器人); without a secret it is guarded by keywords or addresses. */
export interface GroupRobot {
  token: string;
  secret?: string | undefined;
}

/** What of 钉钉 an office has set up. */
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
  /** The office's way out, if it has one. */
  proxy?: string | undefined;
}
