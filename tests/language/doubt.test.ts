import { describe, expect, test } from 'vitest';
import { understandText } from '../../src/application/conversation/plain/understand.ts';
import { INTENTS, type Intent, isWrite } from '../../src/application/language/intents.ts';
import { shippedCampaign } from '../support/campaign.ts';
import { NOW, tongueFor, vocabulary } from '../support/language.ts';

const tongue = tongueFor(shippedCampaign);
const hear = (who: 'county' | 'staff', text: string) =>
  understandText(tongue, vocabulary, text, {
    who,
    ownUnits: who === 'county' ? ['houma'] : [],
    inGroup: false,
    now: NOW,
  });

/** One sentence for everything that can be wished, as it is proposed. */
const WISHES: Partial<Record<Intent, ['county' | 'staff', string]>> = {
  submit_work: ['county', '报一个微视频《夜班的灯》，作者李建国'],
  submit_event: ['county', '登记一场线下活动，9月3号，在瑞丰钢厂，60人参加'],
  register_ambassador: ['county', '登记宣传员王小明，侯马市实验小学'],
  submit_report: ['county', '报送我们的情况报告'],
  zero_report: ['county', '歌曲这项零报，没有会写歌的'],
  report_claim: ['county', '微视频已经发到您邮箱了'],
  revise_submission: ['county', '把37号的作者改成王丽'],
  withdraw_submission: ['county', '把37号撤回'],
  request_extension: ['county', '申请延期到9月20号，停电了'],
  grant_extension: ['staff', '大宁延到9月18号，山区停电'],
  change_liaison: ['county', '联络员换成张三，电话13900000001'],
  change_quota: ['staff', '把永和县摄影的任务数改成8'],
  trigger_reminder: ['staff', '催一下洪洞和襄汾'],
  schedule_reminder: ['staff', '明天上午9点提醒一下没报的'],
  configure_reminder: ['staff', '以后每周一提醒一次'],
  mute_reminder: ['county', '别再提醒我们了'],
  approve_submission: ['staff', '采用37号'],
  return_submission: ['staff', '退回37号，画面不清楚'],
};

const FRAMES: [name: string, framed: (wish: string) => string][] = [
  ['asked about', (wish) => `${wish}吗？`],
  ['asked how', (wish) => `${wish}，要怎么弄？`],
  ['on a condition', (wish) => `要是明天还没消息，就${wish}`],
  ['somebody else’s', (wish) => `王主任说：“${wish}”`],
  ['quoted alone', (wish) => `“${wish}”`],
  ['taken back', (wish) => `${wish}。算了，不用了`],
  ['a joke', (wish) => `${wish}，哈哈开玩笑的`],
];

/** What is wished in this very way: 能不能延到20号？ */
const SAID_SO = new Set([
  ...['request_extension asked about', 'request_extension asked how', 'request_extension on a condition'],
  ...['configure_reminder on a condition', 'schedule_reminder on a condition'],
  'report_claim somebody else’s',
]);

test('there is a wish for everything that can be changed', () => {
  expect(Object.keys(WISHES).sort()).toEqual(INTENTS.filter(isWrite).sort());
});

test.each(Object.entries(WISHES))('%s is meant by its sentence', (intent, [who, text]) => {
  const { meaning, choices } = hear(who, text);
  expect(meaning?.intent ?? choices[0]?.intent).toBe(intent);
});

describe('no change is proposed out of words in which it is not wished', () => {
  const rows = Object.entries(WISHES).flatMap(([intent, [who, wish]]) =>
    FRAMES.filter(([frame]) => !SAID_SO.has(`${intent} ${frame}`)).map(([frame, framed]) => ({
      intent,
      frame,
      who,
      text: framed(wish),
    })),
  );
  test.each(rows)('$intent, $frame: $text', ({ who, text }) => {
    const { meaning } = hear(who, text);
    expect(meaning && isWrite(meaning.intent) ? meaning.intent : undefined).toBeUndefined();
  });

  test.each([
    ['county', '先别撤回37号'],
    ['county', '不用撤回37号了'],
    ['county', '我没说要撤回37号'],
    ['staff', '37号先别采用'],
    ['staff', '不要退回37号'],
    ['staff', '37号先不退回'],
    ['county', '微视频先不报'],
    ['county', '零报要不要写理由'],
    ['county', '撤回以后还能不能再报'],
    ['county', '请问可以报两个微视频吗'],
  ] as const)('%s: %s', (who, text) => {
    const { meaning } = hear(who, text);
    expect(meaning && isWrite(meaning.intent) ? meaning.intent : undefined).toBeUndefined();
  });
});

test('a line of the examples decides, whatever was learnt', () => {
  const { meaning, confidence } = hear('county', '第1号退回，不清楚');
  expect(meaning?.intent).toBe('return_submission');
  expect(confidence).toBeGreaterThanOrEqual(0.9);
});
