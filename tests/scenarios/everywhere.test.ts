import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type StageName, stages } from '../support/stages.ts';
import { type Dialogue, dialogues, played, recordOf } from './everywhere.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let open: Awaited<ReturnType<typeof stages>>;
beforeAll(async () => {
  open = await stages();
});
afterAll(() => open?.done());

const play = async (name: StageName, dialogue: Dialogue): Promise<string> => played(await open.open(name), dialogue);

const OTHERS: StageName[] = ['wecom connection', 'wecom callbacks', 'dingtalk stream', 'dingtalk HTTP'];

describe.each(dialogues)('$name', (dialogue) => {
  let expected: string;
  test('in practice mode', async () => {
    expected = await play('practice', dialogue);
    await expect(expected).toMatchFileSnapshot(recordOf(dialogue));
  });

  test.each(OTHERS)('the same over %s', async (name) => {
    expect(await play(name, dialogue)).toBe(expected);
  });
});
