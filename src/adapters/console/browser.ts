import type { Office } from '../../application/office.ts';

/** The first that is found in what a browser calls itself counts: each names those before it as well. */
const BROWSERS: [name: string, pattern: RegExp][] = [
  ['wecom', /wxwork/i],
  ['dingtalk', /dingtalk/i],
  ['WeChat', /micromessenger/i],
  ['Edge', /\bEdgA?\//],
  ['360', /360|QIHU/],
  ['Firefox', /\bFirefox\//],
  ['Chrome', /\bChrome\//],
  ['Safari', /\bSafari\//],
];
const SYSTEMS: [name: string, pattern: RegExp][] = [
  ['Windows', /Windows/],
  ['iPhone', /iPhone|iPad/],
  ['Android', /Android/],
  ['macOS', /Mac OS X/],
  ['Linux', /Linux/],
];

const found = (list: [string, RegExp][], agent: string): string =>
  list.find(([, pattern]) => pattern.test(agent))?.[0] ?? '?';

/** A browser as its owner would tell it from others: `Edge · Windows`. Nothing of what it says itself is kept. */
export function browserInWords({ say, vocabulary }: Pick<Office, 'say' | 'vocabulary'>, agent = ''): string {
  const browser = found(BROWSERS, agent.slice(0, 500));
  return say('console.browser', {
    browser: vocabulary.channels[browser] ?? browser,
    system: found(SYSTEMS, agent.slice(0, 500)),
  });
}
