import { StartRefused } from '../../application/start-refused.ts';
import { refusesOptions } from './server-address.ts';

const LOGIN_REFUSED = new Set(['28000', '28P01']);
const NO_SUCH_DATABASE = '3D000';
/** Nobody that this computer trusts vouches for the certificate, or not for this name, or not any more. */
const CERTIFICATE =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|CERT_\w+|ERR_TLS_CERT_\w+)$/;

/** Why a database cannot be reached, for the person who can do something about it. */
export function unreachable(
  error: NodeJS.ErrnoException & { path?: string },
  databaseUrl: string | undefined,
): StartRefused {
  const { code = '', message } = error;
  const facts = { ...addressOf(databaseUrl), reason: code || message };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return new StartRefused('database-certificate-name', facts, error);
  if (code === 'CERT_HAS_EXPIRED') return new StartRefused('database-certificate-expired', facts, error);
  if (CERTIFICATE.test(code)) return new StartRefused('database-certificate', facts, error);
  if (code === 'ENOENT' && error.path)
    return new StartRefused('database-certificate-file', { ...facts, file: error.path }, error);
  if (/does not support SSL/i.test(message)) return new StartRefused('database-no-tls', facts, error);
  if (code === '28000' && /no encryption|SSL off/i.test(message))
    return new StartRefused('database-wants-tls', facts, error);
  if (refusesOptions(error)) return new StartRefused('database-pooler', { ...facts, reason: message }, error);
  if (LOGIN_REFUSED.has(code)) return new StartRefused('database-login-refused', facts, error);
  if (code === NO_SUCH_DATABASE) return new StartRefused('database-missing', facts, error);
  return new StartRefused('database-unreachable', facts, error);
}

/** Never the password. */
function addressOf(url: string | undefined): Record<string, string> {
  if (!url || !URL.canParse(url)) return { address: '' };
  const { host, pathname, username } = new URL(url);
  return { address: host, database: pathname.slice(1), user: username };
}
