import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { docx, fixture, letterOf, type photo } from '../support/files.ts';
import { type Practice, practice } from '../support/practice.ts';

let office: Practice;
beforeEach(async () => {
  if (office) await office.reset();
  else office = await practice();
});
afterAll(() => office?.close());

const last = async (text: string, files = [] as ReturnType<typeof photo>[]): Promise<string> =>
  (await office.say('yaodu-1', text, { files })).join('\n');
const kept = async (number = 1): Promise<Record<string, string>> => {
  const row = await office.prisma.submission.findUniqueOrThrow({ where: { number } });
  return { state: row.state, title: row.title, ...(row.fields as Record<string, string>) };
};
const whole = {
  state: 'received',
  title: '网安进校园',
  date: '2020-09-02',
  company: '尧都区一中',
  attendance: '60多',
};

describe('an event', () => {
  const dialogues: [string, string[]][] = [
    ['in bare order', ['/活动 网安进校园 9月2日 尧都区一中 60多人']],
    ['asked for one thing after another', ['/活动 网安进校园', '9月2日', '尧都区一中', '60多人']],
    ['answered in another order', ['/活动 网安进校园', '60多人', '尧都区一中，上周三']],
    ['two things in an answer', ['/活动 网安进校园', '上周三，60多人', '尧都区一中']],
    ['labelled answers', ['/活动 网安进校园', '企业：尧都区一中', '人数：60多人 日期：9月2日']],
  ];
  test.each(dialogues)('%s', async (_, said) => {
    for (const text of said) await office.say('yaodu-1', text);
    expect(await kept()).toEqual(whole);
  });

  test('a number of people is kept as it was said, in digits or not', async () => {
    await last('/活动 网安进社区 9月1日 平阳社区 七八十人');
    expect((await kept()).attendance).toBe('七八十');
    expect(await last('/补正 1 人数:好多')).toContain('人数请写数字');
  });

  test('what is said in plain words keeps the rough number and the coverage', async () => {
    await last('9月2日在华翔集团搞了个网络安全进企业活动，来了60多人，报道 https://news.cn/abc');
    await last('确认');
    const { attendance, link } = await kept();
    expect([attendance, link]).toEqual(['60多', 'https://news.cn/abc']);
  });
});

/** A docx of some paragraphs, as small as Word opens it. */

const EVENTS = '一、走进企业开展线下活动：9月2日在华翔集团开展网络安全讲座，60多名职工参加。';
const WORKS = '二、征集作品：收到微视频2件、摄影作品12件，择优报送。';
const PEOPLE = '三、发展职工好网民宣传员3名。';

describe('the written report', () => {
  test('one that speaks of all three is received without a word', async () => {
    expect(await last('/报告', [letterOf('报告.docx', EVENTS, WORKS, PEOPLE)])).not.toContain('提示');
  });

  test('what it does not speak of is pointed out, and it is received', async () => {
    expect(await last('/报告', [letterOf('报告.docx', EVENTS, '以上是我区的工作。')])).toMatchInlineSnapshot(`
      "已收 #1 《尧都区总工会情况报告》
      情况报告 · 尧都区总工会
      报告.docx 1.0 KB sha256 a1a0…24f6
      2020-09-10 15:00 · 尧都区 情况报告 1
      提示：报告里没看到系列征集活动（作品）（三(二)）、发展好网民宣传员（三(三)），请核对是不是漏了；照收、照计。要换请发：/换件 1
      更正：/补正 1 标题:…　撤回：/撤回 1"
    `);
    // No number was used up while the report was read.
    expect(await last('/活动 网安进校园 9月2日 尧都区一中 60人')).toContain('已收 #2');
  });

  test('whether it came before its words, after them, or in place of another', async () => {
    await last('/报告');
    expect(await last('', [letterOf('报告.docx', EVENTS, WORKS)])).toContain('报告里没看到发展好网民宣传员（三(三)）');
    expect(await last('/换件 1', [letterOf('定稿.docx', EVENTS, WORKS, PEOPLE)])).not.toContain('没看到');
    await office.reset();
    await last('', [letterOf('报告.docx', WORKS, PEOPLE)]);
    expect(await last('情况报告')).toContain('报告里没看到走进企业开展线下活动（三(一)）');
  });

  test('of one that cannot be read, or says next to nothing, nothing is said', async () => {
    expect(await last('/报告', [docx('总结.docx')])).not.toContain('没看到');
    await office.reset();
    expect(await last('/报告', [fixture('media/old-word.doc', '总结.doc')])).not.toContain('没看到');
  });

  test('a second one is asked about, on any day, and takes the place of the first', async () => {
    await last('/报告', [letterOf('报告.docx', EVENTS, WORKS, PEOPLE)]);
    await office.move('2020-09-12T10:00:00+08:00');
    const second = letterOf('定稿.docx', EVENTS, WORKS, PEOPLE, '四、下一步打算。');
    expect(await last('/报告 《尧都区工作报告》', [second])).toMatchInlineSnapshot(`
      "情况报告已报过 #1《尧都区总工会情况报告》。用这一份换掉它，还是另报一份？
      换掉请回复：换成这份。两份都要请回复：是另一份。不报了请回复：取消"
    `);
    expect(await last('换成这份')).toContain('已收 #1 《尧都区总工会情况报告》（第2版）');
    expect(await last('/我的')).not.toContain('#2');
    expect(await last('/查 1')).toContain('定稿.docx');
  });

  test('or is another one', async () => {
    await last('/报告', [letterOf('报告.docx', EVENTS, WORKS, PEOPLE)]);
    await last('/报告', [letterOf('补充.docx', EVENTS, WORKS, PEOPLE, '补充。')]);
    expect(await last('是另一份')).toContain('已收 #2');
  });
});
