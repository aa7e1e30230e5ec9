// The surnames of more than nineteen people in twenty, and the usual double ones.
const SURNAME =
  /[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边净阴闫闻骆丛党冀]/u;
const DOUBLE = /(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯)/u;

/** A name of two or three characters (four with a double surname), as a pattern to be put into others; 某 stands for what is withheld. */
export const NAME = `(?:${DOUBLE.source}\\p{sc=Han}{1,2}|${SURNAME.source}\\p{sc=Han}{1,2}?)`;

const ALONE = new RegExp(`^(?:${DOUBLE.source}\\p{sc=Han}{1,2}|${SURNAME.source}\\p{sc=Han}{1,2})$`, 'u');
const BETWEEN = /\s*[、,，;；/|]\s*|\s+(?:和|与|及|and)\s+/u;
const JOINED = /和|与|及/u;

/** Whether a text is somebody's name and nothing else. */
export const isName = (text: string): boolean => ALONE.test(text);

/** A surname that stands apart from the name it belongs to. */
export const isSurname = (text: string): boolean => [...text].length === 1 && SURNAME.test(text);

/**
 * The people whom a text names, each written without the blanks that were typed to make a name as wide as others: `王 丽` is one person,
 * `王某、李某` are two. A text that is no list of names is one of itself.
 */
export function peopleNamed(written: string): string[] {
  const parts = written
    .split(BETWEEN)
    .map(withoutBlanks)
    .filter((part) => part !== '');
  return parts.flatMap((part) => {
    const apart = part.split(/\s+/);
    if (apart.length > 1 && apart.every(isName)) return apart;
    const coupled = part.split(JOINED);
    return coupled.length > 1 && coupled.every(isName) ? coupled : [part];
  });
}

/** `王 丽`, `王  小红`, `欧阳 娜`: one name; anything else keeps its blanks. */
function withoutBlanks(part: string): string {
  const text = part.trim();
  const bare = text.replace(/\s+/g, '');
  const letters = text.split(/\s+/);
  const single = letters.length > 1 && letters.every((letter) => /^\p{sc=Han}$/u.test(letter)) && letters.length <= 4;
  const led =
    letters.length === 2 && /^\p{sc=Han}{1,2}$/u.test(letters[0] ?? '') && isName(bare) && !isName(letters[0] ?? '');
  return single || led ? bare : text;
}
