import type { Dice } from './dice.ts';

/** A file name and what is really in it; `wrong`: whoever opens it by its name is disappointed. */
export interface NamedFile {
  name: string;
  contents: string;
  wrong: boolean;
}

/** What is in a file, the endings under which every program opens it, and some under which none does. */
const TRUTH: [contents: string, right: string[], wrong: string[]][] = [
  ['mp4', ['mp4', 'MP4', 'm4v'], ['avi', 'wmv', 'jpg', 'docx', 'mp3']],
  ['3gp', ['3gp', 'mp4'], ['avi', 'mov']],
  ['mov', ['mov', 'MOV'], ['mp4', 'avi', 'jpg']],
  ['wmv', ['wmv', 'asf'], ['mp4', 'avi']],
  ['wma', ['wma'], ['mp3', 'wav']],
  ['avi', ['avi', 'AVI'], ['mp4', 'mov']],
  ['flv', ['flv'], ['mp4', 'avi']],
  ['mkv', ['mkv'], ['mp4', 'avi']],
  ['mpg', ['mpg', 'mpeg', 'vob'], ['mp4']],
  ['mts', ['ts', 'mts', 'm2ts'], ['mp4', 'avi']],
  ['webm', ['webm'], ['mp4']],
  ['jpg', ['jpg', 'jpeg', 'JPG', 'jfif'], ['png', 'mp4', 'pdf', 'docx']],
  ['png', ['png', 'PNG'], ['jpg', 'gif']],
  ['heic', ['heic', 'HEIC', 'heif'], ['jpg', 'png']],
  ['webp', ['webp'], ['jpg', 'png']],
  ['gif', ['gif'], ['jpg', 'mp4']],
  ['tif', ['tif', 'tiff'], ['jpg']],
  ['mp3', ['mp3'], ['wav', 'm4a', 'mp4']],
  ['wav', ['wav'], ['mp3']],
  ['m4a', ['m4a', 'aac'], ['mp3', 'wav']],
  ['amr', ['amr'], ['mp3']],
  ['opus', ['opus', 'ogg'], ['mp3']],
  ['docx', ['docx', 'doc', 'wps'], ['pdf', 'xlsx', 'jpg']],
  ['doc', ['doc', 'wps'], ['docx', 'pdf']],
  ['rtf', ['rtf', 'doc'], ['docx', 'pdf']],
  ['xlsx', ['xlsx', 'et'], ['docx', 'csv']],
  ['xls', ['xls', 'et'], ['xlsx', 'docx']],
  ['pptx', ['pptx', 'ppt'], ['pdf', 'docx']],
  ['ppt', ['ppt', 'dps', 'pps'], ['pptx']],
  ['pdf', ['pdf', 'PDF'], ['docx', 'jpg', 'ofd']],
  ['zip', ['zip', 'ofd', 'docx'], ['rar', 'pdf', 'mp4']],
  ['rar', ['rar'], ['zip', 'docx']],
  ['txt', ['txt', 'csv', 'srt', 'md'], ['mp4', 'docx', 'pdf']],
  ['html', ['html', 'htm', 'mht'], ['mp4', 'doc', 'pdf', 'jpg']],
  ['exe', ['exe'], ['mp4', 'jpg', 'pdf']],
];

const STEMS = [
  ...[
    '洪洞县-微视频-奋斗者',
    'IMG_20200910_150000',
    '微信图片_20200910',
    '夜班的灯 (1)',
    '【终稿】最美劳动者',
    '作品.最终版.v2',
  ],
  ...[
    '2020.9.10会议',
    '《光影》王某',
    '新建 Microsoft Word 文档',
    'a',
    '１２３',
    '报送材料（盖章）',
    '100%',
    'mmexport1599721200000',
  ],
];

/** Three hundred names, right and wrong ones. */
export function namedFiles(dice: Dice, count: number): NamedFile[] {
  return Array.from({ length: count }, (_, index) => {
    const [contents, right, wrong] = TRUTH[index % TRUTH.length] ?? ['', [], []];
    const isWrong = dice.chance(0.4);
    const ending = dice.pick(isWrong ? wrong : right);
    return { name: `${dice.pick(STEMS)}.${ending}`, contents, wrong: isWrong };
  });
}
