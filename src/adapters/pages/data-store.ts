import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import type { Office } from '../../application/office.ts';
import { noteArrival } from '../../application/works/uploads.ts';

/**
 * What the protocol is told of an upload: its row in the database, its bytes in pieces. A file's own size on the disk would be of no use
 * to another process, nor after a power cut.
 */
export class Arriving extends DataStore {
  readonly #office: Pick<Office, 'prisma' | 'pieces' | 'clock'>;

  constructor(office: Pick<Office, 'prisma' | 'pieces' | 'clock'>) {
    super();
    this.#office = office;
    this.extensions = ['creation', 'termination'];
  }

  /** Its row was made when it was announced. */
  override create(upload: Upload): Promise<Upload> {
    return Promise.resolve(upload);
  }

  override async getUpload(id: string): Promise<Upload> {
    const { prisma, pieces } = this.#office;
    const row = await prisma.upload.findUnique({ where: { id }, select: { size: true, state: true } });
    if (!row) throw ERRORS.FILE_NOT_FOUND;
    const size = Number(row.size);
    const offset = row.state === 'coming' ? await pieces.length(id) : size;
    // The process died between the last piece and the note of it.
    if (row.state === 'coming' && offset === size) await this.#note(id, true);
    return new Upload({ id, size, offset, metadata: {} });
  }

  override async write(bytes: Readable, id: string, offset: number): Promise<number> {
    const { prisma, pieces } = this.#office;
    const row = await prisma.upload.findUnique({ where: { id }, select: { size: true } });
    if (!row) throw ERRORS.FILE_NOT_FOUND;
    try {
      const reached = await pieces.add(id, offset, bytes);
      await this.#note(id, reached === Number(row.size));
      return reached;
    } catch (error) {
      await this.#note(id, false);
      throw error;
    }
  }

  override async remove(id: string): Promise<void> {
    const { prisma, pieces } = this.#office;
    const { count } = await prisma.upload.deleteMany({ where: { id, state: { in: ['coming', 'kept', 'refused'] } } });
    if (count === 0) throw ERRORS.FILE_NOT_FOUND;
    await pieces.remove(id);
  }

  #note(id: string, whole: boolean): Promise<void> {
    const { prisma, clock } = this.#office;
    return noteArrival({ tx: prisma, now: clock.now() }, id, whole);
  }
}
