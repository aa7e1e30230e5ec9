import { pipeline } from 'node:stream/promises';
import { Router } from 'express';
import { recordExport } from '../../application/exporting/export.ts';
import { type Draft, draftAgain, draftPaper, drafts, PAPER_KINDS } from '../../application/exporting/papers/draft.ts';
import { filesOf } from '../../application/exporting/papers/paper-files.ts';
import { periodOf } from '../../application/exporting/papers/publicity.ts';
import { demand } from '../../application/people/deed.ts';
import { peopleById } from '../../application/people/people.ts';
import { perform } from '../../application/perform.ts';
import { type Handlers, visitorFor } from './answering.ts';
import { guardBytes } from './bytes.ts';
import { deskFor, type Hall, type Visitor } from './desk.ts';
import { NothingThere } from './problem.ts';
import { by } from './standing.ts';

const TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Drafts of papers: those that there are, and a new one. */
export const paperHandlers: Handlers = {
  async papers({ turn }) {
    return { items: await told(turn, await drafts(turn)) };
  },

  async draftPaper({ desk, body: { snapshot, from, days, ...wanted }, ...visitor }) {
    const { draft } = await perform(desk.office, by(visitor), draftPaper(desk.office), {
      ...wanted,
      ...(snapshot !== undefined && { snapshot }),
      ...(from !== undefined && { from }),
      ...(days !== undefined && { days }),
    });
    const [shown] = await told(visitor.turn, [draft]);
    return shown as NonNullable<typeof shown>;
  },
};

async function told(turn: Visitor['turn'], all: Draft[]) {
  const people = await peopleById(turn, [...new Set(all.map(({ byPerson }) => byPerson))]);
  return all.map(({ kind, number, snapshot, parts, day, at, byPerson }) => ({
    ...{ kind, number, snapshot, ranking: parts.ranking, problems: parts.problems },
    period: kind === 'publicity' ? shownFrom(turn, parts, day) : null,
    at: at.toISOString(),
    by: people.find(({ id }) => id === byPerson)?.name ?? '',
  }));
}

function shownFrom({ calendar }: Visitor['turn'], parts: Draft['parts'], drafted: Draft['day']) {
  const { first, last } = periodOf(calendar, parts, drafted);
  return { first, last };
}

/** `/papers/bulletin/2.docx`, and `.xlsx` with its figures: made again from its snapshot each time, and recorded. */
export function paperRoutes(hall: Hall): Router {
  const router = Router();
  router.get('/papers/:kind/:file', async (request, response) => {
    const desk = deskFor(hall, request);
    const visitor = await visitorFor(desk, request);
    demand(visitor.turn, 'export');
    const [, digits, ending] = /^(\d{1,9})\.(docx|xlsx)$/.exec(request.params.file) ?? [];
    const kind = PAPER_KINDS.find((one) => one === request.params.kind);
    if (kind === undefined || digits === undefined) throw new NothingThere();
    const { office } = desk;
    const drafted = await draftAgain({ ...visitor.turn, ...office }, office, kind, Number(digits));
    if (!drafted) throw new NothingThere();
    const { name, sheetName, sheets } = filesOf(drafted, office);
    const paper = ending === 'docx';
    const bytes = await (paper ? office.papers.write(drafted.paper) : office.workbooks.write(sheets));
    const { snapshot } = drafted.draft;
    await recordExport(visitor.turn, {
      kind,
      unitIds: [],
      categoryIds: [],
      accepted: false,
      snapshot,
      rows: drafted.told.length,
    });
    const type = paper ? TYPES.docx : TYPES.xlsx;
    guardBytes(response, { name: `${paper ? name : sheetName}.${ending}`, type, inline: false });
    response.setHeader('cache-control', 'no-store');
    await pipeline(bytes, response).catch(() => response.destroy());
  });
  return router;
}
