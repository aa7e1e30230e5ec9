import { type Logger, pino } from 'pino';

/** One line of JSON each, on the screen. Of an error no message: it may quote what somebody wrote. */
export const logOf = (level: string): Logger =>
  pino({
    level,
    serializers: {
      error: (error: Error & { code?: string }) => ({
        name: error.name,
        code: error.code,
        stack: error.stack?.split('\n').slice(1, 6),
      }),
    },
  });
