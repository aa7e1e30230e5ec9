import { el, fill } from './dom.ts';
import { several, singlesOf } from './several.ts';
import type { Told, Upload } from './told.ts';
import { say } from './words.ts';

export interface Fields {
  place: HTMLElement;
  categoryId(): string;
  values(): Record<string, string>;
  replacing(): boolean | undefined;
  /** Labels of what has to be filled in and is not. */
  lacking(): string[];
  /** Whether nothing can be handed in without a file, as it is filled in now. */
  needsFile(): boolean;
  /** Tells which files there are. */
  has(uploads: Upload[]): void;
  /** What each file is called that is a work of its own; undefined: all are one. */
  each(): { upload: string; index: number; title: string }[] | undefined;
}

/** What the page asks besides the files. `changed` is called when the category is another. */
export function fields({ form }: Told, changed: () => void): Fields {
  const { categories, how } = form;
  const place = el('section', { 'aria-label': say('form.heading') });
  const below = el('div');
  const many = several(() => {
    titleApart();
    changed();
  });
  const select = el(
    'select',
    {
      id: 'category',
      onchange() {
        show();
        changed();
      },
    },
    el('option', { value: '' }, say('form.choose-category')),
    ...categories.map(({ id, name }) => el('option', { value: id }, name)),
  );
  const [only] = categories;
  if (categories.length === 1 && only) select.value = only.id;
  else if (categories.length > 1)
    place.appendChild(el('p', {}, el('label', { for: 'category' }, say('form.category')), select));
  place.appendChild(below);
  place.appendChild(many.place);
  /** One title for all is not asked where each file has its own. */
  const titleApart = () => {
    const one = inputOf('title');
    if (one?.parentElement) one.parentElement.hidden = many.apart();
  };
  const chosen = () => categories.filter(({ id }) => id === select.value)[0];
  const inputOf = (id: string) => document.getElementById(`field-${id}`) as HTMLInputElement | null;

  function show(): void {
    const category = chosen();
    const asked = (category ? category.fields : []).map(({ id, label, must, day, note, value, options = [] }) =>
      el(
        'p',
        {},
        el('label', { for: `field-${id}` }, label, must ? el('span', { class: 'small' }, say('form.must')) : null),
        el('input', {
          id: `field-${id}`,
          type: day ? 'date' : 'text',
          autocomplete: 'off',
          maxlength: '200',
          required: must,
          value,
          ...(options.length > 0 && { list: `options-${id}` }),
          ...(note && { 'aria-describedby': `note-${id}` }),
        }),
        options.length > 0
          ? el('datalist', { id: `options-${id}` }, ...options.map((option) => el('option', { value: option })))
          : null,
        note ? el('span', { class: 'small', id: `note-${id}` }, note) : null,
      ),
    );
    const rules = category && category.rules.length > 0 ? category.rules : [];
    fill(
      below,
      rules.length > 0
        ? el(
            'details',
            {},
            el('summary', {}, say('form.rules')),
            el('ul', {}, ...rules.map((rule) => el('li', {}, rule))),
          )
        : null,
      how ? choice(how) : null,
      ...asked,
    );
    titleApart();
  }

  show();
  return {
    place,
    categoryId: () => select.value,
    values() {
      const values: Record<string, string> = {};
      for (const { id } of chosen()?.fields ?? []) values[id] = inputOf(id)?.value.trim() ?? '';
      return values;
    },
    replacing: () => (how ? (document.getElementById('how-replace') as HTMLInputElement).checked : undefined),
    lacking() {
      const category = chosen();
      if (!category && categories.length > 1) return [say('form.category')];
      return (category?.fields ?? [])
        .filter(({ id, must }) => must && !(id === 'title' && many.apart()) && !inputOf(id)?.value.trim())
        .map(({ label }) => label)
        .concat(many.titles().some(({ title }) => title === '') ? [say('form.each-title')] : []);
    },
    needsFile() {
      const needs = chosen()?.files ?? 'must';
      return needs === 'must' || (needs === 'link' && !inputOf('link')?.value.trim());
    },
    has(uploads) {
      many.update(singlesOf(uploads), chosen()?.several);
      titleApart();
    },
    each: () => (many.apart() ? many.titles() : undefined),
  };
}

function choice(how: 'add' | 'replace'): HTMLElement {
  const radio = (value: 'add' | 'replace', label: string) => {
    const input = el('input', { type: 'radio', name: 'how', id: `how-${value}`, value });
    input.checked = how === value;
    return el('label', { class: 'choice' }, input, label);
  };
  return el(
    'fieldset',
    {},
    el('legend', {}, say('form.how')),
    radio('add', say('form.add')),
    radio('replace', say('form.replace')),
  );
}
