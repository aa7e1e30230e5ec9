import { el, fill } from './dom.ts';
import type { Upload } from './told.ts';
import { say } from './words.ts';

/** One of several files that may each be a work of its own. */
export interface Single {
  upload: string;
  index: number;
  name: string;
  title: string;
}

export interface Several {
  place: HTMLElement;
  /** Shows the question while there is more than one file; `usual`: what they usually are, left out: it is not asked. */
  update(files: Single[], usual: 'one' | 'each' | undefined): void;
  /** Whether each of them is a work of its own. */
  apart(): boolean;
  titles(): { upload: string; index: number; title: string }[];
}

export const singlesOf = (uploads: Upload[]): Single[] =>
  uploads
    .filter(({ state }) => state === 'kept')
    .reduce<Single[]>(
      (all, { id, files }) => all.concat(files.map(({ name, title }, index) => ({ upload: id, index, name, title }))),
      [],
    );

/** Whether several files are one work or each is one, and then what each is called. `changed` is called when that is another. */
export function several(changed: () => void): Several {
  const place = el('div');
  const rows: Record<string, HTMLInputElement> = {};
  let shown: Single[] = [];
  let drawn = '';
  let chosen: 'one' | 'each' | undefined;
  let usually: 'one' | 'each' | undefined;

  function draw(): void {
    const legend = el('legend', {}, say('form.several', { count: shown.length }));
    fill(place, el('fieldset', {}, legend, radio('one'), radio('each'), ...(apart() ? shown.map(titled) : [])));
  }
  function radio(what: 'one' | 'each'): HTMLElement {
    const onchange = () => {
      chosen = what;
      draw();
      changed();
    };
    const input = el('input', { type: 'radio', name: 'several', id: `several-${what}`, value: what, onchange });
    input.checked = (chosen ?? usually) === what;
    return el('label', { class: 'choice' }, input, what === 'one' ? say('form.as-one') : say('form.as-each'));
  }
  function titled({ upload, index, name, title }: Single): HTMLElement {
    const id = `title-${upload}-${index}`;
    rows[id] ??= el('input', { id, type: 'text', maxlength: '60', autocomplete: 'off', value: title });
    return el('p', {}, el('label', { for: id }, say('form.title-of', { name })), rows[id]);
  }
  const apart = () => shown.length > 1 && usually !== undefined && (chosen ?? usually) === 'each';
  return {
    place,
    update(files, usual) {
      const look = JSON.stringify([files, usual]);
      if (look === drawn) return;
      drawn = look;
      shown = files;
      usually = usual;
      if (files.length > 1 && usual !== undefined) draw();
      else fill(place);
    },
    apart,
    titles: () =>
      apart()
        ? shown.map(({ upload, index, title }) => {
            const input = rows[`title-${upload}-${index}`];
            return { upload, index, title: input ? input.value.trim() : title };
          })
        : [],
  };
}
