import { Metadata, Server } from '@tus/server';
import type { Request, Response } from 'express';
import { keepArrived } from '../../application/delivery/keep-uploads.ts';
import { StoreFailed } from '../../application/ports.ts';
import { refuse } from '../../application/words/refuse.ts';
import { announce, announced, uploadById } from '../../application/works/uploads.ts';
import { NothingThere } from '../console/problem.ts';
import { Arriving } from './data-store.ts';
import { rowLocker } from './locker.ts';
import { toldOfTooMuch } from './too-much.ts';
import { deskOf, type PageHall, type Visit } from './visit.ts';

/** Beside the file and its copy on the way into the store, so that the chat's files still fit. */
const ROOM_BYTES = 512 * 1024 * 1024;
const PATIENCE = { timeout: 30_000, maxWait: 30_000 };

/** What the server is told of a request that we have let in. */
interface LetIn {
  id: string;
  /** The address of the upload, to be given to its sender. */
  location: string;
}

const letIn = new WeakMap<object, LetIn>();
const letInOf = (request: unknown): LetIn => {
  const { req } = (request as { runtime?: { node?: { req?: object } } }).runtime?.node ?? {};
  const found = req && letIn.get(req);
  if (!found) throw new Error('an upload that nobody let in');
  return found;
};

/** `/u/<code>/files`: resumable uploads (tus 1.0.0) of whoever has the link. What it may be is decided here, before the protocol's server sees it. */
export function uploading(desk: PageHall) {
  const { office } = desk;
  const server = new Server({
    path: '/u',
    datastore: new Arriving(office),
    locker: rowLocker(office),
    maxSize: office.uploadLimit,
    // What a dead request has brought is written by then.
    lockDrainTimeout: 1_000,
    // No page of another site is answered in a way that it could read.
    allowedOrigins: () => false,
    namingFunction: (request) => letInOf(request).id,
    getFileIdFromRequest: (request) => letInOf(request).id,
    generateUrl: (request) => letInOf(request).location,
    onUploadCreate: async () => ({ metadata: {} }),
    async onUploadFinish() {
      keepSoon(desk);
      return {};
    },
    onResponseError: (_request, error) => {
      if (error instanceof StoreFailed) return { status_code: 507, body: office.say('upload.no-room') };
      if (error instanceof Error) office.log.warn({ error }, 'upload interrupted');
      return undefined;
    },
  });

  return {
    /** A file is announced. Throws a `Refusal`. */
    async begin(visit: Visit, request: Request, response: Response): Promise<void> {
      const wanted = announced.parse(saidOf(request));
      await requireRoom(desk, wanted.size);
      const at = { ...deskOf(desk, visit).office, now: office.clock.now() };
      const { id } = await toldOfTooMuch(desk, visit, () =>
        office.prisma.$transaction((tx) => announce({ ...at, tx }, visit.page, visit.address, wanted), PATIENCE),
      );
      letIn.set(request, { id, location: `/u/${visit.code}/files/${id}` });
      await server.handle(request, response);
    },
    /** More of it, how far it is, or it is wanted no more. Throws `NothingThere` for an upload of another page. */
    async goOn(visit: Visit, request: Request, response: Response): Promise<void> {
      const id = String(request.params.id ?? '');
      if (!(await uploadById(office.prisma, id, visit.page.id))) throw new NothingThere();
      letIn.set(request, { id, location: `/u/${visit.code}/files/${id}` });
      await server.handle(request, response);
    },
  };
}

/** What the headers say of the file. */
function saidOf(request: Request): unknown {
  const given = request.headers['upload-metadata'];
  const { filename, print } = Metadata.parse(typeof given === 'string' && given !== '' ? given : undefined);
  return { name: filename ?? '', print: print ?? '', size: Number(request.headers['upload-length'] ?? Number.NaN) };
}

async function requireRoom({ office }: PageHall, size: number): Promise<void> {
  if (!(await hasRoom(office, 2 * size + ROOM_BYTES))) refuse('upload.no-room');
}

/** Whether so many bytes fit, and the store works. */
export const hasRoom = ({ store }: PageHall['office'], bytes = ROOM_BYTES): Promise<boolean> =>
  store.probe(bytes).then(
    () => true,
    () => false,
  );

/** Stores what has arrived, beside whatever else is done; the next look at the page, or the clock, does what is left. */
export function keepSoon({ office }: PageHall): void {
  void keepArrived(office).catch((error) => office.log.error({ error }, 'uploads not stored'));
}
