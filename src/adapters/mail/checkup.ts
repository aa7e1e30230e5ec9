import { beijingDayAndTime } from '../../domain/time.ts';
import type { CheckResult } from '../wire/checkup.ts';
import { headsOf } from './fetch-mail.ts';
import { lineTo } from './line.ts';
import type { MailSettings } from './settings.ts';

/** What of the mailbox can be told, by its sentence in `prompts/doctor.md`. */
export type MailFound = CheckResult & { of: 'mail-line' | 'mail-login' | 'mail-folder' | 'mail-last' };

/** Why no line comes about, by the code of what was thrown. */
const CAUSES: Record<string, string> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'cut',
  EConnectionClosed: 'cut',
  ClosedAfterConnectTLS: 'cut',
  ClosedAfterConnectText: 'cut',
  ETIMEDOUT: 'time',
  CONNECT_TIMEOUT: 'time',
  GREETING_TIMEOUT: 'time',
};
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|SSL|TLS/;

/** Connects, signs in, opens the folder, looks for the last mail; each only where the one before went well. Changes nothing. */
export async function lookAtMailbox(settings: MailSettings): Promise<MailFound[]> {
  const { host, port, folder } = settings;
  const line = lineTo(settings);
  try {
    await line.connect();
  } catch (error) {
    line.close();
    const { code = '', authenticationFailed } = error as { code?: string; authenticationFailed?: boolean };
    if (authenticationFailed)
      return [good('mail-line', { host, port }), { of: 'mail-login', state: 'failed', says: 'mail-login-refused' }];
    const cause = CAUSES[code] ?? (CERTIFICATE.test(code) ? 'certificate' : 'other');
    const facts = Object.fromEntries(
      ['name', 'refused', 'cut', 'time', 'certificate', 'other'].map((one) => [one, one === cause]),
    );
    return [{ of: 'mail-line', state: 'failed', says: 'mail-line-failed', facts: { host, port, code, ...facts } }];
  }
  const found = [good('mail-line', { host, port }), good('mail-login', {})];
  try {
    const box = await line.mailboxOpen(folder, { readOnly: true });
    found.push(good('mail-folder', { folder, count: box.exists }));
    found.push(good('mail-last', { at: box.exists > 0 ? await lastOf(line) : '' }));
  } catch {
    found.push({ of: 'mail-folder', state: 'failed', says: 'mail-folder-missing', facts: { folder } });
  } finally {
    await line.logout().catch(() => line.close());
  }
  return found;
}

const good = (of: MailFound['of'], facts: Record<string, unknown>): MailFound => ({
  of,
  state: 'ok',
  says: `${of}-ok`,
  facts,
});

async function lastOf(line: ReturnType<typeof lineTo>): Promise<string> {
  const last = await line.fetchOne('*', { uid: true });
  const heads = last ? await headsOf(line, [last.uid]) : undefined;
  const [head] = heads?.values() ?? [];
  return head ? beijingDayAndTime(head.arrivedAt) : '';
}
