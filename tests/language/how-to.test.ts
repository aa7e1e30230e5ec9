import { expect, test } from 'vitest';
import { howToAsked } from '../../src/application/language/how-to.ts';
import { grammar, listener } from '../support/language.ts';

// How something is done here: what is asked, and the beginning of what is answered; undefined: the page has nothing on it.
const ASKED: [string, string | undefined][] = [
  ['微视频怎么报', '把文件直接发来'],
  ['摄影作品咋交', '把文件直接发来'],
  ['报歌曲需要准备什么', '把文件直接发来'],
  ['网盘链接可以吗', '网盘链接可以先登记'],
  ['百度网盘的链接行不行', '网盘链接可以先登记'],
  ['有模板吗', '有。发 /模板'],
  ['情况报告有没有样表', '有。发 /模板'],
  ['照片要原图吗', '通知没有写要不要原图'],
  ['视频太大发不了怎么办', '聊天里发不了的大文件'],
  ['撤回以后还能再报吗', '撤回以后可以重新报'],
  ['零报要不要写理由', '零报请写明类别和原因'],
  ['退回的那件怎么改', '改过再审就行'],
  ['活动怎么报', '报活动写清日期'],
  ['宣传员怎么登记', '一位一条'],
  ['情况报告怎么交', '把情况报告的文件'],
  ['竖着拍的行吗', '通知没有写横拍还是竖拍'],
  ['多久能审完', '通知没有写多久审完'],
  ['我是厂里的普通职工，作品能自己报给市里吗', '作品由所在县'],
  ['任务怎么改', undefined],
  ['提醒怎么改', undefined],
  ['今天天气怎么样', undefined],
];

test.each(ASKED)('%s', (asked, begins) => {
  const { text } = howToAsked(grammar.answers, asked) ?? {};
  expect(text?.slice(0, begins?.length)).toBe(begins);
});

test('an answer is a few lines on a phone, and none says what the notice would have to say', () => {
  const long = grammar.answers.filter(({ text }) => text.length > 130).map(({ text }) => text);
  expect(long).toEqual([]);
});

test('the questions are taken for questions about rules', () => {
  const hear = listener();
  const heard = ASKED.filter(([, begins]) => begins !== undefined).map(([text]) => [text, hear({ text }).intent]);
  expect(heard.filter(([, intent]) => intent !== 'query_rules')).toEqual([]);
});
