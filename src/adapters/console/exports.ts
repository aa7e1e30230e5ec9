import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import { exportQuery } from '../../../web/shared/contracts/exports.ts';
import { type Exported, exportScreening, exportTable } from '../../application/exporting/export.ts';
import { formToFill, recordForm, writeForm } from '../../application/exporting/forms.ts';
import { freeze, type Snapshot, snapshots } from '../../application/exporting/snapshot.ts';
import { tables } from '../../application/exporting/tables/index.ts';
import { packWanted, takeWorks, zipOf } from '../../application/exporting/works-zip.ts';
import { peopleById } from '../../application/people/people.ts';
import { allowed } from '../../application/people/permit.ts';
import { perform } from '../../application/perform.ts';
import { refuse } from '../../application/words/refuse.ts';
import { EXPORT_KINDS, type ExportKind } from '../../domain/export-table.ts';
import { type Handlers, visitorFor } from './answering.ts';
import { guardBytes, rangeOf, sendBytes } from './bytes.ts';
import { type Desk, deskFor, type Hall, type Visitor } from './desk.ts';
import { NothingThere } from './problem.ts';
import { by } from './standing.ts';

/** The films and pictures themselves. */
const FILES = 'files';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** What can be taken out of the house, and how everything stood when it was frozen. */
export const exportHandlers: Handlers = {
  async exports({ desk }) {
    const { tables: titles, zip } = desk.office.vocabulary;
    return {
      kinds: [
        ...tables.map(({ kind: id }) => ({ id, name: titles[id].title, as: 'table' as const })),
        { id: FILES, name: zip.title, as: 'zip' as const },
      ],
      forms: await desk.office.forms.names(),
    };
  },

  async snapshots({ turn }) {
    const all = await snapshots(turn);
    return { items: await told(turn, all) };
  },

  async takeSnapshot({ desk, body: { note = '' }, ...visitor }) {
    const made = await perform(desk.office, by(visitor), freeze, { note });
    const [shown] = await told(visitor.turn, [made]);
    return shown as NonNullable<typeof shown>;
  },
};

async function told(turn: Visitor['turn'], all: Pick<Snapshot, 'number' | 'at' | 'note' | 'byPerson'>[]) {
  const people = await peopleById(turn, [...new Set(all.map(({ byPerson }) => byPerson))]);
  return all.map(({ number, at, note, byPerson }) => ({
    number,
    note,
    at: at.toISOString(),
    by: people.find(({ id }) => id === byPerson)?.name ?? '',
  }));
}

/** `/exports/<kind>.xlsx` and `/exports/works.zip`: each that leaves the house is recorded by its deed. */
export function exportRoutes(hall: Hall): Router {
  const router = Router();
  router.get('/exports/:kind.xlsx', async (request, response) => {
    const desk = deskFor(hall, request);
    const { visitor, input } = await asking(desk, request);
    const kind = EXPORT_KINDS.find((one) => one === request.params.kind);
    if (!kind) throw new NothingThere();
    await sendTable(desk, visitor, { kind, ...input }, response);
  });
  router.get('/exports/forms/:form.docx', async (request, response) => {
    const desk = deskFor(hall, request);
    const { visitor, input } = await asking(desk, request);
    const { snapshot } = input;
    const wanted = { form: request.params.form, ...(snapshot !== undefined && { snapshot }) };
    const { office } = desk;
    const asked = await formToFill(visitor.turn, office, wanted);
    const bytes = await writeForm(office, asked);
    await recordForm(visitor.turn, wanted);
    guardBytes(response, { name: `${asked.name}.docx`, type: DOCX, inline: false });
    response.setHeader('cache-control', 'no-store');
    await pipeline(bytes, response).catch(() => response.destroy());
  });
  router.get('/screening/table.xlsx', async (request, response) => {
    const desk = deskFor(hall, request);
    const { office } = desk;
    const { turn, ...rest } = await visitorFor(desk, request);
    const { unit = '' } = exportQuery.parse(request.query);
    if (!allowed(turn, 'screen', unit)) throw new NothingThere();
    const made = await perform(office, by({ turn, ...rest }), exportScreening(office), { unitIds: [unit] });
    await sendSheet(desk, made, response);
  });
  router.get('/exports/works.zip', async (request, response) => {
    const desk = deskFor(hall, request);
    const { visitor, input } = await asking(desk, request);
    const { office } = desk;
    const packed = await perform(office, by(visitor), packWanted(office), input);
    const zip = await zipOf(office, packed);
    const { name, size, tag } = zip;
    const range = rangeOf(request.headers.range, size);
    const goesOn = typeof range === 'object' && range.start > 0;
    await perform(office, by(visitor), takeWorks, { ...input, works: packed.works, tag, goesOn });
    await sendBytes(request, response, {
      name,
      size,
      tag,
      type: 'application/zip',
      inline: false,
      open: (range) => zip.read(range),
    });
  });
  return router;
}

async function asking(desk: Desk, request: Request) {
  const visitor = await visitorFor(desk, request);
  if (!allowed(visitor.turn, 'export')) refuse('bot.not-allowed', { command: '' });
  const { unit, category, accepted, snapshot } = exportQuery.parse(request.query);
  const { units, categories } = desk.office.campaign;
  const unknown = (list: readonly { id: string }[], id: string | undefined) =>
    id !== undefined && !list.some((one) => one.id === id);
  if (unknown(units, unit) || unknown(categories, category)) throw new NothingThere();
  const input = {
    unitIds: unit === undefined ? [] : [unit],
    categoryIds: category === undefined ? [] : [category],
    accepted: accepted === true,
    ...(snapshot !== undefined && { snapshot }),
  };
  return { visitor, input };
}

async function sendTable(
  { office }: Desk,
  visitor: Visitor,
  input: { kind: ExportKind; unitIds: string[]; categoryIds: string[]; accepted: boolean; snapshot?: number },
  response: Response,
): Promise<void> {
  await sendSheet({ office }, await perform(office, by(visitor), exportTable(office), input), response);
}

async function sendSheet(
  { office }: Pick<Desk, 'office'>,
  { name, sheet }: Pick<Exported, 'name' | 'sheet'>,
  response: Response,
): Promise<void> {
  const bytes = await office.workbooks.write(sheet);
  guardBytes(response, { name: `${name}.xlsx`, type: XLSX, inline: false });
  response.setHeader('cache-control', 'no-store');
  await pipeline(bytes, response).catch(() => response.destroy());
}
