import { fileRow, objectionRows } from '../../application/conversation/receipt.ts';
import type { StoredFile } from '../../application/ports.ts';
import { titleFromFile } from '../../application/words/file-name.ts';
import { categoryOf } from '../../application/words/lexicons.ts';
import { largest } from '../../application/works/rules.ts';
import { type Upload, uploadsOf } from '../../application/works/uploads.ts';
import { admit } from '../../domain/admission.ts';
import { shownAs } from '../console/shown-as.ts';
import { type PageDesk, turnOf, type Visit } from './visit.ts';

/** A file as the page shows it. */
export interface ShownFile {
  name: string;
  /** What it may be called, by its name; empty where a phone named it. */
  title: string;
  /** What was measured of it, in a line. */
  about: string;
  /** Where the page may show it from; empty: it is only told of. */
  src: string;
  show: string;
  /** What the rules object to. */
  problems: string[];
}

export interface ShownUpload {
  id: string;
  name: string;
  size: number;
  offset: number;
  print: string;
  state: Upload['state'];
  files: ShownFile[];
  /** Why it cannot be had, where that is so. */
  failure: string;
}

export interface State {
  /** Why nothing is taken any more; empty: it is. */
  shut: string;
  uploads: ShownUpload[];
}

/** How what came by the page stands; with a category, by its rules too. */
export async function stateOf(desk: PageDesk, visit: Visit, categoryId: string): Promise<State> {
  const { office } = desk;
  const uploads = await uploadsOf(office.prisma, visit.page.id);
  const shown = uploads.map(async (upload) => ({
    ...{ id: upload.id, name: upload.name, size: upload.size, print: upload.print, state: upload.state },
    offset: upload.state === 'coming' ? await office.pieces.length(upload.id) : upload.size,
    files: upload.files.flatMap((file, index) =>
      'failure' in file ? [] : [shownFile(desk, visit, { upload, index, file, categoryId })],
    ),
    failure: failureOf(desk, upload),
  }));
  return { shut: visit.shut ? office.say(`upload.shut-${visit.shut}`) : '', uploads: await Promise.all(shown) };
}

function failureOf({ office: { say, uploadLimit } }: PageDesk, { state, files, name }: Upload): string {
  const [failed] = files.flatMap((file) => ('failure' in file ? [file.failure] : []));
  if (state !== 'refused' || failed === undefined) return '';
  return say(`intake.failed-${failed}`, { name, limit: `${Math.floor(uploadLimit / 1024 / 1024)} MB` });
}

interface Of {
  upload: Upload;
  index: number;
  file: { name: string } & StoredFile;
  categoryId: string;
}

function shownFile(desk: PageDesk, visit: Visit, { upload, index, file, categoryId }: Of): ShownFile {
  const turn = turnOf(desk, visit);
  const { size, duration } = fileRow(turn, file);
  const { show } = shownAs(file.extension);
  const known = turn.campaign.categories.some(({ id }) => id === categoryId);
  const category = known ? categoryOf(turn, categoryId) : undefined;
  const objections = admit(category, [file], largest(turn), category ? turn.campaign.rules : []);
  const playable = show === 'video' || show === 'audio' || show === 'picture';
  return {
    name: file.name,
    title: titleFromFile(file.name, turn),
    about: turn.say('upload.about', { size, duration }),
    show,
    src: playable ? `/u/${visit.code}/files/${upload.id}/${index}` : '',
    problems: objectionRows(
      turn,
      objections.filter(({ level }) => level !== 'note'),
    ).map(({ text }) => text),
  };
}
