import { z } from 'zod';
import { type Env, type ReadSettings, setting, wrongIn } from '../environment.ts';

export interface MailSettings {
  host: string;
  port: number;
  user: string;
  password: string;
  folder: string;
  /** Without TLS, which is for a tunnel on this very computer alone. */
  plain: boolean;
  proxy?: string | undefined;
}

const PORT = { 'imaps:': 993, 'imap:': 143 };
/** What belongs to this computer: nobody listens on the way. */
const HERE = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** `imaps://user@host/folder`; an @ in the user may stand as it is or as %40. Undefined: it cannot be read. */
export function mailAddress(value: string): Omit<MailSettings, 'password' | 'proxy'> | undefined {
  const at = value.lastIndexOf('@');
  const scheme = /^(imaps?:)\/\//i.exec(value);
  if (at < 0 || !scheme) return undefined;
  const user = decoded(value.slice(scheme[0].length, at));
  const rest = `imaps://${value.slice(at + 1)}`;
  if (user === undefined || user === '' || user.includes(':') || !URL.canParse(rest)) return undefined;
  const { hostname, port, pathname } = new URL(rest);
  const protocol = (scheme[1] as string).toLowerCase() as keyof typeof PORT;
  const folder = decoded(pathname.replace(/^\//, ''));
  if (hostname === '' || folder === undefined) return undefined;
  if (protocol === 'imap:' && !HERE.has(hostname)) return undefined;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? PORT[protocol] : Number(port),
    user,
    folder: folder === '' ? 'INBOX' : folder,
    plain: protocol === 'imap:',
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

const fields = {
  MAIL_IMAP_URL: setting.refine((value) => value === undefined || mailAddress(value) !== undefined, 'mail-url'),
  MAIL_IMAP_PASSWORD: setting,
};

/** The mailbox to be read, where one is set up (docs/product.md, section 19). */
export const mailEnvironment = {
  names: Object.keys(fields),
  read(env: Env, proxy: string | undefined): ReadSettings<MailSettings> {
    const read = z.object(fields).safeParse(env);
    if (!read.success) return { wrong: wrongIn(read.error), missing: [] };
    const { MAIL_IMAP_URL: url, MAIL_IMAP_PASSWORD: password } = read.data;
    if (url === undefined && password === undefined) return { wrong: [], missing: [] };
    if (url === undefined)
      return { wrong: [], missing: [{ name: 'MAIL_IMAP_URL', rule: 'needed-with MAIL_IMAP_PASSWORD' }] };
    if (password === undefined)
      return { wrong: [], missing: [{ name: 'MAIL_IMAP_PASSWORD', rule: 'needed-with MAIL_IMAP_URL' }] };
    const address = mailAddress(url);
    return { wrong: [], missing: [], ...(address && { settings: { ...address, password, proxy } }) };
  },
};
