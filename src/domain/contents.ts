/** Extensions that name one format, that its bytes do not tell apart, or that every program takes for one another. */
const ALIKE = [
  ['jpg', 'jpeg', 'jpe', 'jfif', 'mpo'],
  ['png', 'apng'],
  ['tif', 'tiff'],
  ['heic', 'heif', 'hif', 'heics'],
  ['mpg', 'mpeg', 'vob', 'dat', 'm1v', 'm2v'],
  ['mts', 'm2ts', 'ts', 'm2t'],
  ['mp4', 'm4v', 'f4v', '3gp', '3g2', 'm4a', 'mp4v'],
  ['mov', 'qt'],
  ['m4a', 'aac', 'm4b', 'm4r'],
  ['mp3', 'mpga', 'mp2'],
  ['wmv', 'wma', 'asf'],
  ['mkv', 'mka', 'webm'],
  ['ogg', 'oga', 'ogv', 'ogx', 'opus', 'spx'],
  ['wav', 'wave'],
  ['aif', 'aiff'],
  ['mid', 'midi'],
  ['doc', 'dot', 'wps', 'wpt', 'rtf', 'docx', 'docm', 'cfb'],
  ['xls', 'xlt', 'et', 'ett', 'xlsx', 'xlsm', 'cfb'],
  ['ppt', 'pps', 'dps', 'pptx', 'pptm', 'ppsx', 'cfb'],
  ['htm', 'html', 'mht', 'mhtml', 'shtml', 'xhtml'],
  [
    'txt',
    'csv',
    'tsv',
    'md',
    'log',
    'srt',
    'ass',
    'lrc',
    'vtt',
    'ssa',
    'json',
    'xml',
    'ini',
    'url',
    'eml',
    'svg',
    'yaml',
    'yml',
  ],
  ['gz', 'tgz'],
  ['psd', 'psb'],
  ['ps', 'eps', 'ai'],
  ['pdf', 'ai'],
];

/** A newer name than the contents have is opened by no program: these go together in one direction only. */
const NEWER = new Map([
  ['docx', ['doc', 'rtf', 'cfb']],
  ['docm', ['doc', 'rtf', 'cfb']],
  ['xlsx', ['xls', 'cfb', 'xlsm']],
  ['xlsm', ['xls', 'cfb']],
  ['pptx', ['ppt', 'cfb']],
  ['zip', []],
]);

/** What is a zip inside; which program's, its bytes do not always tell. */
const ZIPPED = new Set([
  'docx',
  'xlsx',
  'pptx',
  'ofd',
  'epub',
  'odt',
  'ods',
  'odp',
  'xmind',
  'apk',
  'jar',
  'wps',
  'et',
  'dps',
  'pages',
  'key',
]);

/** Whether two extensions stand for the same format. */
function alike(a: string, b: string): boolean {
  if (a === 'zip' || b === 'zip') return a === b || ZIPPED.has(a) || ZIPPED.has(b);
  return a === b || ALIKE.some((extensions) => extensions.includes(a) && extensions.includes(b));
}

/** Whether a file of these contents may go by that name: nothing is wrong when every program opens it. */
export const mayBeNamed = (named: string, contents: string): boolean =>
  alike(named, contents) && !(NEWER.get(named) ?? []).includes(contents);

/** Contents that are no work of anybody, whatever they are named: what a download left behind, or a program. */
const NO_WORK = new Set(['html', 'exe', 'elf', 'macho', 'class', 'lnk', 'dll', 'sqlite']);

/** Words, such as an answer that was saved in place of a film. */
export const isText = (contents: string): boolean => contents === 'txt';

export const isNoWork = (contents: string): boolean => NO_WORK.has(contents);

/** Archives that are kept as they are; a zip is opened. */
export const isOtherArchive = (contents: string): boolean =>
  ['rar', '7z', 'gz', 'bz2', 'xz', 'tar', 'lz', 'zst', 'cab'].includes(contents);
