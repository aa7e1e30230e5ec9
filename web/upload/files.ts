import { fileSize } from '../shared/file-size.ts';
import { el, fill } from './dom.ts';
import type { Upload } from './told.ts';
import { say } from './words.ts';

/** A file that was chosen in this browser, on its way. */
export interface Chosen {
  name: string;
  size: number;
  print: string;
  /** Which upload of the server it is, once it is one. */
  id?: string;
  state: 'reading' | 'waiting' | 'sending' | 'paused' | 'refused';
  sent: number;
  left?: number | undefined;
  why?: string;
}

export interface Row {
  place: HTMLElement;
  /** Changes what is shown, and keeps a player that plays. */
  update(upload: Upload | undefined, chosen: Chosen | undefined): void;
}

/** A line of the list. */
export function row(name: string, remove: () => void): Row {
  const said = el('p', { class: 'small' });
  const bar = el('progress', { max: '1', value: '0', 'aria-label': say('file.progress', { name }) });
  const shown = el('div');
  const button = el(
    'button',
    { type: 'button', class: 'plain', 'aria-label': say('file.remove-which', { name }), onclick: remove },
    say('file.remove'),
  );
  const place = el('li', {}, el('div', { class: 'head' }, el('b', {}, name), button), bar, said, shown);
  let drawn = '';
  return {
    place,
    update(upload, chosen) {
      const { text, part, bad } = standing(upload, chosen);
      said.textContent = text;
      said.className = bad ? 'bad' : 'small';
      bar.hidden = part === undefined;
      if (part !== undefined) bar.value = part;
      button.hidden = upload !== undefined && (upload.state === 'taken' || upload.state === 'arrived');
      const files = upload ? upload.files : [];
      const look = JSON.stringify(files);
      if (look !== drawn) fill(shown, ...files.map((file) => measured(file, files.length > 1)));
      drawn = look;
    },
  };
}

interface Standing {
  text: string;
  /** How much of it is there; undefined: there is nothing to wait for. */
  part?: number;
  bad?: boolean;
}

function standing(upload: Upload | undefined, chosen: Chosen | undefined): Standing {
  if (chosen && !(upload && (upload.state === 'kept' || upload.state === 'arrived'))) {
    const { state, why = '' } = chosen;
    const [sent, size] = [fileSize(chosen.sent), fileSize(chosen.size)];
    const part = chosen.sent / chosen.size;
    if (state === 'refused') return { text: why, bad: true };
    if (state === 'reading') return { text: say('file.reading'), part: 0 };
    if (state === 'waiting') return { text: say('file.waiting'), part };
    if (state === 'paused') return { text: say('file.paused', { sent, size }), part };
    return { text: say('file.sending', { sent, size }) + remaining(chosen.left), part };
  }
  if (!upload) return { text: '' };
  const { state, size, offset, failure } = upload;
  if (state === 'coming')
    return { text: say('file.half', { sent: fileSize(offset), size: fileSize(size) }), part: offset / size };
  if (state === 'arrived') return { text: say('file.arrived'), part: 1 };
  if (state === 'refused') return { text: failure, bad: true };
  return { text: state === 'taken' ? say('file.taken') : say('file.kept') };
}

function remaining(left: number | undefined): string {
  if (left === undefined) return '';
  const seconds = Math.ceil(left / 1000);
  if (seconds < 60) return say('file.left-seconds', { count: seconds });
  if (seconds < 5400) return say('file.left-minutes', { count: Math.ceil(seconds / 60) });
  return say('file.left-hours', { count: Math.ceil(seconds / 3600) });
}

/** What was measured, what the rules object to, and the server's own copy to be looked at before it is handed in. */
function measured({ name, about, src, show, problems }: Upload['files'][number], several: boolean): HTMLElement {
  return el(
    'div',
    { class: 'measured' },
    el('p', { class: 'small' }, several ? `${name}　${about}` : about),
    ...problems.map((problem) => el('p', { class: 'bad' }, problem)),
    player(name, src, show),
  );
}

function player(name: string, src: string, show: string): HTMLElement | null {
  if (src === '') return null;
  const label = say('file.play', { name });
  if (show === 'picture') return el('img', { src, alt: name });
  if (show === 'audio') return el('audio', { src, controls: true, preload: 'none', 'aria-label': label });
  return el('video', { src, controls: true, preload: 'metadata', playsinline: true, 'aria-label': label });
}
