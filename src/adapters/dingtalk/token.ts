import { AccessToken } from '../wire/token.ts';
import type { Answered } from './errors.ts';
import type { Rest } from './rest.ts';

/** The access token of the app, good on both hosts (docs/protocol-dingtalk.md, section 4.0). */
export const appToken = (
  rest: Rest,
  { clientId, clientSecret }: { clientId: string; clientSecret: string },
  now: () => number,
): AccessToken<Answered> =>
  new AccessToken<Answered>({
    now,
    isStale: (answer) => answer.state === 'fault' && answer.fault === 'token',
    async fetch() {
      const answer = await rest.post('/v1.0/oauth2/accessToken', undefined, {
        appKey: clientId,
        appSecret: clientSecret,
      });
      // Whatever the token was wanted for has not begun.
      if (answer.state === 'silent' || (answer.state === 'fault' && answer.fault === 'unclear'))
        return { failed: { state: 'offline' } };
      if (answer.state !== 'done') return { failed: answer };
      const { accessToken: token, expireIn: seconds } = answer.body;
      if (typeof token !== 'string') return { failed: { state: 'fault', fault: 'refused', code: 'no token' } };
      return { token, lifeMs: (typeof seconds === 'number' ? seconds : 7200) * 1000 };
    },
  });
