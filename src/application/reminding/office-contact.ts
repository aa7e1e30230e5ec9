import type { Office } from '../office.ts';

/** Whom to ask: the first office of the notice that names a person; no number, as this is read by the whole group. */
export function contactOf({ campaign }: Pick<Office, 'campaign'>): string {
  const contact = campaign.contacts.find(({ name }) => name !== undefined) ?? campaign.contacts[0];
  return contact ? `${contact.office}${contact.name ?? ''}` : '';
}
