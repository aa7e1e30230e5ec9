import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { templateFile } from './template.ts';

const PREPARE = path.resolve(import.meta.dirname, '../../scripts/prepare.mjs');

/** Vitest calls it once, before the test files: what they start is made of the sources as they are now. */
export default async function setup(): Promise<void> {
  execFileSync(process.execPath, [PREPARE, 'tests'], { stdio: 'inherit' });
  await templateFile();
}
