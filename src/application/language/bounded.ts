/** What stands behind the sign of a recognised thing, so that it is as long as the words which it replaces. */
export const FILLING = '\uE0FF';

// Blanks are folded before anything is matched, and nothing that repeats in a sentence goes on for longer than this.
const MOST_BLANKS = 2;
const MOST_REPEATS = 24;

/**
 * The same pattern with an end to everything that repeats, however it was written: a long run of one letter makes no pattern try all
 * ways of dividing it. Only what fills a sign's place goes on, as nothing else can stand there.
 */
export function bounded(source: string): string {
  return source.replace(
    /\\(?:[pP]\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]|[*+]|\{(\d+),\}|[^\\[*+{]|\{/gsu,
    (token, least: string | undefined, at: number) => {
      if (token !== '*' && token !== '+' && least === undefined) return token;
      const before = source.slice(0, at);
      if (before.endsWith(FILLING)) return token;
      const most = before.endsWith('\\s') ? MOST_BLANKS : MOST_REPEATS;
      return `{${least ?? (token === '*' ? 0 : 1)},${most}}`;
    },
  );
}
