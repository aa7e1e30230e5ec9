import { AccessToken } from '../wire/token.ts';
import type { Rest } from './rest.ts';

/** The access token of the app (docs/protocol-wecom.md, section 2.1). */
export const appToken = (rest: Rest, app: { corpId: string; secret: string }, now: () => number): AccessToken =>
  new AccessToken({
    now,
    names: { token: 'access_token', seconds: 'expires_in' },
    ask: () => rest.get('/cgi-bin/gettoken', { corpid: app.corpId, corpsecret: app.secret }),
  });
