import { z } from 'zod';

/** Limits count bytes of UTF-8. */
export const bytesOf = (text: string): number => Buffer.byteLength(text);

export const filled = z.string().refine((text) => text.trim() !== '', 'empty');

/** The first thing that is wrong, with its place. */
export function wrong(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('.')}: ${issue.message}` : '';
}

/** Undefined when the text is no JSON object. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
