// Puts a broken part in the place of a file of `src`, for whoever imports it: a bug planted for the audit to find. It is
// done by how the process is started, before a line of the program runs: no setting can do it.
import { register } from 'node:module';

/** `part` is a file of `src`; `broken` may import the real one. */
export function substitute(part: string, broken: URL): void {
  const real = new URL(`../../../src/${part}`, import.meta.url).href;
  register(new URL('./resolve.mjs', import.meta.url), { data: { real, broken: broken.href } });
}
