import { AccessToken } from '../wire/token.ts';
import type { Rest } from './rest.ts';

/** The access token of the app, good on both hosts (docs/protocol-dingtalk.md, section 4.0). */
export const appToken = (
  rest: Rest,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  now: () => number,
): AccessToken =>
  new AccessToken({
    now,
    names: { token: 'accessToken', seconds: 'expireIn' },
    ask: () => rest.post('/v1.0/oauth2/accessToken', undefined, { appKey: clientId, appSecret: clientSecret }),
  });
