import path from 'node:path';

/**
 * The folder of the project, where `prompts`, `prisma` and `.env` stand. The program in `dist/program` lies as deep below
 * it as this file does.
 */
export const ROOT = path.resolve(import.meta.dirname, '../..');
