import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { templateFile } from './template.ts';

const PREPARE = path.resolve(import.meta.dirname, '../../scripts/prepare.mjs');

/**
 * Vitest calls it once, before the test files: what they start is made of the sources as they are now. What they leave in
 * the folder for temporary files goes with them.
 */
export default async function setup(): Promise<() => Promise<void>> {
  execFileSync(process.execPath, [PREPARE, 'tests'], { stdio: 'inherit' });
  await templateFile();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'baosong-tests-'));
  // The user of a PostgreSQL that is started by root passes through.
  await chmod(folder, 0o711);
  process.env.TMPDIR = folder;
  return () => rm(folder, { recursive: true, force: true });
}
