import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadCampaign } from '../../src/adapters/campaign-file.ts';
import { listener } from '../support/language.ts';

const hear = listener(loadCampaign(fileURLToPath(new URL('../support/fixtures/qinglan-2021.yaml', import.meta.url))));

// Another city's file, and not a line of code or of rules: names, short names, slips and sounds come from the file.
describe('another campaign is understood by its own names', () => {
  test.each([
    ['河东交了没', 'city', 'query_unit_progress', { unit: 'hedong', metric: 'submitted' }],
    ['云领县还差几个', 'city', 'query_unit_progress', { unit: 'yunling', metric: 'remaining' }],
    ['石桥、高新区分别差多少', 'city', 'query_unit_progress', { units: ['shiqiao', 'gaoxin'], metric: 'remaining' }],
    ['shiqiao报了吗', 'city', 'query_unit_progress', { unit: 'shiqiao', metric: 'submitted' }],
    [
      '铁路工会的毛笔字报了几幅',
      'city',
      'query_item_status',
      { unit: 'lvyin', category: 'calligraphy', metric: 'submitted' },
    ],
    ['全市小品收了几部', 'city', 'query_total_progress', { scope: 'city', category: 'sketch', metric: 'received' }],
    [
      '宣讲员多少人了，离30还差几个',
      'city',
      'query_total_progress',
      { scope: 'city', category: 'lecturer', target: 30, metric: 'remaining' },
    ],
    ['征文哪几家没交', 'city', 'query_missing_units', { category: 'essay', basis: 'any_submission' }],
    ['河西书法任务是几幅', 'city', 'query_quota', { unit: 'hexi', category: 'calligraphy' }],
    ['短剧多长算合格', 'county', 'query_rules', { category: 'sketch', aspect: ['duration'] }],
    [
      '报一篇征文《平安是福》，作者李梅',
      'county',
      'submit_work',
      { unit: '@self', category: 'essay', title: '平安是福', author: '李梅' },
    ],
    [
      '我们9月3号在宏达化工搞了应急演练，来了60多人',
      'county',
      'submit_event',
      { unit: '@self', category: 'drill', date: '2020-09-03', place: '宏达化工', attendance: '60+' },
    ],
    [
      '登记宣讲员 高飞，县供电公司',
      'county',
      'register_ambassador',
      { unit: '@self', name: '高飞', workplace: '县供电公司' },
    ],
    ['我们没有短剧，报个零', 'county', 'zero_report', { unit: '@self', category: 'sketch' }],
    ['上次那篇散文撤回', 'county', 'withdraw_submission', { target: '@last:essay', unit: '@self' }],
    ['石桥县延到6月5号，停电', 'city', 'grant_extension', { unit: 'shiqiao', until: '2020-06-05', reason: '停电' }],
    ['把云岭的书法任务改成3', 'city', 'change_quota', { unit: 'yunling', category: 'calligraphy', to: 3 }],
    ['催一下河东和河西', 'city', 'trigger_reminder', { units: ['hedong', 'hexi'], mode: 'mention' }],
    ['总结发你 [文件] 总结.docx', 'county', 'submit_report', { unit: '@self', file: { ext: 'docx' } }],
  ] as const)('%s', (text, role, intent, slots) => {
    expect(hear({ text, role })).toEqual({ intent, slots });
  });
});
