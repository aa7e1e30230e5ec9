import { AccessToken } from '../wire/token.ts';
import type { Answered } from './delivery.ts';
import type { Rest } from './rest.ts';

/** Invalid, expired (docs/protocol-wecom.md, section 9). */
const STALE = new Set([40014, 42001]);

/** The access token of the app (docs/protocol-wecom.md, section 2.1). */
export const appToken = (
  rest: Rest,
  { corpId, secret }: { corpId: string; secret: string },
  now: () => number,
): AccessToken<Answered> =>
  new AccessToken<Answered>({
    now,
    isStale: (answer) => answer.state === 'answered' && STALE.has(answer.errcode),
    async fetch() {
      const answer = await rest.get('/cgi-bin/gettoken', { corpid: corpId, corpsecret: secret });
      // Whatever the token was wanted for has not begun.
      if (answer.state !== 'answered') return { failed: { state: 'offline' } };
      const { access_token: token, expires_in: seconds } = answer.body;
      if (answer.errcode !== 0 || typeof token !== 'string') return { failed: answer };
      return { token, lifeMs: (typeof seconds === 'number' ? seconds : 7200) * 1000 };
    },
  });
