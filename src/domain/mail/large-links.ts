/** Where mail services and net disks keep what does not fit into a mail. */
const KEEPERS =
  /(^|\.)(mail\.qq\.com|wx\.mail\.qq\.com|exmail\.qq\.com|weiyun\.com|dashi\.163\.com|mail\.163\.com|mail\.126\.com|fs\.163\.com|pan\.baidu\.com|yun\.baidu\.com|cloud\.189\.cn|aliyundrive\.com|alipan\.com|quark\.cn|123pan\.com|caiyun\.139\.com|mail\.10086\.cn|mail\.sina\.com\.cn|mail\.sohu\.com|wenshushu\.cn|kdocs\.cn)$/i;
/** The pages of those services that hold no file. */
const NO_FILE = /\/(?:login|help|agreement|zh_CN\/htmledition|unsubscribe)\b|[?&](?:t=unsub|unsubscribe)/i;
const MOST = 10;

/** Of the links in a mail those behind which a file may lie (超大附件, 网盘): for a person to fetch, nothing is ever fetched from them. */
export const largeLinks = (links: readonly string[]): string[] =>
  [...new Set(links)]
    .filter((link) => hostOf(link) !== '' && KEEPERS.test(hostOf(link)) && !NO_FILE.test(link))
    .slice(0, MOST);

const hostOf = (link: string): string =>
  /^https?:\/\/(?:[^/@\s]*@)?([a-z0-9.-]+)(?::\d+)?(?:[/?#]|$)/i.exec(link)?.[1] ?? '';
