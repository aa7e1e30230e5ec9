import { randomUUID } from 'node:crypto';
import type { PressOutcome } from '../../application/conversation/pressed.ts';
import type { Choice } from '../../application/message.ts';

/** docs/protocol-wecom.md, section 4.6: so much is shown of each. */
const MOST = { buttons: 6, label: 10, title: 26, about: 112 };
const BLUE = 1;
const GREY = 2;
const QUESTION = '\uFF1F';
/** The id of a card: its post's key with something random, since the platform wants another one at each attempt. */
const BESIDE_KEY = '@';
const TASK = /^(out-\d{1,18})@[\w-]+$/;
const BUTTON = /^choice(\d)$/;
/** The one button of a card that is done with; whoever presses it says nothing. */
const DONE = 'done';

const cut = (text: string, most: number): string => {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : text;
};

/** Buttons under the words that were just said; undefined for more than a card has room for. */
export function cardOf(key: string, text: string, choices: readonly Choice[]) {
  if (choices.length === 0 || choices.length > MOST.buttons) return undefined;
  const lines = text.split('\n');
  const [title = ''] = lines;
  // What is asked may stand below what was done before, and a long line is cut.
  const about = lines.findLast((line) => line.includes(QUESTION)) ?? title;
  const task = `${key}${BESIDE_KEY}${randomUUID()}`;
  const buttons = choices.map(({ label }, index) => ({
    text: cut(label, MOST.label),
    style: index === 0 ? BLUE : GREY,
    key: `choice${index + 1}`,
  }));
  return { task, card: buttonCard(task, { title: cut(title, MOST.title) }, buttons, about) };
}

/** The card once a button was pressed: what was done, and by whom. */
export const cardAfter = (task: string, { label, told }: PressOutcome) =>
  buttonCard(
    task,
    { title: cut(told, MOST.title), desc: '' },
    [{ text: cut(label, MOST.label), style: GREY, key: DONE }],
    told,
  );

function buttonCard(
  task: string,
  { title, desc }: { title: string; desc?: string },
  buttons: { text: string; style: number; key: string }[],
  about = '',
) {
  return {
    card_type: 'button_interaction',
    main_title: { title, ...(desc && { desc }) },
    ...(about !== '' && about !== title && { sub_title_text: cut(about, MOST.about) }),
    task_id: task,
    button_list: buttons,
  };
}

/** A press on a card of ours: which post it stands under, and which of its choices; the last is -1 for what is none. */
export function pressedOn(task: string, button: string): { key: string; index: number } | undefined {
  const [, key] = TASK.exec(task) ?? [];
  return key === undefined ? undefined : { key, index: Number(BUTTON.exec(button)?.[1] ?? 0) - 1 };
}
