import { MAIL_STATES, type Mail, mailsIn } from '../../src/application/mailing/mails.ts';
import type { Practice } from '../support/practice.ts';

/** What became of a mail: `state unit | category《title》author files; … | doubts`. */
export function inShort({ state, matched, files, problem }: Mail): string {
  const { unitId, units, works, doubts } = matched;
  const each = works.map(({ categoryId, title, fields, files: places }) => {
    const names = places.map((place) => files[place]?.name).join('、');
    return `${categoryId || '?'}《${title}》${fields.author ?? ''} ${names}`;
  });
  return `${state} ${unitId || `?${units.join('/')}`} | ${each.join('; ')} | ${problem || doubts.join(',')}`;
}

/** All mails that were taken in, in the order of their numbers. */
export async function takenIn({ office }: Pick<Practice, 'office'>): Promise<Mail[]> {
  const reads = { tx: office.prisma, campaign: office.campaign };
  const all = await Promise.all(MAIL_STATES.map((state) => mailsIn(reads, state, 1000)));
  return all.flat().sort((a, b) => a.number - b.number);
}
