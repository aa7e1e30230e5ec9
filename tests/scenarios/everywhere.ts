import { docx, photo, video } from '../support/files.ts';
import type { SentFile } from '../support/practice.ts';
import { asSaid, type Heard, type Stage } from '../support/stages.ts';

export interface Line {
  /** A person of practice mode. */
  as: string;
  /** May take up what the bot said last. */
  says?: string | ((heard: string) => string);
  in?: 'group';
  /** In the group, without @. */
  unaddressed?: boolean;
  /** Alone, or a picture beside the words. */
  file?: SentFile;
  /** A file of the group that is quoted. */
  quote?: SentFile;
}

export interface Dialogue {
  name: string;
  /** Time passes until an ISO instant instead of a line. */
  lines: (Line | { until: string })[];
}

const COUNTY = 'yaodu-1';
const OTHER = 'hongtong-1';
const STAFF = 'staff-1';
const ADMIN = 'admin-1';
const STRANGER = 'stranger-1';
const codeIn = (heard: string) => /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(heard)?.[0] ?? '';

/** Pictures lose their names on the way on some platforms. */
const picture = (number: number): SentFile => ({ ...photo('.png', number), name: '' });

/** What people and bot say to each other, wherever they meet. Written once, run on every channel. */
export const dialogues: Dialogue[] = [
  {
    name: 'joining by an invitation',
    lines: [
      { as: STRANGER, says: '/报送 微视频 《夜班的灯》' },
      { as: STRANGER, says: '/截止' },
      { as: STAFF, says: '/邀请 尧都区' },
      { as: STRANGER, says: (heard) => `/绑定 ${codeIn(heard)} 张三` },
      { as: STRANGER, says: '/我是谁' },
      { as: STRANGER, says: '/绑定 AAAA-BBBB 李四' },
    ],
  },
  {
    name: 'a work: the command, then its file',
    lines: [
      { as: COUNTY, says: '/报送 微视频 《夜班的灯》 作者:李建国' },
      { as: COUNTY, file: video('夜班的灯.mp4') },
      { as: COUNTY, says: '/我的' },
    ],
  },
  {
    name: 'a work: the file, then what it is',
    lines: [
      { as: COUNTY, file: video('IMG_0001.mp4') },
      { as: COUNTY, says: '微视频 《夜班的灯》' },
      { as: COUNTY, says: '1 《夜班的灯》' },
    ],
  },
  {
    name: 'a photo beside the words',
    lines: [{ as: COUNTY, says: '/报送 摄影 《晨光》 作者:王芳', file: picture(1) }],
  },
  {
    name: 'a file of the group, quoted',
    lines: [
      { as: COUNTY, in: 'group', says: '/报送 微视频 《夜班的灯》', quote: video('夜班的灯.mp4') },
      { as: OTHER, in: 'group', says: '看看这个', quote: video('奋斗者.mp4', 2) },
    ],
  },
  {
    name: 'in the group without a file',
    lines: [
      { as: COUNTY, in: 'group', says: '/报送 微视频 《夜班的灯》' },
      { as: COUNTY, file: video('夜班的灯.mp4') },
      { as: COUNTY, in: 'group', says: '大家好', unaddressed: true },
    ],
  },
  {
    name: 'progress, in the group and directly',
    lines: [
      { as: OTHER, says: '/报送 摄影 《晨光》', file: picture(1) },
      { as: COUNTY, in: 'group', says: '/进度' },
      { as: COUNTY, says: '/进度' },
      { as: STAFF, says: '/进度 洪洞' },
      { as: STAFF, in: 'group', says: '/未报 摄影' },
    ],
  },
  {
    name: 'returned, corrected, accepted',
    lines: [
      { as: COUNTY, says: '/报送 微视频 《夜班的灯》' },
      { as: COUNTY, file: video('夜班的灯.mp4') },
      { as: STAFF, says: '/退回 1' },
      { as: STAFF, says: '/退回 1 没有字幕' },
      { as: COUNTY, says: '/补正 1 作者:李建国' },
      { as: STAFF, says: '/采用 1' },
      { as: COUNTY, says: '/查 1' },
    ],
  },
  {
    name: 'a write that is proposed and confirmed',
    lines: [
      { as: COUNTY, says: '/报送 摄影 《晨光》', file: picture(1) },
      { as: COUNTY, says: '帮我把1号撤回' },
      { as: COUNTY, says: '取消' },
      { as: COUNTY, says: '帮我把1号撤回' },
      { as: COUNTY, says: '确认' },
      { as: COUNTY, says: '确认' },
    ],
  },
  {
    name: 'a lone file whose name says it all',
    lines: [
      { as: COUNTY, file: video('尧都区-微视频-夜班的灯.mp4') },
      { as: COUNTY, says: '确认' },
    ],
  },
  {
    name: 'the same file again',
    lines: [
      { as: COUNTY, says: '/报送 微视频 《夜班的灯》' },
      { as: COUNTY, file: video('夜班的灯.mp4') },
      { as: COUNTY, says: '/报送 微视频 《又一盏灯》' },
      { as: COUNTY, file: video('又一盏灯.mp4') },
      { as: OTHER, says: '/报送 微视频 《我们的灯》' },
      { as: OTHER, file: video('我们的灯.mp4') },
    ],
  },
  {
    name: 'an event, an ambassador, a report, none at all',
    lines: [
      { as: COUNTY, says: '/活动 网络安全进企业 日期:2020-09-01 企业:瑞丰钢厂 人数:60' },
      { as: COUNTY, says: '/宣传员 王芳 工作单位:瑞丰钢厂' },
      { as: COUNTY, says: '/报告' },
      { as: COUNTY, file: docx('情况报告.docx') },
      { as: OTHER, says: '/零报 歌曲 原因:本县暂无原创歌曲' },
    ],
  },
  {
    name: 'a reminder to the group',
    lines: [{ as: ADMIN, in: 'group', says: '/绑定本群' }, { until: '2020-09-12T12:00:00+08:00' }],
  },
  {
    name: 'a nudge, previewed and confirmed',
    lines: [
      { as: ADMIN, in: 'group', says: '/绑定本群' },
      { as: STAFF, says: '/催报 尧都区 洪洞县' },
      { as: STAFF, says: '确认' },
    ],
  },
  {
    name: 'a draft that lapses',
    lines: [{ as: COUNTY, says: '/报送 微视频 《夜班的灯》' }, { until: '2020-09-10T15:31:00+08:00' }],
  },
  {
    name: 'hostile words',
    lines: [
      { as: COUNTY, says: '/报送 微视频 《**粗** [点我](http://evil.example) <@all> # 标》' },
      {
        as: COUNTY,
        says: '/报送 摄影 《../../etc/passwd `rm` ~~$HOME~~ | <font color="red">红</font>》',
        file: picture(2),
      },
      { as: COUNTY, says: '> 引用\n- 项目\n1. 编号' },
    ],
  },
  {
    name: 'numbers that must not stand there',
    lines: [
      { as: COUNTY, in: 'group', says: '/我是谁 13812345678' },
      { as: COUNTY, says: '我的身份证 142601199001011234' },
    ],
  },
  {
    name: 'not understood, chatter, a bare at, help',
    lines: [
      { as: COUNTY, says: '/报宋 微视频' },
      { as: COUNTY, says: '收到' },
      { as: COUNTY, in: 'group', says: '好的，谢谢' },
      { as: COUNTY, says: '／帮助 报送' },
      { as: COUNTY, in: 'group', says: '、阶段' },
      { as: STAFF, says: '/问题' },
    ],
  },
];

/** The file in which it is recorded, seen from the tests beside it. */
export const recordOf = ({ name }: Dialogue): string => `everywhere/${name.replace(/[^a-z]+/g, '-')}.txt`;

/** What was heard, chat by chat, whatever the order in which a platform shows the chats. */
function written(heard: Heard[]): string[] {
  const chats = [...new Set(heard.map(({ chat }) => chat))].sort();
  return chats.map((chat) => `[${chat}] ${asSaid(heard.filter((one) => one.chat === chat).map(({ text }) => text))}`);
}

const WITHOUT_CODES = /(?<![\w-])[2-9A-Z]{4}-[2-9A-Z]{4}(?![\w-])/g;

/** Plays a dialogue on a stage, and closes it; what was said, as it is recorded. */
export async function played(stage: Stage, { lines }: Dialogue): Promise<string> {
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
