import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { asSaid, type Heard, type StageName, stages } from '../support/stages.ts';
import { type Dialogue, dialogues, type Line } from './everywhere.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let open: Awaited<ReturnType<typeof stages>>;
beforeAll(async () => {
  open = await stages();
});
afterAll(() => open?.done());

/** What was heard, chat by chat, whatever the order in which a platform shows the chats. */
function written(heard: Heard[]): string[] {
  const chats = [...new Set(heard.map(({ chat }) => chat))].sort();
  return chats.map((chat) => `[${chat}] ${asSaid(heard.filter((one) => one.chat === chat).map(({ text }) => text))}`);
}

const WITHOUT_CODES = /(?<![\w-])[2-9A-Z]{4}-[2-9A-Z]{4}(?![\w-])/g;

async function play(name: StageName, { lines }: Dialogue): Promise<string> {
  const stage = await open.open(name);
  try {
    const transcript: string[] = [];
    let last = '';
    for (const line of lines) {
      const heard = 'until' in line ? await stage.move(line.until) : await stage.say(spoken(line, last));
      const texts = written(heard);
      last = texts.join('\n');
      const text = 'until' in line ? line.until : spoken(line, last).text;
      const head = 'until' in line ? `… ${text}` : `${line.as}${line.in ? '（群）' : ''}：${headOf(line)}`;
      transcript.push([head, ...texts].join('\n'));
    }
    return `${transcript.join('\n\n').replace(WITHOUT_CODES, '····-····')}\n`;
  } finally {
    await stage.close();
  }
}

const spoken = (line: Line, heard: string) => ({
  as: line.as,
  text: typeof line.says === 'function' ? line.says(heard) : (line.says ?? ''),
  inGroup: line.in === 'group',
  mention: line.unaddressed !== true,
  file: line.file,
  quote: line.quote,
});

const headOf = ({ says, file, quote }: Line): string =>
  [typeof says === 'function' ? '（邀请码）' : says, file && '［文件］', quote && '［引用文件］']
    .filter(Boolean)
    .join(' ');

const OTHERS: StageName[] = ['wecom connection', 'wecom callbacks', 'dingtalk stream', 'dingtalk HTTP'];

describe.each(dialogues)('$name', (dialogue) => {
  let expected: string;
  test('in practice mode', async () => {
    expected = await play('practice', dialogue);
    await expect(expected).toMatchFileSnapshot(`everywhere/${dialogue.name.replace(/[^a-z]+/g, '-')}.txt`);
  });

  test.each(OTHERS)('the same over %s', async (name) => {
    expect(await play(name, dialogue)).toBe(expected);
  });
});
