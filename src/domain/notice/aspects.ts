import type { RuleCheck } from '../file-rules.ts';

export interface AspectFound {
  aspect: string;
  check?: RuleCheck;
}

const FORMATS =
  /(?<![A-Za-z])(MP4|MOV|AVI|MPEG-?2?|MPG2?|WMV|FLV|MKV|M4V|VOB|MP3|WAV|WMA|M4A|AAC|FLAC|JPE?G|PNG|TIFF?|BMP|GIF|PSD|RAW|PDF|DOCX?|WORD|WPS|PPTX?|XLSX?|EXCEL|TXT|H\.?264|H\.?265)(?![A-Za-z])/gi;
const EXTENSIONS: Record<string, string[]> = {
  jpeg: ['jpg', 'jpeg'],
  jpg: ['jpg', 'jpeg'],
  word: ['doc', 'docx'],
  doc: ['doc', 'docx'],
  docx: ['docx'],
  tif: ['tif', 'tiff'],
  tiff: ['tif', 'tiff'],
  excel: ['xls', 'xlsx'],
  ppt: ['ppt', 'pptx'],
  mpeg: ['mpeg', 'mpg'],
  mpg2: ['mpg'],
  mpeg2: ['mpg'],
};

const RANGE = '(\\d+(?:\\.\\d+)?)\\s*UNIT?\\s*[-~至到]\\s*(\\d+(?:\\.\\d+)?)\\s*UNIT|(\\d+(?:\\.\\d+)?)\\s*UNIT';
const ranged = (unit: string) => new RegExp(RANGE.replaceAll('UNIT', `(?:${unit})`), 'i');

const MINUTES = ranged('分钟|min|分(?=\\d+秒)');
const SECONDS = ranged('秒');
const SIZE = /(\d+(?:\.\d+)?)\s*(MB?|GB?|KB?|兆)(?![A-Za-z])/i;
const WORDS = ranged('余?字');
const LINES = ranged('行');
const PIECES = ranged('[张幅](?!全)|页');
const PEOPLE = ranged('人|名');
const PERSONS =
  /(作者|演员|教师|队员|主创|成员|领队|教练|运动员|人数|每队)[^,]{0,8}\d|\d+\s*[人名](?:以内|以下)?(作者|演员|教师|队员|成员)/;
const DPI = /(\d+)\s*dpi/i;
const PIXELS = /(\d{3,5})\s*像素/;
const FRAME = /(\d{3,5})\s*[×x*]\s*(\d{3,5})/i;
const COPIES = /一式([\d一二两三四五六七八九]+)份|(?:U盘|光盘|优盘)|纸质[^,]{0,6}([\d一二三四五])份|邮戳/i;

/** What a segment asks of a work, with the figures a machine can check. One segment may ask several things. */
export function aspectsIn(segment: string): AspectFound[] {
  const found: AspectFound[] = [];
  const formats = [...segment.matchAll(FORMATS)].map(([name]) => name.toLowerCase().replace('.', ''));
  const extensions = [
    ...new Set(formats.filter((one) => !/^h26/.test(one)).flatMap((one) => EXTENSIONS[one] ?? [one])),
  ];
  if (extensions.length > 0) found.push({ aspect: 'format', check: { kind: 'format', extensions } });
  add(found, 'duration', durationIn(segment));
  add(found, 'size', sizeIn(segment));
  add(found, 'resolution', resolutionIn(segment));
  add(found, 'words', limitsIn(segment, WORDS, 'words'));
  add(found, 'lines', limitsIn(segment, LINES, 'lines'));
  if (PERSONS.test(segment)) add(found, 'people', limitsIn(segment, PEOPLE, 'people'));
  if (/照|图片|配图|附图|组照|每组|为1?组|插图|截图|图/.test(segment))
    add(found, 'count', limitsIn(segment, PIECES, 'pieces'));
  for (const [aspect, form] of OTHERS) if (form.test(segment)) found.push({ aspect });
  return found.filter(({ aspect }, at) => found.findIndex((one) => one.aspect === aspect) === at);
}

const OTHERS: readonly [string, RegExp][] = [
  ['resolution', /1080\s*P|720\s*P|\b[248]K\b|高清|分辨率|画面比例|\d+:\d+(?=,|$|的)/i],
  ['copies', COPIES],
  ['dimension', /四尺|六尺|\d开|[八四十]六?开|\bA[345]\b|A[345]|竖幅|横幅|装裱|单面|厘米|cm/i],
  ['orientation', /横屏|竖屏|横版|竖版/],
  ['naming', /命名|文件名|邮件主题|压缩包名|标题格式|主题注明/],
  [
    'originality',
    /(?:须|必须|应|要求|均为|确保|限)[^,]{0,12}原创|^\s*原创|未(?:公开)?发表|版权|著作权|抄袭|侵权|一稿多投/,
  ],
  ['subtitles', /字幕/],
  ['format', /制作成|制成/],
  ['eligibility', /周岁|须为[^,]{2,12}(?:职工|学生|人员|教师)/],
  ['clarity', /画面清晰|声音清楚|清晰完整|镜头稳定|画面清楚/],
  ['reference', /按照?《[^》]+》(?:\([^)]*号\))?[^,]{0,6}(?:办理|执行|要求)/],
  ['seal', /加盖(?:单位)?公章|盖章/],
  ['typeface', /宋体|仿宋|黑体|楷体/],
];

