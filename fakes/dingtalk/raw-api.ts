import type { FakeDingtalk } from './index.ts';

export interface Answered {
  status: number;
  body: Record<string, unknown>;
}

/** The hosts, asked by hand, to test the fake itself. */
export class RawApi {
  private readonly fake: FakeDingtalk;
  token = '';

  constructor(fake: FakeDingtalk) {
    this.fake = fake;
  }

  static async with(fake: FakeDingtalk): Promise<RawApi> {
    const api = new RawApi(fake);
    const { clientId: appKey, clientSecret: appSecret } = fake.app;
    const { body } = await api.v1('oauth2/accessToken', { appKey, appSecret });
    api.token = String(body.accessToken);
    return api;
  }

  v1(path: string, body: object, method = 'POST'): Promise<Answered> {
    return this.json(`${this.fake.apiBase}/v1.0/${path}`, body, method, { 'x-acs-dingtalk-access-token': this.token });
  }

  topapi(path: string, body: object): Promise<Answered> {
    return this.json(`${this.fake.oapiBase}/topapi/${path}?access_token=${this.token}`, body);
  }

  async json(
    url: string,
    body: object | string,
    method = 'POST',
    headers: Record<string, string> = {},
  ): Promise<Answered> {
    const answer = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : { text } };
  }

  async upload(type: string, name: string, bytes: Uint8Array, field = 'media', where: 'query' | 'form' = 'query') {
    const form = new FormData();
    if (where === 'form') form.set('type', type);
    form.set(field, new Blob([new Uint8Array(bytes)]), name);
    const query = where === 'query' ? `&type=${type}` : '';
    const answer = await fetch(`${this.fake.oapiBase}/media/upload?access_token=${this.token}${query}`, {
      method: 'POST',
      body: form,
    });
    return (await answer.json()) as Record<string, unknown>;
  }

  toGroup(openConversationId: string, msgKey: string, param: object | string, more: object = {}): Promise<Answered> {
    const msgParam = typeof param === 'string' ? param : JSON.stringify(param);
    const { robotCode } = this.fake.app;
    return this.v1('robot/groupMessages/send', { robotCode, openConversationId, msgKey, msgParam, ...more });
  }

  toUsers(userIds: string[], msgKey: string, param: object): Promise<Answered> {
    const { robotCode } = this.fake.app;
    return this.v1('robot/oToMessages/batchSend', { robotCode, userIds, msgKey, msgParam: JSON.stringify(param) });
  }

  link(downloadCode: string, robotCode = this.fake.app.robotCode): Promise<Answered> {
    return this.v1('robot/messageFiles/download', { downloadCode, robotCode });
  }
}
