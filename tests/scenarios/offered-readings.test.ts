import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { video } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const states = async () =>
  (await office.prisma.submission.findMany({ where: { number: { not: 0 } }, orderBy: { number: 'asc' } })).map(
    ({ number, state }) => `${number} ${state}`,
  );
const say = async (text: string) => (await office.say('houma-1', text)).join('\n');

/** A wish on a condition: what is meant is asked. Returns the number beside the reading. */
async function offered(reading: string): Promise<string> {
  await office.say('houma-1', '/报送 微视频 《夜班的灯》 作者:李建国', { files: [video('a.mp4')] });
  const asked = await say('要是不行的话就把1号撤回');
  expect(asked).toMatch(/^您是想：\n1 /);
  return new RegExp(`^(\\d) ${reading}`, 'm').exec(asked)?.[1] ?? '';
}

describe('a sentence that is not sure is asked about, and nothing is done', () => {
  test('by number: what was chosen is proposed, and waits for 确认', async () => {
    const number = await offered('撤回 #1');
    expect(await say(number)).toContain('等于发：/撤回 1');
    expect(await states()).toEqual(['1 received']);
    await say('确认');
    expect(await states()).toEqual(['1 withdrawn']);
  });

  test.each(['第一个', '撤回', '撤回 #1'])('in words: %s', async (answer) => {
    const number = await offered('撤回 #1');
    expect(number).toBe('1');
    expect(await say(answer)).toContain('等于发：/撤回 1');
    expect(await states()).toEqual(['1 received']);
  });

  test('a number that is none of them is said so, and the question stays', async () => {
    const number = await offered('撤回 #1');
    expect(await say('9')).toMatch(/^请回复 1 到 \d 中的一个数字/);
    expect(await say(number)).toContain('等于发：/撤回 1');
  });

  test('确认 chooses nothing', async () => {
    await offered('撤回 #1');
    await say('确认');
    expect(await states()).toEqual(['1 received']);
  });

  test('取消 drops it, and another question is answered', async () => {
    await offered('撤回 #1');
    expect(await say('取消')).toBe('好的，什么都没有改。要办的时候再告诉我。');
    expect(await say('截止到几号')).toContain('9月15日');
    expect(await states()).toEqual(['1 received']);
  });
});
