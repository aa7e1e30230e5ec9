export interface CallbackKeys {
  token: string;
  aesKey: string;
}

/** What of 企业微信 an office has set up; whatever is absent is off. */
export interface WecomSettings {
  /** As people see the bot after an @. */
  botNames: string[];
  longConnection?: { url: string; botId: string; secret: string } | undefined;
  botCallback?: CallbackKeys | undefined;
  selfBuiltApp?: { corpId: string; agentId: number; secret: string; callback?: CallbackKeys | undefined } | undefined;
  /** Chat id → key. */
  webhooks: Map<string, string>;
  apiBase: string;
  /** The office's way out, if it has one. */
  proxy?: string | undefined;
}