function add(found: AspectFound[], aspect: string, check: RuleCheck | undefined): void {
  if (check) found.push({ aspect, check });
}

const MOST =
  /不(?:得|应|可|能)?(?:超过|多于|大于|高于)|以内|之内|以下|小于|低于(?<!不低于)|少于(?<!不少于)|限|≤|内$|至多|最多/;
const LEAST = /不(?:得|应|可|能)?(?:少于|低于|小于)|以上|至少|大于(?<!不大于)|≥|最少/;

type Limited = { least?: number; most?: number };

function limitsIn(segment: string, form: RegExp, kind: 'words' | 'lines' | 'people' | 'pieces'): RuleCheck | undefined {
  const limits = limitsOf(form.exec(segment), segment);
  return limits && { kind, ...limits };
}

function limitsOf(match: RegExpExecArray | null, segment: string): Limited | undefined {
  if (!match) return undefined;
  const [, from, to, one] = match;
  if (from !== undefined) return { least: Number(from), most: Number(to) };
  return limitsAround(Number(one), match.index, match.index + match[0].length, segment);
}

/** By the words beside the number; without any it is said, and not checked. */
function limitsAround(number: number, from: number, to: number, segment: string): Limited {
  const around = segment.slice(Math.max(0, from - 8), from) + segment.slice(to, to + 3);
  if (/左右|约|大概|上下|为宜/.test(around)) return {};
  if (LEAST.test(around)) return { least: number };
  if (MOST.test(around)) return { most: number };
  return /配图|附图|作者限/.test(segment) ? { least: number, most: number } : {};
}

function durationIn(segment: string): RuleCheck | undefined {
  if (/工作日|内报送|前\d*分钟/.test(segment)) return undefined;
  for (const [form, seconds] of [
    [MINUTES, 60],
    [SECONDS, 1],
  ] as const) {
    const match = form.exec(segment);
    const limits = limitsOf(match, segment);
    if (!match || !limits) continue;
    const one = match[3];
    if (
      one !== undefined &&
      /(?:小于|少于|低于)\s*$/.test(segment.slice(0, match.index)) &&
      !/不(?:小|少|低)于\s*$/.test(segment.slice(0, match.index))
    ) {
      return { kind: 'duration-under', seconds: Number(one) * seconds };
    }
    return { kind: 'duration', unit: 'seconds', ...scaled(limits, seconds) };
  }
  return undefined;
}

function sizeIn(segment: string): RuleCheck | undefined {
  const match = SIZE.exec(segment);
  if (!match) return undefined;
  const [, number = '', unit = ''] = match;
  const scale = /^k/i.test(unit) ? 1024 : /^g/i.test(unit) ? 1024 ** 3 : 1024 ** 2;
  const before = segment.slice(0, match.index);
  if (/(?:小于|少于|低于)\s*$/.test(before) && !/不(?:小|少|低)于\s*$/.test(before))
    return { kind: 'size-under', bytes: Number(number) * scale };
  const limits = limitsAround(Number(number), match.index, match.index + match[0].length, segment);
  return { kind: 'size', unit: 'bytes', ...scaled(limits, scale) };
}

const scaled = ({ least, most }: Limited, by: number): Limited => ({
  ...(least === undefined ? {} : { least: Math.round(least * by) }),
  ...(most === undefined ? {} : { most: Math.round(most * by) }),
});

function resolutionIn(segment: string): RuleCheck | undefined {
  const frame = FRAME.exec(segment);
  if (frame) return { kind: 'resolution', width: Number(frame[1]), height: Number(frame[2]) };
  const dpi = DPI.exec(segment);
  if (dpi) return { kind: 'dpi', least: Number(dpi[1]) };
  const pixels = PIXELS.exec(segment);
  if (!pixels) return undefined;
  const edge = /长边|最长/.test(segment) ? 'long' : /高/.test(segment) ? 'height' : 'width';
  const limits = /不(?:小|低|少)于|以上|至少/.test(segment)
    ? { least: Number(pixels[1]) }
    : /不(?:大|超)/.test(segment)
      ? { most: Number(pixels[1]) }
      : {};
  return { kind: 'pixels', edge, ...limits };
}
