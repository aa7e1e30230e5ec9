import { type Logger, pino } from 'pino';

const LONGEST_WORD = 300;
const FRAMES = 5;
const CAUSES = 3;

/** A line of the log is read by people and machines: what came from outside does not make it longer. */
const short = (text: string): string => (text.length > LONGEST_WORD ? `${text.slice(0, LONGEST_WORD)}…` : text);

/** What may be said of anything that was thrown: never its message, which may quote what somebody wrote. */
function errorInLog(thrown: unknown, causes = CAUSES): object {
  if (!(thrown instanceof Error)) return { name: short(typeof thrown === 'string' ? thrown : typeof thrown) };
  const { name, stack, cause } = thrown;
  const { code } = thrown as { code?: unknown };
  return {
    name: short(name),
    ...((typeof code === 'string' || typeof code === 'number') && { code: short(String(code)) }),
    stack: framesOf(thrown.message, stack),
    ...(cause !== undefined && causes > 0 && { cause: errorInLog(cause, causes - 1) }),
  };
}

/** Where it happened. A message of several lines stands before that, and a line of it may look like one of these. */
function framesOf(message: string, stack = ''): string[] {
  const begins = stack.indexOf(message);
  const behind = begins < 0 ? stack : stack.slice(begins + message.length);
  const frames = behind.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$|^\s+at (async )?[\w.<>]+ \(/.test(line));
  return frames.slice(0, FRAMES).map(short);
}

/** One line of JSON each, on the screen. */
export const logOf = (level: string, to?: { write(line: string): void }): Logger =>
  pino(
    {
      level,
      serializers: { error: (thrown: unknown) => errorInLog(thrown) },
      formatters: {
        log: (line) =>
          Object.fromEntries(
            Object.entries(line).map(([name, said]) => [name, typeof said === 'string' ? short(said) : said]),
          ),
      },
    },
    ...(to ? [to] : []),
  );
