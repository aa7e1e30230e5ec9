import './upload.css';
import { fileSize } from '../shared/file-size.ts';
import { el, fill, lines } from './dom.ts';
import { fields } from './fields.ts';
import { type Chosen, type Row, row } from './files.ts';
import { printOf } from './print.ts';
import { type Sending, send } from './sending.ts';
import { ask, type HandedIn, type State, type Told, type Upload } from './told.ts';
import { say } from './words.ts';

const app = document.getElementById('app') as HTMLElement;
const told = JSON.parse(app.getAttribute('data-told') as string) as Told;

/** While something is being checked the page looks soon, else now and then: another device may send as well. */
const SOON_MS = 1_500;
const LATER_MS = 15_000;

let state: State = { shut: '', uploads: [] };
let chosen: (Chosen & { file: File })[] = [];
let sending: Sending | undefined;
const rows: Record<string, Row> = {};

const list = el('ul', { class: 'files' });
const said = el('div', { role: 'status', 'aria-live': 'polite' });
const input = el('input', { type: 'file', multiple: true, id: 'choose', onchange: choose });
const label = el('label', { for: 'choose', class: 'button' }, say('files.choose'));
const asked = fields(told, () => void look());
const button = el(
  'button',
  { type: 'button', class: 'button main', onclick: () => void handIn({}) },
  told.form.words?.button ?? say('hand-in.button'),
);
const why = el('p', { class: 'small', id: 'why' });
const work = el(
  'div',
  {},
  el(
    'section',
    { 'aria-label': say('files.heading') },
    input,
    label,
    el('p', { class: 'small' }, say('files.largest', { size: fileSize(told.limit) })),
    list,
  ),
  asked.place,
  el('section', {}, button, why),
);
fill(app, work, said);
asked.place.addEventListener('input', draw);

/** What the server has, and what is on its way from here, under one name each. */
function draw(): void {
  label.textContent = state.uploads.length + chosen.length > 0 ? say('files.more') : say('files.choose');
  const shown = state.uploads.map((upload) => ({
    key: upload.id,
    upload,
    one: chosen.filter(({ id }) => id === upload.id)[0],
  }));
  const fresh = chosen
    .filter(({ id }) => id === undefined || !state.uploads.some((upload) => upload.id === id))
    .map((one) => ({ key: one.print + one.name, upload: undefined as Upload | undefined, one }));
  const all = [...shown, ...fresh] as { key: string; upload: Upload | undefined; one: Chosen | undefined }[];
  for (const key of Object.keys(rows))
    if (!all.some((one) => one.key === key)) {
      rows[key]?.place.remove();
      delete rows[key];
    }
  for (const { key, upload, one } of all) {
    rows[key] ??= row(upload?.name ?? one?.name ?? '', () => void drop(upload, one));
    const { place, update } = rows[key];
    if (!place.parentNode) list.appendChild(place);
    update(upload, one);
  }
  asked.has(state.uploads);
  const waits = reason();
  button.disabled = waits !== '';
  why.textContent = waits;
}

/** Why it cannot be handed in yet; empty: it can. */
function reason(): string {
  const coming =
    chosen.some(({ state: is }) => is !== 'refused') ||
    state.uploads.some(({ state: is }) => is === 'coming' || is === 'arrived');
  if (coming) return say('hand-in.wait');
  if (asked.needsFile() && !state.uploads.some(({ state: is }) => is === 'kept')) return say('hand-in.nothing');
  const lacking = asked.lacking();
  return lacking.length > 0 ? say('hand-in.lacks', { what: lacking.join('、') }) : '';
}

async function choose(): Promise<void> {
  const files = [];
  for (let at = 0; input.files && at < input.files.length; at++) files.push(input.files[at] as File);
  input.value = '';
  const problems: string[] = [];
  for (const file of files) {
    const { name, size } = file;
    if (size === 0) problems.push(say('files.empty', { name }));
    else if (size > told.limit) problems.push(say('files.too-large', { name, size: fileSize(told.limit) }));
    else if (!(await take(file))) problems.push(say('files.known', { name }));
  }
  fill(said, ...problems.map((problem) => el('p', { class: 'bad' }, problem)));
  void next();
}

/** Puts a file in the row of those to be sent. False: the server has it, or it is in the row. */
async function take(file: File): Promise<boolean> {
  const print = await printOf(file);
  if (chosen.some((one) => one.print === print && one.state !== 'refused')) return false;
  const before = state.uploads.filter(
    (one) => one.print === print && one.size === file.size && one.state !== 'refused',
  )[0];
  if (before && before.state !== 'coming') return false;
  const { name, size } = file;
  chosen.push({
    file,
    name,
    size,
    print,
    state: 'waiting',
    sent: before ? before.offset : 0,
    ...(before && { id: before.id }),
  });
  draw();
  return true;
}

