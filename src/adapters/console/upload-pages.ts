import { peopleById } from '../../application/people/people.ts';
import { perform } from '../../application/perform.ts';
import { pagesFor, revokePage } from '../../application/works/pages.ts';
import type { Handlers } from './answering.ts';
import { by } from './standing.ts';

/** Which pages behind links are open, and closing one: of one's own units, or of all for the office. */
export const uploadPageHandlers: Handlers = {
  async openPages({ turn }) {
    const pages = await pagesFor(turn);
    const people = await peopleById(
      turn,
      pages.flatMap(({ byPerson }) => byPerson ?? []),
    );
    return {
      items: pages.map(({ id, unitId, categoryIds, title, number, purpose, expiresAt, byPerson }) => ({
        ...{ id, unitId, categoryIds, title, number, many: purpose === 'screening' },
        expiresAt: expiresAt.toISOString(),
        by: people.find((one) => one.id === byPerson)?.name ?? '',
      })),
    };
  },

  async revokePage({ desk, body: { id }, ...visitor }) {
    await perform(desk.office, by(visitor), revokePage, { id });
    return { ok: true };
  },
};
