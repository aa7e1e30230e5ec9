import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { readDocument } from './adapters/documents/read-document.ts';
import { spell } from './adapters/pinyin.ts';
import { draftCampaign } from './application/importing/draft-campaign.ts';
import { readNotice } from './domain/notice/read-notice.ts';

const words = { head: '红头', number: '文号', title: '标题', addressees: '主送', signed: '落款', annexList: '附件清单', first: '首段', nth: '第%段', note: '注', remark: '说明' };
const result = await readDocument(readFileSync(process.argv[2] ?? ''));
if (result.ok) {
  const read = readNotice(result.document.blocks, words);
  process.stdout.write(stringify(draftCampaign(read, { spell, questions: [], office: '' }), { lineWidth: 0 }));
} else console.error(result);