/** One after another: on the line of a phone two at once are both slow. */
async function next(): Promise<void> {
  const one = chosen.filter(({ state: is }) => is === 'waiting')[0];
  if (sending || !one) return;
  one.state = 'sending';
  sending = send(told, one.file, one.print, one.id, {
    progress({ sent, left }) {
      one.state = 'sending';
      one.sent = sent;
      one.left = left;
      draw();
    },
    paused() {
      one.state = 'paused';
      draw();
    },
    done() {
      chosen = chosen.filter((other) => other !== one);
      over();
    },
    refused(words) {
      one.state = 'refused';
      one.why = say('files.refused', { name: one.name, why: words });
      over();
    },
  });
  draw();
}

function over(): void {
  sending = undefined;
  void look();
  void next();
}

async function drop(upload: Upload | undefined, one: Chosen | undefined): Promise<void> {
  if (one && one.state !== 'waiting' && one.state !== 'refused' && sending) {
    await sending.stop();
    sending = undefined;
  }
  chosen = chosen.filter((other) => other !== one);
  const match = upload ?? state.uploads.filter(({ print }) => one !== undefined && print === one.print)[0];
  try {
    if (match) await ask(told, `/files/${match.id}`, undefined, 'DELETE');
  } catch (error) {
    fill(said, el('p', { class: 'bad' }, (error as Error).message));
  }
  await look();
  void next();
}

let looking: number | undefined;

async function look(): Promise<void> {
  window.clearTimeout(looking);
  try {
    state = await ask<State>(told, `/state?category=${encodeURIComponent(asked.categoryId())}`);
    for (const one of chosen) {
      const same = state.uploads.filter(({ print, state: is }) => print === one.print && is === 'coming')[0];
      if (one.id === undefined && same) one.id = same.id;
    }
    if (state.shut !== '') shut(state.shut);
  } catch {
    // The next look will do.
  }
  draw();
  looking = window.setTimeout(
    () => void look(),
    state.uploads.some(({ state: is }) => is === 'arrived') ? SOON_MS : LATER_MS,
  );
}

/** Nothing more is taken: what is on its way stops, and half a file is not shown as if it went on. */
function shut(why: string): void {
  if (sending) void sending.stop();
  sending = undefined;
  chosen = [];
  state.uploads = state.uploads.filter(({ state: is }) => is !== 'coming');
  fill(work, el('p', { class: 'done' }, why), list);
}

/** A phone stops what is in the background: it goes on as soon as somebody looks again, or the line is back. */
function wake(): void {
  if (document.hidden) return;
  if (sending) sending.goOn();
  void look();
}
document.addEventListener('visibilitychange', wake);
window.addEventListener('online', wake);
window.addEventListener('pageshow', wake);

async function handIn(more: { another?: boolean }): Promise<void> {
  button.disabled = true;
  fill(said, el('p', {}, say('hand-in.sending')));
  const replacing = asked.replacing();
  const each = asked.each();
  try {
    const { outcome, text } = await ask<HandedIn>(told, '/hand-in', {
      categoryId: asked.categoryId(),
      fields: asked.values(),
      ...(replacing !== undefined && { replacing }),
      ...(each && { each }),
      ...more,
    });
    if (outcome === 'done') return finish(text);
    fill(
      said,
      el('div', { class: outcome === 'again' ? 'ask' : 'bad' }, ...lines(text)),
      outcome === 'again' ? another() : null,
    );
  } catch (error) {
    const message = error instanceof TypeError ? say('line.lost') : (error as Error).message;
    fill(said, el('p', { class: 'bad' }, say('hand-in.failed', { why: message })));
  }
  await look();
}

function another(): HTMLElement {
  return el(
    'p',
    {},
    el(
      'button',
      { type: 'button', class: 'button main', onclick: () => void handIn({ another: true }) },
      say('hand-in.another'),
    ),
    ' ',
    el(
      'button',
      { type: 'button', class: 'button', onclick: () => fill(said, el('p', {}, say('hand-in.not-handed-in'))) },
      say('hand-in.same'),
    ),
  );
}

async function finish(receipt: string): Promise<void> {
  await look();
  const again =
    state.shut === ''
      ? el('a', { href: location.pathname, class: 'button' }, told.form.words?.again ?? say('hand-in.next'))
      : null;
  fill(
    app,
    el(
      'section',
      { class: 'done', role: 'status' },
      el('h2', {}, told.form.words?.done ?? say('hand-in.done')),
      ...lines(receipt),
    ),
    again,
  );
  window.clearTimeout(looking);
  window.scrollTo(0, 0);
}

void look();
