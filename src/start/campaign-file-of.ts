import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { StartRefused } from '../application/start-refused.ts';

/** Where the campaign stands that `CAMPAIGN` names. Throws `StartRefused`, with the names that there are, when it stands nowhere. */
export function campaignFileOf(root: string, name: string): string {
  const folder = path.join(root, 'prisma/campaigns');
  const file = path.join(folder, `${name}.yaml`);
  if (existsSync(file)) return file;
  const known = existsSync(folder) ? readdirSync(folder).filter((one) => one.endsWith('.yaml')) : [];
  const names = known.map((one) => path.basename(one, '.yaml'));
  throw new StartRefused('campaign-missing', { name, known: names.join('、') });
}
